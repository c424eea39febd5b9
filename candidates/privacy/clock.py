"""The clock that starts when we learn of somebody: they are told within 30 days, or their record goes (GDPR, Article 14)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from candidates.channels.models import ChannelKind
from candidates.people.actions import locked
from candidates.people.models import Candidate
from candidates.people.refusals import CandidateError
from candidates.privacy.actions import erase_candidate
from candidates.privacy.enums import Basis, Gone, Told
from candidates.privacy.keepers import kept_from_clock
from candidates.privacy.models import Notice, PrivacyWords
from workspace.activity.actions import log_activity
from workspace.staff.models import User

DAYS = dt.timedelta(days=30)
WARNED_BEFORE = dt.timedelta(days=5)
LONGEST_DELAY = dt.timedelta(days=60)
SLICE = 1000
DAYS_A_MONTH = 30.44


def notice_of(candidate: Candidate, *, now: dt.datetime) -> Notice:
    """Return the notice a record begins with; not saved. Who came by themselves knows, whoever was found does not yet."""
    channel = candidate.channel
    came_themselves = channel is not None and channel.kind == ChannelKind.DIRECT
    source = (
        f"{channel.name}: {candidate.channel_detail}" if channel and candidate.channel_detail else str(channel or "")
    )
    known: dict[str, Any] = {}
    if came_themselves:
        known = {"basis": Basis.THEIR_STEP, "given_at": candidate.created_at, "given_how": Told.FIRST_HAND}
    # A record that lay here before anybody counted gets its 30 days from now on.
    begins = max(now, candidate.created_at)
    return Notice(
        candidate=candidate,
        source=(source or "Written down by one of us")[:300],
        obtained_at=candidate.created_at,
        due_at=begins + DAYS,
        **known,
    )


def begin_clock(candidate: Candidate, *, now: dt.datetime | None = None) -> None:
    """Start the clock of a record, once."""
    if not Notice.objects.filter(candidate=candidate).exists():
        notice_of(candidate, now=now or timezone.now()).save()


def begin_missing_clocks(*, now: dt.datetime | None = None) -> int:
    """Start the clocks of up to a slice of records that came in past the usual way; return how many."""
    rows = Candidate.objects.present().filter(notice=None).select_related("channel").defer("search", "search_text")
    missing = list(rows.order_by("pk")[:SLICE])
    notices = [notice_of(candidate, now=now or timezone.now()) for candidate in missing]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(missing)


@transaction.atomic
def note_told(*, candidate: Candidate, how: Told, at: dt.datetime | None = None, by: User | None) -> Notice:
    """Write down that somebody knows we keep their data. The first time counts."""
    begin_clock(candidate)
    notice = Notice.objects.select_for_update(of=("self",)).get(candidate=candidate)
    if notice.is_given:
        return notice
    notice.given_at, notice.given_how, notice.given_by = at or timezone.now(), how, by
    notice.save(update_fields=["given_at", "given_how", "given_by", "updated_at"])
    log_activity(verb="told_candidate", subject=candidate, by=by, candidate=candidate.uuid, facts={"how": how.label})
    return notice


@transaction.atomic
def put_off(*, notice: Notice, until: dt.datetime, because: str, now: dt.datetime | None = None, by: User) -> Notice:
    """Put the deletion of somebody who was not told off, once, for a reason an administrator gives."""
    candidate = locked(notice.candidate)
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    because = " ".join(because.split())[:300]
    if not because:
        raise CandidateError("Say why, so that whoever asks later can be told.")
    if notice.is_given:
        raise CandidateError("They have been told. Nothing is going to be deleted.")
    if notice.due_before:
        raise CandidateError("It was put off once already. Tell them, or let the record go.")
    if not notice.due_at < until <= (now or timezone.now()) + LONGEST_DELAY:
        raise CandidateError("Choose a day after the one it is due on, and within 60 days from now.")
    notice.due_before, notice.due_at, notice.put_off_by, notice.put_off_because = notice.due_at, until, by, because
    notice.save(update_fields=["due_before", "due_at", "put_off_by", "put_off_because", "updated_at"])
    log_activity(verb="put_off_deletion", subject=candidate, by=by, candidate=candidate.uuid)
    return notice


@transaction.atomic
def take_back_delay(*, notice: Notice, now: dt.datetime | None = None, by: User) -> Notice:
    """Undo `put_off`. What was due meanwhile is due tomorrow, not this minute: a slip must not delete anybody."""
    candidate = locked(notice.candidate)
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.due_before is None:
        raise CandidateError("It was not put off.")
    notice.due_at = max(notice.due_before, (now or timezone.now()) + dt.timedelta(days=1))
    notice.due_before, notice.put_off_by, notice.put_off_because = None, None, ""
    notice.save(update_fields=["due_before", "due_at", "put_off_by", "put_off_because", "updated_at"])
    log_activity(verb="took_back_delay", subject=candidate, by=by, candidate=candidate.uuid)
    return notice


def delete_outdated(*, now: dt.datetime | None = None, limit: int = 200) -> int:
    """Erase people we found and had no contact with for as many months as the organisation says; nobody where it says nothing."""
    now, months = now or timezone.now(), PrivacyWords.current().keeps_months
    if not months:
        return 0
    before = now - dt.timedelta(days=round(months * DAYS_A_MONTH))
    rows = Candidate.objects.present().filter(active_at__lt=before, notice__given_at__isnull=False)
    keys = list(
        rows.filter(notice__basis=Basis.INTEREST).order_by("active_at").values_list("pk", flat=True)[: limit * 10]
    )
    kept = kept_from_clock(keys)
    return sum(_delete_outdated(key, before, now) for key in [key for key in keys if key not in kept][:limit])


@transaction.atomic
def _delete_outdated(key: int, before: dt.datetime, now: dt.datetime) -> bool:
    candidate = Candidate.objects.select_for_update(of=("self",)).present().filter(pk=key, active_at__lt=before).first()
    if candidate is None or kept_from_clock([key]):
        return False
    erase_candidate(candidate=candidate, why=Gone.OUTDATED, now=now, by=None)
    return True


def delete_untold(*, now: dt.datetime | None = None, limit: int = 200) -> int:
    """Erase who was not told in time; return how many. Run twice, or by two workers, it erases each once."""
    now = now or timezone.now()
    due = Notice.objects.filter(given_at=None, due_at__lte=now, candidate__in=Candidate.objects.present())
    keys = list(due.order_by("due_at", "pk").values_list("candidate", flat=True)[: limit * 10])
    kept = kept_from_clock(keys)
    free = [key for key in keys if key not in kept][:limit]
    return sum(_delete_one(key, now) for key in free)


@transaction.atomic
def _delete_one(key: int, now: dt.datetime) -> bool:
    """Look again under the candidate's lock: a letter may have left, or somebody may have told them, since the list was made."""
    candidate = Candidate.objects.select_for_update(of=("self",)).filter(pk=key).first()
    still = Notice.objects.filter(candidate=key, given_at=None, due_at__lte=now)
    if candidate is None or candidate.erased_at or candidate.merged_into_id or not still.exists():
        return False
    if kept_from_clock([key]):
        return False
    erase_candidate(candidate=candidate, why=Gone.UNTOLD, now=now, by=None)
    return True


def untold() -> Any:
    """Return the notices that nobody has given yet, those due first, of records in use."""
    rows = Notice.objects.filter(given_at=None, candidate__merged_into=None, candidate__erased_at=None)
    return rows.select_related("candidate", "candidate__owner", "put_off_by").order_by(F("due_at"), "pk")
