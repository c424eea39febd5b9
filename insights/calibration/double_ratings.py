"""The ratings that agreement and severity are measured from: counted, blind, and of applications on which nobody owes a scorecard any more,
so that no figure that moves overnight tells somebody of a rating they must not know yet."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from interviews.scorecards.models import BarMark, Rating, Scale, Scorecard, ScorecardVersion

# The four marks in their order: positions on a scale, never a mean.
PLACES = {mark.value: place for place, mark in enumerate(BarMark, start=1)}
Thing = tuple[int, int]


@dataclass
class Ratings:
    """Of one scale: each thing's ratings (application and competency) by rater in the order they came, and each rater's ratings."""

    things: dict[Thing, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The first two ratings of each thing that has two by different people."""
        twice = (list(rated.values()) for rated in self.things.values() if len(rated) > 1)
        return [(values[0], values[1]) for values in twice]

    @property
    def several(self) -> list[list[int]]:
        return [list(rated.values()) for rated in self.things.values() if len(rated) > 1]

    @property
    def by_rater(self) -> dict[int, list[int]]:
        given: dict[int, list[int]] = defaultdict(list)
        for rated in self.things.values():
            for rater, value in rated.items():
                given[rater].append(value)
        return given

    @property
    def raters(self) -> int:
        return len({rater for rated in self.things.values() if len(rated) > 1 for rater in rated})


def read_ratings() -> dict[str, Ratings]:
    """Return the first version of every rating that counts, by scale: the one written before anything was talked over. One query."""
    owed = Scorecard.objects.owed().filter(application=OuterRef("version__scorecard__application"))
    first = ScorecardVersion.objects.filter(number=1, after_reading=False, scorecard__counts=True)
    rows = (
        Rating.objects.filter(Q(level__isnull=False) | Q(mark__isnull=False), ~Exists(owed), version__in=first)
        .order_by("version__submitted_at", "pk")
        .values_list(
            "scale", "version__scorecard__application", "competency", "version__scorecard__author", "level", "mark"
        )
    )
    found = {scale.value: Ratings() for scale in Scale}
    for scale, application, competency, author, level, mark in rows:
        found[scale].things[application, competency].setdefault(author, level or PLACES[mark or ""])
    return found
