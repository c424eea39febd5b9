"""Everything that changes a candidate's own record. Who may is asked at the boundary; here, what is possible."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from candidates.channels.models import Channel
from candidates.people.handles import Handle
from candidates.people.models import Candidate, Identity, Motivation, Tag
from candidates.people.names import fold
from candidates.people.refusals import CandidateError
from candidates.people.signals import (
    candidate_added,
    contact_allowing,
    contact_forbidden,
    handles_judged,
    identity_added,
)
from workspace.activity.actions import log_activity
from workspace.staff.models import User

SEARCHED_FILE_TEXT = 20_000
MOST_TAGS = 20

# What `edit_candidate` may write; everything else has an action of its own.
FIELDS = frozenset({"name", "headline", "location", "time_zone", "channel", "channel_detail", "owner"})


def clean_name(name: str) -> str:
    """Return a name fit to store: one line, no control or direction marks; raises CandidateError where nothing is left."""
    kept = "".join(c for c in name if c.isprintable() or c.isspace())
    name = " ".join(kept.split())
    if not any(c.isalpha() for c in name):
        raise CandidateError("A name needs at least one letter.")
    if len(name) > 200:
        raise CandidateError("A name can have 200 characters at most.")
    return name


@transaction.atomic
def add_candidate(
    *,
    name: str,
    headline: str = "",
    location: str = "",
    channel: Channel | None = None,
    channel_detail: str = "",
    handles: Iterable[Handle] = (),
    owner: User | None = None,
    at: dt.datetime | None = None,
    by: User | None,
) -> Candidate:
    """Write down a person, with the handles that are known. Duplicates are for a person to judge: nothing is merged here.

    Raises CandidateError where the name is none, or one of the handles belongs to somebody who wants nothing from us.
    """
    handles = list(dict.fromkeys(handles))
    refuse_unwanted(handles)
    candidate = Candidate.objects.create(
        name=clean_name(name),
        headline=headline.strip()[:200],
        location=location.strip()[:120],
        channel=channel,
        channel_detail=channel_detail.strip()[:200],
        owner=owner,
        added_by=by,
    )
    for handle in handles:
        Identity.objects.create(candidate=candidate, kind=handle.kind, value=handle.value, url=handle.url)
    if at is not None:
        Candidate.objects.filter(pk=candidate.pk).update(created_at=at, active_at=at)
    refresh_search(candidate)
    _log(candidate, "added_candidate", by, channel=channel.slug if channel else "")
    candidate_added.send(Candidate, candidate=candidate, by=by)
    return candidate


def unwanted(handles: Collection[Handle], *, candidate: Candidate | None = None) -> dict[Handle, str]:
    """Return which handles must not be written down, and why. A constant number of queries for any number of handles."""
    if not handles:
        return {}
    answers: list[tuple[Any, Any]] = handles_judged.send(Candidate, handles=handles, candidate=candidate)
    return {handle: words for _, answer in answers for handle, words in (answer or {}).items()}


def refuse_unwanted(handles: Collection[Handle], *, candidate: Candidate | None = None) -> None:
    """Raise CandidateError for the first handle that must not be written down."""
    for words in unwanted(handles, candidate=candidate).values():
        raise CandidateError(words)


@transaction.atomic
def edit_candidate(*, candidate: Candidate, changes: dict[str, Any], by: User) -> Candidate:
    """Change plain fields of a candidate; unknown ones are a programming error, impossible ones a CandidateError."""
    assert changes.keys() <= FIELDS, changes.keys() - FIELDS
    candidate = locked(candidate)
    if "name" in changes:
        changes = changes | {"name": clean_name(changes["name"])}
    changed = [field for field, value in changes.items() if getattr(candidate, field) != value]
    if not changed:
        return candidate
    for field in changed:
        setattr(candidate, field, changes[field])
    try:
        candidate.clean_fields(exclude=[f.name for f in Candidate._meta.fields if f.name not in changed])
    except ValidationError as error:
        raise CandidateError("; ".join(error.messages)) from error
    candidate.save(update_fields=[*changed, "updated_at"])
    _log(candidate, "edited_candidate", by, fields=", ".join(sorted(changed)))
    return candidate


@transaction.atomic
def add_identity(*, candidate: Candidate, handle: Handle, by: User | None) -> Identity:
    """Add a handle, or return the one that is there already; raises CandidateError where its owner wants nothing from us."""
    candidate = locked(candidate)
    refuse_unwanted([handle], candidate=candidate)
    identity, is_new = Identity.objects.get_or_create(
        candidate=candidate, kind=handle.kind, value=handle.value, defaults={"url": handle.url}
    )
    if is_new:
        refresh_search(candidate)
        _log(candidate, "added_identity", by, kind=handle.kind)
        identity_added.send(Identity, identity=identity)
    return identity


@transaction.atomic
def set_tags(*, candidate: Candidate, names: Iterable[str], by: User) -> list[Tag]:
    """Make these the candidate's tags; new ones come into being, unused ones stay for others."""
    candidate = locked(candidate)
    wanted = {" ".join(name.split())[:40].lower(): None for name in names if name.strip()}
    if len(wanted) > MOST_TAGS:
        raise CandidateError(f"A candidate can have {MOST_TAGS} tags at most.")
    tags = [Tag.objects.get_or_create(name=name)[0] for name in wanted]
    candidate.tags.set(tags)
    refresh_search(candidate)
    _log(candidate, "tagged_candidate", by, count=len(tags))
    return tags


