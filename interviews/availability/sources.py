"""Calendars outside: added, chosen, paused, removed by their owner. What reading them brings is `syncing`'s."""

import urllib.parse

from django.db import transaction
from django.utils import timezone

from interviews.availability.models import BusySource, SourceKind
from interviews.availability.outgoing import CalendarError, known_address
from interviews.availability.tasks import sync_calendar, write_interviews
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.sealing import seal
from workspace.staff.models import User

MOST_SOURCES = 8


class SourceRefused(InterviewsError):
    """This calendar cannot be added or changed like this."""


def add_source(*, user: User, name: str, address: str, username: str = "", password: str = "") -> BusySource:
    """Add a calendar of one's own, or raise SourceRefused: a feed, or with a username a CalDAV account. It is read in the background."""
    try:
        url = known_address(address)
    except CalendarError as error:
        raise SourceRefused(str(error)) from error
    host = urllib.parse.urlsplit(url).hostname or ""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if BusySource.objects.filter(user=user).count() >= MOST_SOURCES:
            raise SourceRefused(f"You have {MOST_SOURCES} calendars here already. Remove one first.")
        source = BusySource.objects.create(
            user=user,
            kind=SourceKind.CALDAV if username else SourceKind.FEED,
            name=name.strip() or host,
            host=host,
            address_sealed=seal(url),
            username=username,
            password_sealed=seal(password),
        )
        log_activity(verb="added_calendar", subject=source, by=user)
    _read_soon(source)
    return source


@transaction.atomic
def choose_calendar(*, source: BusySource, address: str) -> BusySource:
    """Say which calendar of an account is meant, or raise SourceRefused for one the server did not name."""
    source = BusySource.objects.select_for_update().get(pk=source.pk)
    chosen = next((one for one in source.found if one["address"] == address), None)
    if chosen is None:
        raise SourceRefused("Choose one of the calendars listed.")
    source.calendar, source.state_token, source.found = chosen["address"], "", []
    if source.name == source.host:
        source.name = chosen["name"]
    source.save(update_fields=["calendar", "state_token", "found", "name", "updated_at"])
    _read_soon(source)
    return source


@transaction.atomic
def set_receiving(*, source: BusySource, receives: bool) -> BusySource:
    """Say whether our interviews are written into this calendar. Turned off, those that are there are taken out."""
    source = BusySource.objects.select_for_update().get(pk=source.pk)
    if receives and (source.kind != SourceKind.CALDAV or not source.calendar):
        raise SourceRefused("Only a CalDAV calendar that was chosen can be written into.")
    source.receives = receives
    source.save(update_fields=["receives", "updated_at"])
    _write_soon(source)
    return source


@transaction.atomic
def pause_source(*, source: BusySource) -> BusySource:
    """Neither read nor believe a calendar for a while."""
    BusySource.objects.filter(pk=source.pk, paused_at=None).update(paused_at=timezone.now(), updated_at=timezone.now())
    source.refresh_from_db()
    return source


@transaction.atomic
def resume_source(*, source: BusySource) -> BusySource:
    """Read it again, at once."""
    BusySource.objects.filter(pk=source.pk).update(paused_at=None, failures=0, tried_at=None, updated_at=timezone.now())
    source.refresh_from_db()
    _read_soon(source)
    return source


@transaction.atomic
def remove_source(*, source: BusySource, by: User) -> None:
    """Forget a calendar, its password and its times. What we wrote into it stays there unless writing was turned off before."""
    log_activity(verb="removed_calendar", subject=source, by=by)
    BusySource.objects.filter(pk=source.pk).delete()


def _read_soon(source: BusySource) -> None:
    sync_calendar.delay_on_commit(source.pk)  # type: ignore[attr-defined]


def _write_soon(source: BusySource) -> None:
    write_interviews.delay_on_commit(source.pk)  # type: ignore[attr-defined]
