"""The read side of a candidate's file: what this viewer may read of it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from candidates.people.enums import Audience, Rung
from candidates.people.models import Candidate, CandidateFile, Evidence, Note
from workspace.activity.models import Activity
from workspace.activity.wording import Line, in_words
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring

MOST_LINES = 60


def readable_notes(candidate: Candidate, viewer: User) -> "QuerySet[Note]":
    """Notes are for those who plan hiring: what a colleague thought of somebody is no help to an interviewer who shall see for themselves."""
    notes = Note.objects.filter(candidate=candidate).select_related("author")
    if viewer.is_recruiting:
        return notes
    return notes.filter(audience=Audience.EVERYONE) if plans_hiring(viewer) else notes.none()


def readable_files(viewer: User, candidate: Candidate | None = None) -> "QuerySet[CandidateFile]":
    """The files this viewer may open: of candidates they may see, and for their eyes."""
    files = CandidateFile.objects.select_related("file").filter(candidate__in=Candidate.objects.visible_to(viewer))
    if candidate is not None:
        files = files.filter(candidate=candidate)
    return files if viewer.is_recruiting else files.filter(audience=Audience.EVERYONE)


@dataclass(frozen=True)
class RungRow:
    """A rung of the ladder with the works on it."""

    rung: Rung
    works: list[Evidence]


def ladder(candidate: Candidate) -> list[RungRow]:
    """Return the five rungs, heaviest first, each with its works. One query. Works are shown, never counted into anything."""
    works = list(Evidence.objects.filter(candidate=candidate).select_related("paper", "noted_by"))
    return [RungRow(rung, [work for work in works if work.rung == rung]) for rung in reversed(Rung)]


def timeline(candidate: Candidate, viewer: User) -> list[Line]:
    """Return what happened to the record, newest first. Acts on applications are shown on those, to those who may see them."""
    if not plans_hiring(viewer):
        return []
    # What happened to records that were merged into this one is part of the story.
    uuids = [candidate.uuid, *candidate.absorbed.values_list("uuid", flat=True)]
    rows: Any = Activity.objects.filter(candidate__in=uuids, application=None, is_view=False)
    return in_words(rows.select_related("actor").order_by("-pk")[:MOST_LINES])
