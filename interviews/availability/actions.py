"""What interviewers set of themselves, and what holds for everybody."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from interviews.availability.free_time import Opening
from interviews.availability.models import DayOff, InterviewerSettings, LoadPolicy, WorkingSpan
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.sealing import seal
from workspace.staff.models import User

MOST_DAYS_OFF = 200


class HoursRefused(InterviewsError):
    """These hours or days cannot be kept."""


@transaction.atomic
def save_hours(
    *,
    user: User,
    weekly: Mapping[int, Sequence[Opening]],
    per_day: int | None = None,
    per_week: int | None = None,
    available_from: dt.date | None = None,
    available_until: dt.date | None = None,
) -> InterviewerSettings:
    """Keep somebody's working hours and limits; None leaves a cap to the organisation. A weekday that is not named is not worked."""
    if available_from and available_until and available_until < available_from:
        raise HoursRefused("The last day lies before the first.")
    settings, _ = InterviewerSettings.objects.select_for_update().get_or_create(user=user)
    settings.per_day, settings.per_week = per_day, per_week
    settings.available_from, settings.available_until = available_from, available_until
    settings.hours_set_at = timezone.now()
    settings.save()
    WorkingSpan.objects.filter(user=user).delete()
    WorkingSpan.objects.bulk_create(
        WorkingSpan(user=user, weekday=day, opens=one.opens, closes=one.closes)
        for day, openings in weekly.items()
        for one in openings
    )
    return settings


def add_day_off(
    *,
    user: User | None,
    first: dt.date,
    last: dt.date | None = None,
    opening: Opening | None = None,
    label: str = "",
    by: User,
) -> DayOff:
    """Keep days on which the weekly hours do not hold, of one person or (None) of everybody; or raise HoursRefused."""
    until = last or first
    if until < first:
        raise HoursRefused("The last day lies before the first.")
    if DayOff.objects.filter(user=user, last__gte=timezone.now().date()).count() >= MOST_DAYS_OFF:
        raise HoursRefused(f"There are {MOST_DAYS_OFF} entries already. Remove some first.")
    with transaction.atomic():
        day = DayOff.objects.create(
            user=user,
            first=first,
            last=until,
            opens=opening.opens if opening else None,
            closes=opening.closes if opening else None,
            label=label.strip(),
        )
        if user is None:
            log_activity(verb="added_holiday", subject=day, facts={"first": f"{first}", "last": f"{until}"}, by=by)
    return day


@transaction.atomic
def remove_day_off(*, day: DayOff, by: User) -> None:
    """Let the weekly hours hold again."""
    if day.user_id is None:
        log_activity(verb="removed_holiday", subject=day, facts={"first": f"{day.first}", "last": f"{day.last}"}, by=by)
    DayOff.objects.filter(pk=day.pk).delete()


@transaction.atomic
def set_load_policy(*, per_day: int, per_week: int, hold_minutes: int, by: User) -> LoadPolicy:
    """Say what holds for everybody who set no caps of their own."""
    policy, _ = LoadPolicy.objects.select_for_update().get_or_create(only=True)
    policy.per_day, policy.per_week, policy.hold_minutes = per_day, per_week, hold_minutes
    policy.save()
    facts = {"day": per_day, "week": per_week, "hold": hold_minutes}
    log_activity(verb="set_load_policy", subject=policy, facts=facts, by=by)
    return policy


@transaction.atomic
def make_feed(*, user: User) -> str:
    """Give somebody a new secret for their feed and return it; an earlier address stops at once."""
    secret = secrets.token_urlsafe(32)
    settings, _ = InterviewerSettings.objects.select_for_update().get_or_create(user=user)
    settings.feed_hash, settings.feed_sealed = hash_of(secret), seal(secret)
    settings.save(update_fields=["feed_hash", "feed_sealed", "updated_at"])
    return secret


@transaction.atomic
def stop_feed(*, user: User) -> None:
    """End somebody's feed at once."""
    InterviewerSettings.objects.filter(user=user).update(feed_hash="", feed_sealed="", updated_at=timezone.now())


@transaction.atomic
def shape_feed(*, user: User, names_candidates: bool, alarm_minutes: int) -> InterviewerSettings:
    """Say how much somebody's own calendars tell, here and where we write."""
    settings, _ = InterviewerSettings.objects.select_for_update().get_or_create(user=user)
    settings.feed_names_candidates, settings.feed_alarm_minutes = names_candidates, alarm_minutes
    settings.save(update_fields=["feed_names_candidates", "feed_alarm_minutes", "updated_at"])
    return settings


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
