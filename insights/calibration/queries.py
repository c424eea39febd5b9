"""What the calibration pages show."""

from collections import Counter
from dataclasses import dataclass

from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.calibration.samples import Sample, SampleSet, sample_sets
from interviews.scorecards.models import BarMark, Scale, StrengthLevel
from workspace.staff.models import User


@dataclass(frozen=True)
class SetLine:
    """One set as somebody finds it: whether they rated it this quarter."""

    of: SampleSet
    is_rated: bool


def sets_for(user: User, quarter: str) -> list[SetLine]:
    """Return the shared sets with what this person did this quarter. One query."""
    rated = set(CalibrationRating.objects.filter(user=user, quarter=quarter).values_list("competency", flat=True))
    return [SetLine(one, one.competency in rated) for one in sample_sets()]


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
