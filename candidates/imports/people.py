"""Rows of people: what the dry run says of them, bringing them in, and taking them back."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from candidates.channels.models import Channel
from candidates.imports.enums import Decision, Outcome, Verdict
from candidates.imports.models import ImportBatch, ImportRow
from candidates.imports.people_rows import PersonRow
from candidates.matching.duplicates import STRONG_KINDS, Likeness
from candidates.matching.queries import Lookalike, lookalikes, profile_of_typed
from candidates.people.actions import add_candidate, add_identity, edit_candidate, locked, set_tags, unwanted
from candidates.people.enums import Audience, IdentityKind
from candidates.people.handles import Handle
from candidates.people.models import Candidate, Identity, Note
from candidates.people.names import fold
from candidates.people.records import take_away, write_note
from candidates.people.refusals import CandidateError
from workspace.activity.models import Activity
from workspace.staff.models import User

PLAIN = ("headline", "location")


def to_json(person: PersonRow) -> dict[str, Any]:
    """Return a row as it is kept until it is imported."""
    return dataclasses.asdict(person)


def from_json(said: dict[str, Any]) -> PersonRow:
    """Return the row that `to_json` was given."""
    handles = tuple(Handle(IdentityKind(one["kind"]), one["value"], one["url"]) for one in said["handles"])
    return PersonRow(**said | {"handles": handles, "tags": tuple(said["tags"]), "remarks": tuple(said["remarks"])})


def check_people(rows: Sequence[ImportRow], *, viewer: User) -> None:
    """Give each row its verdict. A constant number of queries for any number of rows."""
    people = {row.pk: from_json(row.said) for row in rows}
    wanted = {pk: profile_of_typed(person.name, person.handles) for pk, person in people.items() if not person.problem}
    near = lookalikes(wanted, within=Candidate.objects.visible_to(viewer), most=3)
    known = {one.candidate.pk for found in near.values() for one in found}
    handles = _handles_of(known)
    tags = _tags_of(known)
    before = _imported_before(rows)
    refused = unwanted({handle for person in people.values() for handle in person.handles})
    for row in rows:
        person = people[row.pk]
        row.words = list(person.remarks)
        problem = person.problem or next((refused[one] for one in person.handles if one in refused), "")
        if problem:
            row.verdict, row.words = Verdict.ERROR, [problem, *row.words]
        elif row.fingerprint in before:
            row.verdict, row.candidate_id = Verdict.SAME, before[row.fingerprint]
            row.words = ["Imported before."]
        else:
            _judge(row, person, near[row.pk], handles, tags)
        row.decision = {Verdict.NEW: Decision.ADD, Verdict.UPDATE: Decision.UPDATE}.get(
            Verdict(row.verdict), Decision.LEAVE
        )
    ImportRow.objects.bulk_update(rows, ["verdict", "words", "candidate", "decision"])


def _judge(
    row: ImportRow,
    person: PersonRow,
    near: list[Lookalike],
    handles: dict[int, set[tuple[str, str]]],
    tags: dict[int, set[str]],
) -> None:
    sure = [one for one in near if one.likeness is Likeness.STRONG]
    if len(sure) == 1:
        candidate = sure[0].candidate
        news = _news(person, candidate, handles.get(candidate.pk, set()), tags.get(candidate.pk, set()))
        row.candidate = candidate
        row.verdict = Verdict.UPDATE if news else Verdict.SAME
        row.words += [f"{reason}." for reason in sure[0].resemblance.reasons] + (
            [f"Adds {', '.join(news)}."] if news else []
        )
    elif near and near[0].likeness >= Likeness.LIKELY:
        row.verdict, row.candidate = Verdict.DOUBT, near[0].candidate
        if len(sure) > 1:
            row.words.append(f"Fits {len(sure)} records: {', '.join(one.candidate.name for one in sure)}.")
        reasons = [*near[0].resemblance.reasons, *(f"But: {one}" for one in near[0].resemblance.against)]
        row.words += [f"{reason}." for reason in reasons]
    else:
        row.verdict = Verdict.NEW
        if near:
            row.words.append(f"Somebody of this name is here: {near[0].candidate.name}.")


def _news(person: PersonRow, candidate: Candidate, handles: set[tuple[str, str]], tags: set[str]) -> list[str]:
    """Return what a row tells that the record does not have, in words."""
    news = [name for name in PLAIN if getattr(person, name) and not getattr(candidate, name)]
    news += [one.kind.label for one in person.handles if (str(one.kind), one.value) not in handles]
    news += [f"tag {tag}" for tag in person.tags if tag not in tags]
    return [*news, "a note"] if person.note else news


def _handles_of(keys: set[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = {}
    for key, kind, value in Identity.objects.filter(candidate__in=keys).values_list("candidate", "kind", "value"):
        found.setdefault(key, set()).add((kind, value))
    return found


def _tags_of(keys: set[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for key, name in Candidate.objects.filter(pk__in=keys, tags__isnull=False).values_list("pk", "tags__name"):
        found.setdefault(key, set()).add(name)
    return found


def _imported_before(rows: Sequence[ImportRow]) -> dict[str, int]:
    """Return who came of rows that said the same, where they are still here (or merged into somebody who is)."""
    earlier = ImportRow.objects.filter(
        fingerprint__in={row.fingerprint for row in rows} - {""},
        outcome__in=[Outcome.ADDED, Outcome.UPDATED],
        candidate__erased_at=None,
        candidate__isnull=False,
    )
    return {row.fingerprint: row.candidate_id for row in earlier if row.candidate_id}


@transaction.atomic
def bring_in(row: ImportRow, batch: ImportBatch, *, by: User) -> None:
    """Do what was decided with one row; what it changed is written down for the undo."""
    person = from_json(row.said)
    channel, detail = _channel(person, batch)
    candidate = row.candidate if row.decision == Decision.UPDATE else _same_handles(person)
    row.changes = {"identities": [], "tags": [], "fields": {}}
    if candidate is None:
        candidate = add_candidate(
            name=person.name,
            headline=person.headline,
            location=person.location,
            channel=channel,
            channel_detail=detail,
            handles=person.handles,
            by=by,
        )
        row.outcome = Outcome.ADDED
    else:
        candidate = locked(candidate)
        row.outcome = Outcome.UPDATED
        _fill(row, person, candidate, by)
    if new := [tag for tag in person.tags if not candidate.tags.filter(name=tag).exists()]:
        set_tags(candidate=candidate, names=[*candidate.tags.values_list("name", flat=True), *new], by=by)
        row.changes["tags"] = new
    if person.note:
        row.changes["note"] = write_note(candidate=candidate, text=person.note, audience=Audience.RECRUITING, by=by).pk
    row.candidate, row.label, row.said, row.applied_at = candidate, "", {}, timezone.now()
    row.save()


def _fill(row: ImportRow, person: PersonRow, candidate: Candidate, by: User) -> None:
    """Add handles the record lacks and fill fields it leaves empty; nothing it says is overwritten."""
    known = set(candidate.identities.values_list("kind", "value"))
    for handle in person.handles:
        if (str(handle.kind), handle.value) not in known:
            row.changes["identities"].append(add_identity(candidate=candidate, handle=handle, by=by).pk)
    told = {name: getattr(person, name) for name in PLAIN if getattr(person, name) and not getattr(candidate, name)}
    if told:
        edit_candidate(candidate=candidate, changes=told, by=by)
        row.changes["fields"] = told


def _same_handles(person: PersonRow) -> Candidate | None:
    """Return who has one of the row's strong handles now: an earlier line of the file may have brought them in."""
    sharing = Q(pk__in=[])
    for handle in person.handles:
        if handle.kind in STRONG_KINDS:
            sharing |= Q(kind=handle.kind, value=handle.value)
    owners = Identity.objects.filter(sharing).values("candidate")
    found = list(Candidate.objects.present().filter(pk__in=owners)[:2])
    if len(found) > 1:
        raise CandidateError("The handles of this row belong to several records. Merge those first.")
    return found[0] if found else None


