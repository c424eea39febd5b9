"""Rating the shared set, and measuring agreement by night."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from insights.calibration.agreement import Agreement, alpha_ordinal, icc1, in_words
from insights.calibration.asking import REST, quarters_before
from insights.calibration.double_ratings import PLACES, Ratings, read_ratings
from insights.calibration.models import AgreementFigure, CalibrationRating, Coefficient, SeverityFigure
from insights.calibration.samples import SampleSet
from insights.calibration.severity import severities
from interviews.rule.reliability import shrunk
from interviews.scorecards.models import Scale
from workspace.staff.models import User


class CalibrationRefused(Exception):
    """The set cannot be rated like this; the message says what to do."""


@transaction.atomic
def rate_set(*, given: dict[str, tuple[int, str]], of: SampleSet, quarter: str, by: User) -> None:
    """Keep somebody's ratings of one competency's samples, all at once and once a quarter; raises CalibrationRefused."""
    missing = [sample.slug for sample in of.samples if sample.slug not in given]
    if missing:
        raise CalibrationRefused("Rate every answer: what others made of them is shown once yours are all in.")
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if CalibrationRating.objects.filter(user=by, quarter=quarter, competency=of.competency).exists():
        raise CalibrationRefused("You have rated these answers this quarter. The first ratings stand.")
    CalibrationRating.objects.bulk_create(
        CalibrationRating(
            user=by, quarter=quarter, competency=of.competency, sample=sample.slug, level=level, mark=mark
        )
        for sample in of.samples
        for level, mark in [given[sample.slug]]
    )


@transaction.atomic
def measure(*, now: dt.datetime) -> int:
    """Measure everything anew, over all roles; return how many figures there are. Only a worker calls this: it loads numpy."""
    found = 0
    for scale, ratings in read_ratings().items():
        pairs = ratings.pairs
        separate = icc1(pairs)
        drawn = shrunk(separate.value, len(pairs)) if separate.value is not None else None
        _keep(Coefficient.ICC1, scale, separate, ratings.raters, now, shrunk_value=drawn)
        _keep(Coefficient.ALPHA, scale, alpha_ordinal(ratings.several), ratings.raters, now)
        shared, raters = _shared_ratings(scale)
        _keep(Coefficient.SHARED, scale, alpha_ordinal(shared), raters, now)
        found += 3 + _keep_severities(scale, ratings, now)
    return found


def _keep(
    coefficient: Coefficient,
    scale: str,
    measured: Agreement,
    raters: int,
    now: dt.datetime,
    *,
    shrunk_value: float | None = None,
) -> None:
    AgreementFigure.objects.update_or_create(
        coefficient=coefficient,
        scale=scale,
        defaults={
            "value": measured.value,
            "low": measured.low,
            "high": measured.high,
            "shrunk": shrunk_value,
            "things": measured.things,
            "raters": raters,
            "words": in_words(measured),
            "measured_at": now,
        },
    )


def _keep_severities(scale: str, ratings: Ratings, now: dt.datetime) -> int:
    measured = severities(ratings.by_rater)
    SeverityFigure.objects.filter(scale=scale).exclude(user__in=measured).delete()
    for user, one in measured.items():
        fields = {"ratings": one.ratings, "shift": one.shift, "low": one.low, "high": one.high, "words": one.words}
        SeverityFigure.objects.update_or_create(user_id=user, scale=scale, defaults=fields | {"measured_at": now})
    return len(measured)


def _shared_ratings(scale: str) -> tuple[list[list[int]], int]:
    """Return what the shared answers got in the newest quarter and the three before: for each answer a list, of everybody who rated it the newest
    rating; and how many people rated one that somebody else rated, too. Two queries."""
    newest = CalibrationRating.objects.order_by("-quarter").values_list("quarter", flat=True).first()
    if newest is None:
        return [], 0
    given: dict[str, dict[int, int]] = defaultdict(dict)
    year = CalibrationRating.objects.filter(quarter__gte=quarters_before(newest, REST))
    for row in year.order_by("quarter", "pk"):
        given[row.sample][row.user_id] = row.level if scale == Scale.STRENGTH else PLACES[row.mark]
    several = [rated for _, rated in sorted(given.items()) if len(rated) > 1]
    return [[value for _, value in sorted(rated.items())] for rated in several], len(
        {key for one in several for key in one}
    )
