"""What the calibration pages show."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from insights.calibration.asking import asked, begin_of, minutes_for
from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.calibration.samples import Sample, SampleSet, sample_sets
from interviews.schedule.models import Seat
from interviews.scorecards.models import BarMark, Scale, StrengthLevel
from workspace.staff.models import User

# Whose interviews began and ended longer ago may have other ones now.
A_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class SetLine:
    """One set as somebody finds it: whether they rated it this quarter."""

    of: SampleSet
    is_rated: bool


@dataclass(frozen=True)
class QuartersSets:
    """What is asked of somebody this quarter, and all other sets, which nobody expects of them."""

    asked: list[SetLine]
    others: list[SetLine]

    @property
    def answers(self) -> int:
        return sum(len(line.of.samples) for line in self.asked)

    @property
    def left(self) -> list[SampleSet]:
        return [line.of for line in self.asked if not line.is_rated]

    @property
    def minutes(self) -> int:
        """About how long what is left takes."""
        return minutes_for(self.left)


def sets_for(user: User, quarter: str) -> QuartersSets:
    """Return the shared sets with what this person did this quarter. Three queries."""
    rated = set(CalibrationRating.objects.filter(user=user, quarter=quarter).values_list("competency", flat=True))
    wanted = {one.competency for one in asked_of([user.pk], quarter)[user.pk]}
    lines = [SetLine(one, one.competency in rated) for one in sample_sets()]
    return QuartersSets(
        [line for line in lines if line.of.competency in wanted],
        [line for line in lines if line.of.competency not in wanted],
    )


def asked_of(users: Collection[int], quarter: str) -> dict[int, tuple[SampleSet, ...]]:
    """Return the sets asked of each of these people in a quarter. Two queries, however many people."""
    begin = begin_of(quarter)
    held: dict[int, set[str]] = defaultdict(set)
    seats = Seat.objects.filter(user__in=users, is_live=True, during__endswith__range=(begin - A_YEAR, begin))
    for user, competency in seats.values_list("user", "interview__kit__competencies__competency__slug").distinct():
        held[user].add(competency)
    rated: dict[int, dict[str, str]] = defaultdict(dict)
    before = CalibrationRating.objects.filter(user__in=users, quarter__lt=quarter).order_by()
    for row in before.values("user", "competency").annotate(last=Max("quarter")):
        rated[row["user"]][row["competency"]] = row["last"]
    return {key: asked(sample_sets(), held=held[key], rated=rated[key], quarter=quarter) for key in users}


@dataclass(frozen=True)
class SampleResult:
    """What everybody made of one answer, for who has rated it: how often each rating was given, never by whom."""

    sample: Sample
    own_level: int
    own_mark: str
    levels: list[tuple[int, str, int]]
    marks: list[tuple[str, str, int]]

    @property
    def raters(self) -> int:
        return sum(count for _, _, count in self.levels)


def results_for(user: User, of: SampleSet, quarter: str) -> list[SampleResult] | None:
    """Return the results of a set; None until this person's own ratings are in. One query."""
    rows = list(CalibrationRating.objects.filter(quarter=quarter, competency=of.competency).order_by("pk"))
    own = {row.sample: row for row in rows if row.user_id == user.pk}
    if not own:
        return None
    found = []
    for sample in of.samples:
        given = [row for row in rows if row.sample == sample.slug]
        levels, marks = Counter(row.level for row in given), Counter(row.mark for row in given)
        mine = own.get(sample.slug)
        if mine is None:  # the set was changed since they rated it
            continue
        found.append(
            SampleResult(
                sample,
                mine.level,
                mine.mark,
                [(level.value, str(level.label), levels[level.value]) for level in StrengthLevel],
                [(mark.value, str(mark.label), marks[mark.value]) for mark in BarMark],
            )
        )
    return found


@dataclass(frozen=True)
class ScaleFigures:
    """One scale's figures. Strengths and bars are never put together."""

    scale: Scale
    agreement: list[AgreementFigure]
    severity: list[SeverityFigure]


def figures(*, of: User | None = None) -> list[ScaleFigures]:
    """Return agreement and severity, scale by scale; with `of`, one person's own severity and nobody else's. Two queries."""
    measured = list(AgreementFigure.objects.order_by("pk")) if of is None else []
    rows = SeverityFigure.objects.select_related("user").order_by("user__name", "pk")
    severe = list(rows.filter(user=of) if of else rows.filter(user__is_active=True))
    return [
        ScaleFigures(
            scale,
            sorted((one for one in measured if one.scale == scale), key=lambda one: one.coefficient != "icc1"),
            [one for one in severe if one.scale == scale],
        )
        for scale in Scale
    ]
