"""The tables of this app, gathered from its feature folders."""

from candidates.channels.models import Channel
from candidates.imports.models import ImportBatch, ImportRow
from candidates.matching.models import Looked, Merge, NotSamePerson, Proposal
from candidates.papers.models import Authorship, Paper
from candidates.people.models import Candidate, CandidateFile, Evidence, Identity, Motivation, Note, Tag
from candidates.people.saved import SavedView
from candidates.sourcing.models import PaperLookup

__all__ = [
    "Authorship",
    "Candidate",
    "CandidateFile",
    "Channel",
    "Evidence",
    "Identity",
    "ImportBatch",
    "ImportRow",
    "Looked",
    "Merge",
    "Motivation",
    "NotSamePerson",
    "Note",
    "Paper",
    "PaperLookup",
    "Proposal",
    "SavedView",
    "Tag",
]