@transaction.atomic
def set_motivations(*, candidate: Candidate, motivations: Iterable[Motivation], by: User) -> None:
    """Say what this person is known to want."""
    candidate = locked(candidate)
    candidate.motivations.set(motivations)
    _log(candidate, "noted_motivations", by)


@transaction.atomic
def set_follow_up(
    *, candidate: Candidate, on: dt.date | None, whose: User | None = None, note: str = "", by: User
) -> Candidate:
    """Promise to write to somebody on a day, or (`on` None) take the promise back. It is the actor's own unless `whose` says otherwise."""
    candidate = locked(candidate)
    candidate.follow_up_on = on
    candidate.follow_up_by = (whose or by) if on else None
    candidate.follow_up_note = " ".join(note.split())[:200] if on else ""
    candidate.save(update_fields=["follow_up_on", "follow_up_by", "follow_up_note", "updated_at"])
    _log(candidate, "set_follow_up" if on else "cleared_follow_up", by)
    return candidate


@transaction.atomic
def set_do_not_contact(*, candidate: Candidate, value: bool, by: User | None) -> Candidate:
    """Mark that this person does not want to hear from us, or that they do again. A promise to write to them goes with it."""
    candidate = locked(candidate)
    if not value:
        contact_allowing.send(Candidate, candidate=candidate, by=by)
    candidate.do_not_contact = value
    if value:
        candidate.follow_up_on = candidate.follow_up_by = None
        candidate.follow_up_note = ""
    candidate.save(update_fields=["do_not_contact", "follow_up_on", "follow_up_by", "follow_up_note", "updated_at"])
    _log(candidate, "marked_do_not_contact" if value else "cleared_do_not_contact", by)
    if value:
        contact_forbidden.send(Candidate, candidate=candidate, by=by)
    return candidate


def locked(candidate: Candidate) -> Candidate:
    """Lock a candidate for this transaction and look again; raises CandidateError where the record is out of use."""
    found = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    if found.merged_into_id or found.erased_at:
        raise CandidateError("This record is no longer in use: it was merged into another or erased. Reload the page.")
    return found


def refresh_search(candidate: Candidate) -> None:
    """Gather what a search should find besides the name: handles, headline, tags, works, the words of files for everyone."""
    words: list[str] = [candidate.headline, candidate.location]
    words += candidate.identities.values_list("value", flat=True)
    words += candidate.tags.values_list("name", flat=True)
    words += candidate.evidence.values_list("title", flat=True)
    # A file for recruiters only must not be found by others through its words.
    files = candidate.files.filter(audience="everyone").exclude(file__text="").values_list("file__text", flat=True)
    words += [text[:SEARCHED_FILE_TEXT] for text in files]
    Candidate.objects.filter(pk=candidate.pk).update(search_text=searchable(words))


def searchable(words: Iterable[str]) -> str:
    """Return words as they are kept to be searched: folded, handles and addresses taken apart."""
    return fold(" ".join(words).replace("@", " ").replace(".", " ").replace("/", " "))[:60_000]


def touch(candidate: Candidate) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(active_at=(now := timezone.now()), updated_at=now)


def _log(candidate: Candidate, verb: str, by: User | None, **facts: Any) -> None:
    touch(candidate)
    log_activity(verb=verb, subject=candidate, by=by, candidate=candidate.uuid, facts=facts)
