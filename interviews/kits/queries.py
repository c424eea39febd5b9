"""The read side of kits."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count, Prefetch, Q, QuerySet

from interviews.kits.models import AssessmentType, Half, Kit, KitCompetency, KitQuestion, KitStep
from interviews.kits.wording import filled


def in_full(kits: "QuerySet[Kit]") -> "QuerySet[Kit]":
    """Fetch everything that is needed to hold a kit along with it. Four queries in all."""
    return kits.select_related("assessment_type").prefetch_related(
        "steps",
        Prefetch("questions", KitQuestion.objects.select_related("competency")),
        Prefetch("competencies", KitCompetency.objects.select_related("competency")),
    )


def with_origin(kits: "QuerySet[Kit]") -> "QuerySet[Kit]":
    """Fetch whom a kit serves, whose it is and who wrote it as well. Five queries in all."""
    return in_full(kits).select_related("team", "copied_from", "written_by").prefetch_related("profiles")


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


@dataclass(frozen=True)
class Asking:
    """Questions under one heading; the heading is empty where a kit has but one kind."""

    heading: str
    questions: list[KitQuestion]


def asked(kit: Kit) -> list[Asking]:
    """Return the questions, those about a work apart from those about the person's own part in it."""
    questions = list(kit.questions.all())
    halves = [(half.label, [one for one in questions if one.half == half]) for half in Half]
    rest = [one for one in questions if not one.half]
    return [Asking(heading, found) for heading, found in [("", rest), *halves] if found]


def worded(kit: Kit, words: Mapping[str, str]) -> Kit:
    """Let a kit that is held about a work speak of it. The rows are changed in memory only and never saved."""
    if kit.about_work:
        kit.briefing, kit.tell_candidate = filled(kit.briefing, words), filled(kit.tell_candidate, words)
        for step in kit.steps.all():
            step.text = filled(step.text, words)
        for question in kit.questions.all():
            question.text, question.follow_up = filled(question.text, words), filled(question.follow_up, words)
    return kit


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
    rows = Kit.objects.filter(slug=kit.slug).select_related("written_by")
    return rows.annotate(times=Count("interviews")).order_by("-version")


def kit_of(slug: str, version: int | None = None) -> Kit | None:
    """Find one version of a kit, or the one in use; where it was retired, the last."""
    versions = with_origin(Kit.objects.filter(slug=slug))
    if version is not None:
        return versions.filter(version=version).first()
    return versions.order_by("-version").first()
