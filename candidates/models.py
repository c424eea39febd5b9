"""The tables of this app, gathered from its feature folders."""

from candidates.channels.models import Channel, ChannelCost
from candidates.conferences.models import Conference, Encounter, PlannedMeeting, Trip
from candidates.conflicts.models import Conflict, ConflictChange, ConflictRules, OwnHandle, Tie
from candidates.harvest.models import Run, Source
from candidates.identity.models import LinkChange, MentionLink, MentionSearch
from candidates.imports.models import ImportBatch, ImportRow
from candidates.matching.models import Looked, Merge, NotSamePerson, Proposal
from candidates.outreach.models import (
    BouncedAddress,
    Conversation,
    Mailbox,
    Message,
    Policy,
    ProofPoint,
    Sequence,
    Step,
    Template,
)
from candidates.papers.models import Authorship, Paper
from candidates.people.models import Candidate, CandidateFile, Evidence, Identity, Motivation, Note, Tag
from candidates.people.saved import SavedView
from candidates.privacy.models import Deletion, Notice, Objection, PrivacyWords, SuppressedHandle
from candidates.repositories.models import CodeSearch, Reimplementation, Repository
from candidates.sourcing.models import PaperLookup
from candidates.watches.models import Opinion, PaperVector, Place, Reading, Sprint, SprintPaper, Watch, WatchFlag

__all__ = [
    "Authorship",
    "BouncedAddress",
    "Candidate",
    "CandidateFile",
    "Channel",
    "ChannelCost",
    "CodeSearch",
    "Conference",
    "Conflict",
    "ConflictChange",
    "ConflictRules",
    "Conversation",
    "Deletion",
    "Encounter",
    "Evidence",
    "Identity",
    "ImportBatch",
    "ImportRow",
    "LinkChange",
    "Looked",
    "Mailbox",
    "MentionLink",
    "MentionSearch",
    "Merge",
    "Message",
    "Motivation",
    "NotSamePerson",
    "Note",
    "Notice",
    "Objection",
    "Opinion",
    "OwnHandle",
    "Paper",
    "PaperLookup",
    "PaperVector",
    "Place",
    "PlannedMeeting",
    "Policy",
    "PrivacyWords",
    "ProofPoint",
    "Proposal",
    "Reading",
    "Reimplementation",
    "Repository",
    "Run",
    "SavedView",
    "Sequence",
    "Source",
    "Sprint",
    "SprintPaper",
    "Step",
    "SuppressedHandle",
    "Tag",
    "Template",
    "Tie",
    "Trip",
    "Watch",
    "WatchFlag",
]
