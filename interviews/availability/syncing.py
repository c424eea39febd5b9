"""Reading a colleague's calendar: what changed is taken over as spans, what went wrong is kept in words for its owner's page."""

import datetime as dt
import json

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Power
from django.utils import timezone

from interviews.availability.busy_times import Busy, NotACalendar, read_busy
from interviews.availability.caldav_client import Account, find_calendars, look_at, read_events
from interviews.availability.free_time import Span
from interviews.availability.models import BusySource, BusySpan, SourceKind
from interviews.availability.outgoing import CalendarError, ask
from workspace.sealing import Unsealable, unseal

EVERY = dt.timedelta(minutes=15)
LONGEST_PAUSE = 6  # doublings: 16 hours
BACK, AHEAD = dt.timedelta(days=1), dt.timedelta(days=120)
# An unchanged calendar is read anew once fewer days than this lie ahead of us.
ENOUGH = dt.timedelta(days=100)


def due_sources(now: dt.datetime | None = None) -> list[int]:
    """Return the keys of calendars whose turn has come: every quarter of an hour, more rarely after each failure. One query."""
    moment = now or timezone.now()
    pause = ExpressionWrapper(F("tried_at") + Value(EVERY) * Power(2, F("failures")), output_field=DateTimeField())
    due = BusySource.objects.live().annotate(again_at=pause).filter(Q(tried_at=None) | Q(again_at__lte=moment))
    return list(due.order_by("tried_at", "pk").values_list("pk", flat=True)[:500])


def sync_source(*, source: BusySource, now: dt.datetime | None = None) -> str:
    """Read one calendar and return what came of it: "read", "unchanged", "found", "paused" or "failed". Reading twice changes nothing more."""
    moment = now or timezone.now()
    if source.paused_at or not source.user.is_active:
        return "paused"
    # Held to have failed until it has not: whatever ends this process, the next try waits its time.
    failures = min(source.failures + 1, LONGEST_PAUSE)
    BusySource.objects.filter(pk=source.pk).update(tried_at=moment, failures=failures)
    try:
        if source.kind == SourceKind.CALDAV and not source.calendar:
            return _find(source, moment)
        within = Span(moment - BACK, moment + AHEAD)
        read = _read_account if source.kind == SourceKind.CALDAV else _read_feed
        token, found = read(source, within)
    except (CalendarError, NotACalendar, Unsealable) as error:
        note_failure(source=source, words=str(error))
        return "failed"
    return _keep(source, moment, within, token, found)


def note_failure(*, source: BusySource, words: str) -> None:
    """Keep for its owner's page what went wrong with a calendar."""
    BusySource.objects.filter(pk=source.pk).update(error=words[:500], updated_at=timezone.now())


def account_of(source: BusySource) -> Account:
    """Return what to sign in with, at the chosen calendar or, before the choice, where its owner said. May raise Unsealable."""
    return Account(
        address=source.calendar or unseal(source.address_sealed),
        username=source.username,
        password=unseal(source.password_sealed),
    )


def _read_feed(source: BusySource, within: Span) -> tuple[str, list[Busy] | None]:
    before = json.loads(source.state_token) if source.state_token and _reaches_far(source, within) else {}
    headers = {
        name: before[key] for name, key in (("If-None-Match", "etag"), ("If-Modified-Since", "date")) if before.get(key)
    }
    answer = ask("GET", unseal(source.address_sealed), headers={"Accept": "text/calendar, */*;q=0.1", **headers})
    if answer.status == 304 and headers:
        return source.state_token, None
    if answer.status in {401, 403, 404, 410}:
        raise CalendarError(
            f"The address is not valid any more (the server answered {answer.status}). Copy the calendar's secret address again."
        )
    if answer.status != 200:
        raise CalendarError(
            f"The calendar's server is out of order at the moment (it answered {answer.status}). We try again."
        )
    state = {"etag": answer.headers.get("etag", "")[:200], "date": answer.headers.get("last-modified", "")[:100]}
    return json.dumps(state), read_busy(answer.body, within, source.user.zone, source.user.email)


def _read_account(source: BusySource, within: Span) -> tuple[str, list[Busy] | None]:
    account = account_of(source)
    here = look_at(account)
    if here.state and here.state == source.state_token and _reaches_far(source, within):
        return here.state, None
    found: set[Busy] = set()
    for text in read_events(account, within):
        found.update(read_busy(text, within, source.user.zone, source.user.email))
    return here.state, sorted(found)


def _reaches_far(source: BusySource, within: Span) -> bool:
    return source.read_until is not None and source.read_until >= within.start + BACK + ENOUGH


def _find(source: BusySource, moment: dt.datetime) -> str:
    calendars = find_calendars(account_of(source))
    found = [{"name": one.name, "address": one.address, "may_write": one.may_write} for one in calendars]
    BusySource.objects.filter(pk=source.pk, calendar="").update(
        found=found, tried_at=moment, failures=0, error="", updated_at=timezone.now()
    )
    return "found"


@transaction.atomic
def _keep(source: BusySource, moment: dt.datetime, within: Span, token: str, found: list[Busy] | None) -> str:
    current = BusySource.objects.select_for_update().filter(pk=source.pk).first()
    if current is None or current.calendar != source.calendar:
        return "paused"  # removed, or another calendar chosen, while the server answered
    current.tried_at = current.synced_at = moment
    current.failures, current.error, current.state_token = 0, "", token[:500]
    fields = ["tried_at", "synced_at", "failures", "error", "state_token", "updated_at"]
    if found is not None:
        _replace_spans(current, found)
        current.read_until = within.end
        fields.append("read_until")
    current.save(update_fields=fields)
    return "unchanged" if found is None else "read"


def _replace_spans(source: BusySource, found: list[Busy]) -> None:
    wanted = {
        (one.span.start, one.span.end): one.is_tentative for one in sorted(found, key=lambda one: not one.is_tentative)
    }
    gone = []
    for span in BusySpan.objects.filter(source=source):
        key = span.during.lower, span.during.upper
        if wanted.get(key) == span.is_tentative:
            del wanted[key]
        else:
            gone.append(span.pk)
    BusySpan.objects.filter(pk__in=gone).delete()
    BusySpan.objects.bulk_create(
        BusySpan(source=source, user_id=source.user_id, during=DateTimeTZRange(*key), is_tentative=tentative)
        for key, tentative in wanted.items()
    )
