"""The read side of a candidate's file: what this viewer may read of it."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from candidates.people.enums import Audience, Rung
from candidates.people.models import Candidate, CandidateFile, Evidence, Identity, Motivation, Note, Tag
from workspace.activity.models import Activity
from workspace.activity.wording import Line, Named, in_words
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring
from workspace.written import written_once

MOST_LINES = 60


def readable_notes(candidate: Candidate, viewer: User) -> list[Note]:
    """Notes are for those who plan hiring: what a colleague thought of somebody is no help to an interviewer who shall see for themselves. One query."""
    return _notes(candidate.pk, viewer) if plans_hiring(viewer) else []


@written_once
def _notes(candidate: int, viewer: User) -> "QuerySet[Note]":
    notes = Note.objects.filter(candidate=candidate).select_related("author")
    return notes if viewer.is_recruiting else notes.filter(audience=Audience.EVERYONE)


def readable_files(viewer: User) -> "QuerySet[CandidateFile]":
    """The files this viewer may open: of candidates they may see, and for their eyes."""
    files = CandidateFile.objects.filter(candidate__in=Candidate.objects.visible_to(viewer)).select_related("file")
    return files if viewer.is_recruiting else files.filter(audience=Audience.EVERYONE)


@written_once
def files_of_visible(candidate: int, viewer: User) -> "QuerySet[CandidateFile]":
    """The files on the page of somebody whom this viewer was let to see. One query."""
    files = CandidateFile.objects.filter(candidate=candidate).select_related("file")
    return files if viewer.is_recruiting else files.filter(audience=Audience.EVERYONE)


@dataclass(frozen=True)
class Particulars:
    """The short lists of a record: its handles, tags, what moves the person, and the records merged into it."""

    identities: list[Identity]
    tags: list[str]
    motivations: list[str]
    absorbed: dict[uuid.UUID, str]


def particulars(candidate: Candidate) -> Particulars:
    """Return the short lists of a record. One query: asking costs more than what there is to read."""
    [(identities, tags, motivations, absorbed)] = _lists(candidate.pk)
    names = {uuid.UUID(one["uuid"]): one["name"] for one in absorbed}
    return Particulars([Identity(**known) for known in identities], tags, motivations, names)


@written_once
def _lists(candidate: int) -> "QuerySet[Candidate, tuple[Any, ...]]":
    mine = {"candidates": OuterRef("pk")}
    handles = Identity.objects.filter(candidate=OuterRef("pk")).order_by("kind", "pk")
    return Candidate.objects.filter(pk=candidate).values_list(
        ArraySubquery(handles.values(handle=JSONObject(uuid="uuid", kind="kind", value="value", url="url"))),
        ArraySubquery(Tag.objects.filter(**mine).order_by("name").values("name")),
        ArraySubquery(Motivation.objects.filter(**mine).order_by("position").values("wants")),
        ArraySubquery(
            Candidate.objects.filter(merged_into=OuterRef("pk")).values(one=JSONObject(uuid="uuid", name="name"))
        ),
    )


@dataclass(frozen=True)
class RungRow:
    """A rung of the ladder with the works on it."""

    rung: Rung
    works: list[Evidence]


def ladder(candidate: Candidate) -> list[RungRow]:
    """Return the five rungs, heaviest first, each with its works. One query. Works are shown, never counted into anything."""
    works = _works(candidate.pk)
    return [RungRow(rung, [work for work in works if work.rung == rung]) for rung in reversed(Rung)]


@written_once
def _works(candidate: int) -> "QuerySet[Evidence]":
    return Evidence.objects.filter(candidate=candidate).select_related("paper", "noted_by")


def timeline(candidate: Candidate, viewer: User, *, absorbed: Mapping[uuid.UUID, str]) -> list[Line]:
    """Return what happened to the record, newest first. Acts on applications are shown on those, to those who may see them."""
    if not plans_hiring(viewer):
        return []
    # What happened to records that were merged into this one is part of the story.
    names = {candidate.uuid: candidate.name} | dict(absorbed)
    known = {key: Named(name, reverse("candidates:candidate", args=[key])) for key, name in names.items()}
    rows: Any = Activity.objects.filter(candidate__in=list(names), application=None, is_view=False)
    return in_words(rows.select_related("actor").order_by("-pk")[:MOST_LINES], known)


def only_acts(person: Candidate, own: Collection[str]) -> bool:
    """Say whether we wrote this person down and did nothing with them since but `own` acts and what those bring; then undoing may take the record away."""
    brought = {"added_candidate", "added_identity", "added_evidence", "removed_evidence"}
    acts = Activity.objects.filter(candidate=person.uuid, is_view=False)
    return (
        acts.filter(verb="added_candidate").exists()
        and not acts.exclude(verb__in=brought | set(own)).exists()
        and not person.evidence.exists()
        and not person.authorships.exists()
    )
