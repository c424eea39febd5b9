"""Writing our interviews into a colleague's own calendar, and taking them out again. What was written is remembered, so running twice writes nothing more."""

import datetime as dt

from django.utils import timezone

from interviews.availability.caldav_client import (
    Account,
    Changed,
    HasItAlready,
    delete_event,
    mark_of,
    write_event,
)
from interviews.availability.calendar_entry import Entry, calendar_text
from interviews.availability.models import BusySource, WrittenEvent
from interviews.availability.outgoing import CalendarError
from interviews.availability.own_interviews import entry_of, seats_of, settings_of
from interviews.availability.syncing import account_of, note_failure
from interviews.schedule.models import Seat
from workspace.sealing import Unsealable


def write_own_interviews(*, source: BusySource, now: dt.datetime | None = None) -> int:
    """Bring a calendar in step with its owner's interviews to come; return how many events were written or taken out.

    A calendar that no longer receives loses what we wrote. What went wrong stands on the source's page, and is tried again at the next sync.
    """
    moment = now or timezone.now()
    if source.paused_at or not source.calendar:
        return 0
    written = {one.interview_id: one for one in WrittenEvent.objects.filter(source=source).select_related("interview")}
    try:
        account = account_of(source)
        done = 0
        wanted = {seat.interview_id: seat for seat in seats_of(source.user, moment)} if source.receives else {}
        settings = settings_of(source.user)
        for key, seat in wanted.items():
            entry = entry_of(seat, settings)
            if entry.is_cancelled:
                continue
            done += _write(source, account, seat, entry, written.pop(key, None), moment)
        # What is over stays in a calendar that goes on receiving, as a record of its owner's day.
        gone = [one for one in written.values() if not source.receives or one.interview.ends_at > moment]
        done += sum(_take_out(account, event) for event in gone)
    except (CalendarError, Unsealable) as error:
        note_failure(source=source, words=str(error))
        return 0
    return done


def _write(
    source: BusySource, account: Account, seat: Seat, entry: Entry, before: WrittenEvent | None, moment: dt.datetime
) -> int:
    sequence = seat.interview.sequence
    if before and (before.sequence == sequence or before.is_theirs):
        return 0
    if before is None and seat.interview.ends_at <= moment:
        return 0
    name, text = str(seat.interview.uuid), calendar_text([entry])
    try:
        mark = _put(account, name, text, before.mark if before else "")
        theirs = False
    except HasItAlready:
        mark, theirs = "", True
    WrittenEvent.objects.update_or_create(
        source=source,
        interview=seat.interview,
        defaults={"sequence": sequence, "mark": mark[:300], "is_theirs": theirs},
    )
    return 0 if theirs else 1


def _put(account: Account, name: str, text: str, mark: str) -> str:
    try:
        return write_event(account, name, text, mark)
    except Changed:
        # Ours alone to say when it takes place: what its owner changed in our event is written over, once.
        return write_event(account, name, text, mark_of(account, name))


def _take_out(account: Account, event: WrittenEvent) -> int:
    if not event.is_theirs:
        delete_event(account, str(event.interview.uuid))
    event.delete()
    return 0 if event.is_theirs else 1
