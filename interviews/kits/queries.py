"""The read side of kits."""

import datetime as dt
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count, Prefetch, Q, QuerySet

from interviews.kits.models import AssessmentType, Kit, KitCompetency, KitQuestion, KitStep


def in_full(kits: "QuerySet[Kit]") -> "QuerySet[Kit]":
    """Fetch everything a kit's page shows along with it. Four queries in all."""
    return kits.select_related("assessment_type", "profile").prefetch_related(
        "steps",
        Prefetch("questions", KitQuestion.objects.select_related("competency")),
        Prefetch("competencies", KitCompetency.objects.select_related("competency")),
    )


@dataclass(frozen=True)
class TimedStep:
    """A step of the flow with the minute it starts at."""

    starts_at: int
    step: KitStep


def timed(kit: Kit) -> list[TimedStep]:
    """Return the steps with the minutes at which they start."""
    steps = list(kit.steps.all())
    starts = accumulate((step.minutes for step in steps), initial=0)
    return [TimedStep(start, step) for start, step in zip(starts, steps, strict=False)]


def listed(text: str) -> list[str]:
    """Return the items of a text that holds one per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def types_with_counts(now: dt.datetime) -> "QuerySet[AssessmentType]":
    """Return the assessment types, each with its kits in use and the people who held it within a year. One query."""
    within_a_year = Q(
        kits__interviews__seats__is_live=True,
        kits__interviews__seats__kind="interviewer",
        kits__interviews__seats__during__startswith__range=(now - dt.timedelta(days=365), now),
    )
    return AssessmentType.objects.annotate(
        kits_in_use=Count("kits", filter=Q(kits__retired_at=None), distinct=True),
        trained=Count("kits__interviews__seats__user", filter=within_a_year, distinct=True),
    ).order_by("position", "name")


def versions_of(kit: Kit) -> "QuerySet[Kit]":
    """Return every version of a kit, newest first, each with how many interviews it was booked for. One query."""
    return Kit.objects.filter(slug=kit.slug).annotate(times=Count("interviews")).order_by("-version")


def kit_of(slug: str, version: int | None = None) -> Kit | None:
    """Find one version of a kit, or the one in use; where it was retired, the last."""
    versions = in_full(Kit.objects.filter(slug=slug))
    if version is not None:
        return versions.filter(version=version).first()
    return versions.order_by("-version").first()