def _channel(person: PersonRow, batch: ImportBatch) -> tuple[Channel | None, str]:
    """Return the channel the row names, if we have one of that name, else the batch's with the row's own words."""
    if not person.channel:
        return batch.channel, ""
    wanted = fold(person.channel)
    for channel in Channel.objects.all():
        if wanted in {fold(channel.name), channel.slug}:
            return channel, ""
    return batch.channel, person.channel


@transaction.atomic
def take_back(row: ImportRow, *, by: User) -> None:
    """Undo one row: an untouched new record goes, additions go, and what somebody worked on stays."""
    candidate = Candidate.objects.filter(pk=row.candidate_id).first()
    if candidate is None:
        row.outcome = Outcome.TAKEN_BACK
    elif candidate.merged_into_id or candidate.erased_at:
        row.outcome, row.words = Outcome.KEPT, ["The record was merged into another since."]
    elif row.outcome == Outcome.ADDED:
        _take_back_person(row, candidate)
    else:
        _take_back_additions(row, candidate, by)
        row.outcome = Outcome.TAKEN_BACK
    row.save()


def _take_back_person(row: ImportRow, candidate: Candidate) -> None:
    since = Activity.objects.filter(candidate=candidate.uuid, is_view=False, created_at__gt=row.applied_at)
    try:
        if since.exists():
            row.outcome, row.words = Outcome.KEPT, ["Somebody has worked on this record since."]
            return
        with transaction.atomic():
            candidate.delete()
        row.outcome, row.candidate = Outcome.TAKEN_BACK, None
    except ProtectedError:
        row.outcome, row.words = Outcome.KEPT, ["The person is in a pipeline."]


def _take_back_additions(row: ImportRow, candidate: Candidate, by: User) -> None:
    for identity in Identity.objects.filter(pk__in=row.changes.get("identities", []), candidate=candidate):
        take_away(row=identity, by=by)
    for note in Note.objects.filter(pk=row.changes.get("note", 0), candidate=candidate):
        take_away(row=note, by=by)
    if tags := set(row.changes.get("tags", [])):
        kept = [name for name in candidate.tags.values_list("name", flat=True) if name not in tags]
        set_tags(candidate=candidate, names=kept, by=by)
    told = row.changes.get("fields", {})
    unchanged = {name: "" for name, value in told.items() if getattr(candidate, name) == value}
    if unchanged:
        edit_candidate(candidate=candidate, changes=unchanged, by=by)
