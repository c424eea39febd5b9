"""What a card on the board says of interviews and scorecards. Two queries, however many cards; the blind policy decides what is counted and drawn."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from hiring.pipeline.models import Application
from interviews.plans.models import Hypothesis
from interviews.schedule.models import Interview
from interviews.scorecards.models import Rating, Scale, Scorecard, ScorecardVersion
from interviews.scorecards.rules import blinded_applications
from workspace.staff.models import User
from workspace.templatetags.shell import bar_glyph, strength_glyph
from workspace.written import written_once

MOST_MARKS = 8


@dataclass(frozen=True)
class Standing:
    """How far the interviews of one application are. `submitted` and `expected` are None to a viewer who must not know."""

    hypotheses: tuple[str, ...]
    next_at: dt.datetime | None
    next_kind: str
    submitted: int | None
    expected: int | None

    def words(self, zone: dt.tzinfo) -> list[str]:
        """Say it in a card's few words."""
        said = [", ".join(self.hypotheses)] if self.hypotheses else []
        if self.next_at:
            local = self.next_at.astimezone(zone)
            said.append(f"{self.next_kind} {local:%a} {local.day} {local:%b}, {local:%H:%M}")
        if self.expected:
            said.append(f"scorecards {self.submitted}/{self.expected}")
        return said


def standings(applications: list[int], viewer: User, now: dt.datetime) -> dict[int, Standing]:
    """Return how far each application's interviews are, by key. One query."""
    found = {}
    for key, hypotheses, next_at, next_kind, submitted, expected, is_blind in _interviewed(applications, viewer, now):
        told = (None, None) if is_blind else (submitted, expected)
        found[key] = Standing(tuple(hypotheses), next_at, next_kind or "", *told)
    return found


@written_once
def _interviewed(applications: list[int], viewer: User, now: dt.datetime) -> "QuerySet[Application, tuple[Any, ...]]":
    cards = Scorecard.objects.filter(application=OuterRef("pk"), released_at=None).order_by()
    counted = cards.filter(counts=True).values("application")
    coming = Interview.objects.live().filter(application=OuterRef("pk"), during__endswith__gt=now).order_by("during")
    named = Hypothesis.objects.filter(application=OuterRef("pk"), withdrawn_at=None)
    return Application.objects.filter(pk__among=applications).values_list(
        "pk",
        ArraySubquery(named.order_by("position", "pk").values("competency__name")),
        Subquery(coming.values("during__startswith")[:1]),
        Subquery(coming.values("kit__assessment_type__name")[:1]),
        Coalesce(Subquery(counted.annotate(n=Count("pk", filter=Q(submitted_at__isnull=False))).values("n")), 0),
        Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0),
        Exists(blinded_applications(viewer).filter(pk=OuterRef("pk"))),
    )


def marks(applications: list[int], viewer: User) -> dict[int, list[SafeString]]:
    """Return the glyphs of the ratings that count and that `viewer` may read: each rating by itself, strengths before bars. One query."""
    drawn: dict[int, list[SafeString]] = defaultdict(list)
    for application, scale, level, mark in _rated(applications, viewer):
        if len(drawn[application]) < MOST_MARKS:
            glyph = strength_glyph(level, "glyph-sm") if scale == Scale.STRENGTH else bar_glyph(mark, "glyph-sm")
            drawn[application].append(glyph)
    return dict(drawn)


@written_once
def _rated(applications: list[int], viewer: User) -> "QuerySet[Rating, tuple[Any, ...]]":
    readable = Scorecard.objects.submitted().filter(application__pk__among=applications, counts=True)
    later = ScorecardVersion.objects.filter(
        scorecard=OuterRef("version__scorecard"), number__gt=OuterRef("version__number")
    )
    return (
        Rating.objects.filter(Q(level__isnull=False) | Q(mark__isnull=False), ~Exists(later))
        .filter(version__scorecard__in=readable.readable_by(viewer))
        .annotate(application=F("version__scorecard__application"))
        .order_by("application", "-scale", "competency__position", "version__submitted_at", "pk")
        .values_list("application", "scale", "level", "mark")
    )


def tell(cards: Collection[Any], viewer: User, now: dt.datetime) -> None:
    """Add to each card (anything with `pk` and `extras`) what this viewer may know. Up to two queries."""
    keys = [card.pk for card in cards]
    known = standings(keys, viewer, now)
    told = [key for key, standing in known.items() if standing.submitted]
    drawn = marks(told, viewer) if told else {}
    for card in cards:
        if standing := known.get(card.pk):
            card.extras["words"] += standing.words(viewer.zone)
        card.extras["marks"] += drawn.get(card.pk, [])
