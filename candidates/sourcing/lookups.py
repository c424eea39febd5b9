"""From a pasted link to a paper: ask its source now, or later if it says so."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from candidates.connectors.errors import SourceError
from candidates.connectors.links import Link
from candidates.connectors.records import PaperIdentifier, PaperRecord, Scheme
from candidates.connectors.sources import fetch_paper
from candidates.papers.actions import find_paper, store_paper
from candidates.papers.models import Paper
from candidates.sourcing.models import LookupState, PaperLookup
from candidates.sourcing.refusals import SourcingError
from workspace.staff.models import User

# How long to wait after the first, second, … failure that may heal.
PATIENCE = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 180, 360, 720))
# A task that was lost (a worker killed, Redis away) is sent again after this.
LOST_AFTER = dt.timedelta(minutes=3)


def known_paper(link: Link) -> Paper | None:
    """Return the paper a link points at, if we have it already."""
    return find_paper(PaperRecord("", (), "", link.url, (PaperIdentifier(Scheme(link.kind.value), link.identifier),)))


@transaction.atomic
def ask_for_paper(*, link: Link, by: User) -> PaperLookup:
    """Have a link looked up soon; a link that failed before is asked again, one that is being asked stays as it is."""
    from candidates.sourcing.tasks import look_up_paper

    if not link.is_paper:
        raise SourcingError("This link does not point at a paper.")
    lookup, is_new = PaperLookup.objects.select_for_update(of=("self",)).get_or_create(
        kind=link.kind.value,
        identifier=link.identifier,
        defaults={"url": link.url, "requested_by": by},
    )
    if is_new or lookup.state == LookupState.FAILED:
        _save(lookup, state=LookupState.WAITING, problem="", retry_at=None, attempts=0, asked_at=timezone.now())
        look_up_paper.delay_on_commit(lookup.pk)  # type: ignore[attr-defined]
    return lookup


def look_up(*, lookup: PaperLookup, now: dt.datetime | None = None) -> PaperLookup:
    """Ask the source once and write down what came of it."""
    now = now or timezone.now()
    try:
        record = fetch_paper(lookup.link)
    except SourceError as error:
        return _note_failure(lookup, error, now)
    stored = store_paper(record=record, by=lookup.requested_by)
    return _save(lookup, state=LookupState.FOUND, paper=stored.paper, problem="", retry_at=None)


def due_lookups(*, now: dt.datetime | None = None) -> list[int]:
    """Return the keys of the look-ups to ask now: those whose time has come and those whose task was lost."""
    now = now or timezone.now()
    later = PaperLookup.objects.filter(state=LookupState.LATER, retry_at__lte=now).order_by("retry_at")
    lost = PaperLookup.objects.filter(state=LookupState.WAITING, asked_at__lte=now - LOST_AFTER).order_by("asked_at")
    return [*later.values_list("pk", flat=True)[:50], *lost.values_list("pk", flat=True)[:50]]


def _note_failure(lookup: PaperLookup, error: SourceError, now: dt.datetime) -> PaperLookup:
    attempts = lookup.attempts + 1
    if not error.heals or attempts > len(PATIENCE):
        return _save(lookup, state=LookupState.FAILED, problem=error.words, retry_at=None, attempts=attempts)
    retry_at = max(error.retry_at or now, now + PATIENCE[attempts - 1] if error.retry_at is None else now)
    return _save(lookup, state=LookupState.LATER, problem=error.words, retry_at=retry_at, attempts=attempts)


def _save(lookup: PaperLookup, **changes: object) -> PaperLookup:
    for field, value in changes.items():
        setattr(lookup, field, value)
    lookup.problem = lookup.problem[:400]
    lookup.save(update_fields=[*changes, "updated_at"])
    return lookup
