"""How the acts on a candidate read in a timeline, and how candidates are called today."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.people.actions import refresh_search
from candidates.people.models import Candidate, CandidateFile
from workspace.activity.wording import Named, name_rows, say
from workspace.files.models import StoredFile
from workspace.files.signals import file_read

ERASED = Named("an erased candidate")


def name_candidates(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say what these candidates are called today. One query."""
    return {
        candidate.uuid: ERASED
        if candidate.erased_at
        else Named(candidate.name, reverse("candidates:candidate", args=[candidate.uuid]))
        for candidate in Candidate.objects.filter(uuid__in=uuids)
    }


def name_files(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose files these are. One query."""
    rows = CandidateFile.with_deleted.filter(uuid__in=uuids).select_related("candidate")
    return {row.uuid: Named(f"a file of {row.candidate.name}") for row in rows}


@receiver(file_read, dispatch_uid="candidates.find_by_words_of_a_file")
def find_by_words_of_a_file(sender: type, *, file: StoredFile, **_: Any) -> None:
    """Let a candidate be found by what their file says."""
    for attached in CandidateFile.objects.filter(file=file).select_related("candidate"):
        refresh_search(attached.candidate)


name_rows("candidate", name_candidates)
name_rows("candidatefile", name_files)

for verb, words in {
    "exported_candidates": "exported candidates ({filter})",
    "added_candidate": "added",
    "edited_candidate": "edited {fields} of",
    "added_identity": "added a handle ({kind}) to",
    "removed_identity": "removed a handle from",
    "restored_identity": "put a handle back on",
    "tagged_candidate": "changed the tags of",
    "noted_motivations": "noted what moves",
    "set_follow_up": "set a follow-up with",
    "cleared_follow_up": "cleared the follow-up with",
    "marked_do_not_contact": "marked as not to be contacted:",
    "cleared_do_not_contact": "lifted “do not contact” from",
    "wrote_note": "wrote a note on",
    "removed_note": "removed a note on",
    "restored_note": "put a note back on",
    "added_evidence": "added evidence on rung {rung} to",
    "judged_evidence": "judged a piece of work of",
    "removed_evidence": "removed evidence from",
    "restored_evidence": "put evidence back on",
    "added_file": "added a file ({kind}) to",
    "removed_file": "removed a file from",
    "restored_file": "put a file back on",
}.items():
    say(verb, words)
