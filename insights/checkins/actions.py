"""Saying when somebody starts, and taking down how it turned out."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from insights.checkins.calendar import months_after
from insights.checkins.enums import MONTHS
from insights.checkins.models import CheckIn, CheckInMark, StartDay
from insights.checkins.queries import Criterion
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class CheckInRefused(Exception):
    """It cannot be written down; the message says why and what to do."""


@transaction.atomic
def set_start(*, application: Application, on: dt.date, by: User) -> StartDay:
    """Say when somebody hired starts; what is not filled yet moves along. Raises CheckInRefused."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.standing != Standing.HIRED:
        raise CheckInRefused("They are not hired any more, so there is no first day to set.")
    if on < application.applied_at.date():
        raise CheckInRefused("The first day lies before they applied. Choose a later one.")
    start, _ = StartDay.objects.update_or_create(application=application, defaults={"starts_on": on, "set_by": by})
    for month in MONTHS:
        due = months_after(on, month)
        check_in, is_new = CheckIn.objects.get_or_create(application=application, month=month, defaults={"due_on": due})
        if not is_new and check_in.filled_at is None:
            check_in.due_on = due
            check_in.save(update_fields=["due_on", "updated_at"])
    log_activity(verb="set_start", subject=start, by=by, **_about(application))
    return start


@transaction.atomic
def fill_check_in(
    *,
    check_in: CheckIn,
    marks: Mapping[Criterion, str],
    still_here: bool,
    words: str,
    now: dt.datetime | None = None,
    by: User,
) -> CheckIn:
    """Take down what the work shows of each criterion. Filled again it is corrected: the last word counts. Raises CheckInRefused."""
    now = now or timezone.now()
    check_in = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("application__candidate", "application__role")
        .get(pk=check_in.pk)
    )
    if check_in.application.standing != Standing.HIRED:
        raise CheckInRefused("They are not hired any more, so this check-in is no longer asked for.")
    if now.date() < check_in.due_on - dt.timedelta(days=31):
        raise CheckInRefused(f"It is too early: this one is due on {check_in.due_on}. It opens a month before.")
    check_in.still_here, check_in.words = still_here, words.strip()
    check_in.filled_by, check_in.filled_at = by, now
    check_in.save(update_fields=["still_here", "words", "filled_by", "filled_at", "updated_at"])
    check_in.marks.all().delete()
    CheckInMark.objects.bulk_create(
        CheckInMark(check_in=check_in, competency=one.competency, side=one.side, seen=seen)
        for one, seen in marks.items()
    )
    log_activity(verb="filled_check_in", subject=check_in, by=by, **_about(check_in.application))
    return check_in


def _about(application: Application) -> dict[str, Any]:
    return {"candidate": application.candidate.uuid, "application": application.uuid, "role": application.role.uuid}
