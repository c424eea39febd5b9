"""The shared answers as the invented staff rated them, and what the night measured from that and from all scorecards."""

import datetime as dt
import random

from config.demo.house import House
from config.demo.rows import at, create
from insights.calibration.actions import measure
from insights.calibration.models import CalibrationRating
from insights.calibration.samples import SampleSet, quarter_of, sample_sets
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
# So many sets were rated this quarter; the others wait for everybody.
RATED_THIS_QUARTER = 4
MARKS = [mark.value for mark in BarMark]
LAST = dt.timedelta(days=20)


def write_calibration(house: House, now: dt.datetime, rng: random.Random) -> None:
    """Write last quarter's ratings, of every set, and this one's as far as they are; then measure as the nightly task does."""
    began = now.replace(month=now.month - (now.month - 1) % 3, day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = [row for key in LEANS for one in sample_sets() for row in _rated(one, key, house, began - LAST, rng)]
    for place, one in enumerate(sample_sets()[:RATED_THIS_QUARTER]):
        moment = max(now - dt.timedelta(days=12 - 2 * place), began + (now - began) / 2)
        rows += [row for key in LEANS for row in _rated(one, key, house, moment, rng)]
    create(CalibrationRating, rows)
    measure(now=now)


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
