"""The shared answers as the invented staff rated them, and what the night measured from that and from all scorecards."""

import datetime as dt
import random

from config.demo.house import House
from config.demo.rows import at, create
from insights.calibration.actions import measure
from insights.calibration.asking import REST, begin_of, quarters_before
from insights.calibration.models import CalibrationRating
from insights.calibration.queries import asked_of
from insights.calibration.samples import SampleSet, quarter_of
from interviews.scorecards.models import BarMark, StrengthLevel

# How much higher (or lower) than its authors somebody sees an answer, on average, in levels.
LEANS = {
    "marta": 0.1,
    "daniel": -0.4,
    "priya": 0.0,
    "jonas": 0.5,
    "ruth": -0.2,
    "dev": 0.1,
    "lucia": 0.3,
    "joanna": 0.6,
}
SPREAD = 0.45
# So many of the sets asked of them this quarter they rated; the others wait.
RATED_THIS_QUARTER = 1
MARKS = [mark.value for mark in BarMark]
LAST = dt.timedelta(days=20)


def write_calibration(house: House, now: dt.datetime, rng: random.Random) -> None:
    """Write what was asked of them in each of the three quarters before, and of this one's what they have done; then measure as the nightly
    task does."""
    began = now.replace(month=now.month - (now.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0)
    quarter = quarter_of(began.date())
    for number in range(REST, 0, -1):
        before = quarters_before(quarter, number)
        _rate(house, begin_of(before) + LAST, rng)
    _rate(house, max(now - dt.timedelta(days=12), began + (now - began) / 2), rng, most=RATED_THIS_QUARTER)
    measure(now=now)


def _rate(house: House, moment: dt.datetime, rng: random.Random, *, most: int | None = None) -> None:
    """Rate, one quarter after the other: what is asked next depends on what was rated before."""
    asked = asked_of([house.staff[key].pk for key in LEANS], quarter_of(moment.date()))
    rows = [
        row
        for key in LEANS
        for one in asked[house.staff[key].pk][:most]
        for row in _rated(one, key, house, moment, rng)
    ]
    create(CalibrationRating, rows)


def _rated(of: SampleSet, key: str, house: House, moment: dt.datetime, rng: random.Random) -> list[CalibrationRating]:
    """One person's ratings of a set, around the level its authors see."""
    rows = []
    for sample in of.samples:
        seen = sample.level + LEANS[key] + rng.gauss(0, SPREAD)
        level = min(max(round(seen), StrengthLevel.NOT_SHOWN), StrengthLevel.RARE)
        place = min(max(round(seen + rng.gauss(0, SPREAD / 2)), 1), len(MARKS))
        rows.append(
            CalibrationRating(
                user=house.staff[key],
                quarter=quarter_of(moment.date()),
                competency=of.competency,
                sample=sample.slug,
                level=level,
                mark=MARKS[place - 1],
                **at(moment),
            )
        )
    return rows
