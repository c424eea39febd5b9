"""What a hire is looked at by, and what all check-ins say together."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from hiring.pipeline.models import Application
from hiring.roles.models import Competency, RoleCompetency
from insights.checkins.enums import Seen, Side
from insights.checkins.models import CheckIn, CheckInMark, hires_of
from interviews.plans.models import Hypothesis
from workspace.staff.models import User


@dataclass(frozen=True)
class Criterion:
    """A strength they were hired for, or a bar they met. `anchor` is what it meant then."""

    competency: Competency
    side: str
    anchor: str = ""


def criteria_of(application: Application) -> list[Criterion]:
    """Return what somebody was hired on: the hypotheses of their application first, then the bars of their role. Two queries."""
    named = Hypothesis.objects.filter(application=application, withdrawn_at=None).select_related("competency")
    bars = RoleCompetency.objects.filter(role=application.role_id).exclude(bar_level="").select_related("competency")
    strengths = [Criterion(one.competency, Side.STRENGTH, one.suggested_by) for one in named]
    taken = {one.competency.pk for one in strengths}
    return strengths + [
        Criterion(one.competency, Side.BAR, one.bar_anchor) for one in bars if one.competency_id not in taken
    ]


def hires(user: User, roles: Collection[int]) -> "QuerySet[Application]":
    """Return the hires of these roles with their first day and check-ins, the latest hired first. Two queries."""
    check_ins = Prefetch("check_ins", CheckIn.objects.order_by("month"))
    rows = hires_of(user).filter(role__in=roles).select_related("candidate", "role", "start_day")
    return rows.prefetch_related(check_ins).order_by("-closed_at", "-pk")


def due(user: User, roles: Collection[int], today: dt.date) -> "QuerySet[CheckIn]":
    """Return the check-ins that are due and not filled, the oldest first. One query."""
    rows = CheckIn.objects.filter(filled_at=None, due_on__lte=today, application__in=hires_of(user).values("pk"))
    return rows.filter(application__role__in=roles).select_related("application__candidate", "application__role")


@dataclass(frozen=True)
class Outcome:
    """What check-ins of one age say of one criterion: how often the work showed more, the same, less, or nothing yet."""

    competency: str
    side: str
    month: int
    seen: Counter[str]

    @property
    def told(self) -> int:
        """How many of them the work has shown at all."""
        return self.seen.total() - self.seen[Seen.UNSEEN]


def outcomes(user: User, roles: Collection[int]) -> list[Outcome]:
    """Return what the filled check-ins of these hires say, criterion by criterion; strengths first. One query."""
    theirs = hires_of(user).filter(role__in=roles).values("pk")
    rows = CheckInMark.objects.filter(check_in__application__in=theirs, check_in__filled_at__isnull=False)
    counts: dict[tuple[str, str, int], Counter[str]] = {}
    facts = ("side", "competency__name", "check_in__month", "seen")
    for side, name, month, seen, number in rows.order_by().values_list(*facts).annotate(number=Count("pk")):
        counts.setdefault((side, name, month), Counter())[seen] = number
    order = sorted(counts, key=lambda key: (key[0] != Side.STRENGTH, key[1], key[2]))
    return [Outcome(name, side, month, counts[side, name, month]) for side, name, month in order]
