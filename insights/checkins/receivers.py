"""What check-ins forget and tell when a person asks."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from insights.checkins.models import CheckIn, CheckInMark, StartDay, hires_of
from workspace.activity.wording import Named, name_rows, say
from workspace.staff.models import User


@receiver(candidate_erasing, dispatch_uid="insights.forget_check_ins")
def forget_check_ins(candidate: Candidate, **_: Any) -> None:
    """Delete how somebody turned out, and when they started: nothing that is counted needs it once the person is gone."""
    CheckIn.objects.filter(application__candidate=candidate).delete()
    StartDay.objects.filter(application__candidate=candidate).delete()


@receiver(candidate_copy_wanted, dispatch_uid="insights.copy_check_ins")
def copy_check_ins(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person what was taken down about their work, as far as the viewer may know it."""
    theirs = hires_of(viewer).filter(candidate=candidate).values("pk")
    marks = CheckInMark.objects.filter(check_in__application__in=theirs).order_by("check_in__month", "pk")
    filled = CheckIn.objects.filter(application__in=theirs, filled_at__isnull=False).order_by("month")
    return {
        "check-ins": list(filled.values("month", "due_on", "filled_at", "still_here", "words")),
        "check-in marks": list(marks.values("check_in__month", "competency__name", "side", "seen")),
    }


def name_check_ins(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whom these check-ins are about, today. One query."""
    rows = CheckIn.objects.filter(uuid__in=uuids).select_related("application__candidate")
    return {
        row.uuid: Named(f"check-in of {row.application.candidate}", reverse("insights:check_in", args=[row.uuid]))
        for row in rows
    }


def name_start_days(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose first days these are, today. One query."""
    rows = StartDay.objects.filter(uuid__in=uuids).select_related("application__candidate")
    return {
        row.uuid: Named(
            f"first day of {row.application.candidate}", reverse("hiring:application", args=[row.application.uuid])
        )
        for row in rows
    }


name_rows("checkin", name_check_ins)
name_rows("startday", name_start_days)
say("filled_check_in", "filled a")
say("set_start", "set the")
