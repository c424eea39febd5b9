"""How far our own interviewers agree: measured from the ratings that two people gave the same candidate, blind, on the same criterion."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from interviews.plans.models import RatingAgreement
from interviews.rule.reliability import SAME_ROOM, SEPARATE_INTERVIEWS, OwnPairs, Reliability, own_pairs
from interviews.rule.terms import BarMark
from interviews.scorecards.models import Rating

PUBLISHED = {False: SEPARATE_INTERVIEWS, True: SAME_ROOM}
_HEIGHTS = {mark.value: place for place, mark in enumerate(BarMark, start=1)}

# What was rated: application, competency, scale. A rating: interview, author, value.
Thing = tuple[int, int, str]
Heard = tuple[int, int, float]


def reliabilities() -> dict[bool, Reliability]:
    """The reliability of one rating, of separate interviews (False) and of two people in one room (True). One query."""
    rows = {row.same_room: OwnPairs(row.pairs, row.agreement) for row in RatingAgreement.objects.all()}
    return {room: Reliability(published, rows.get(room, OwnPairs())) for room, published in PUBLISHED.items()}


@transaction.atomic
def measure_agreement(*, now: dt.datetime | None = None) -> dict[bool, OwnPairs]:
    """Measure how far double ratings agree, and keep it; the same ratings leave the same rows."""
    things: dict[Thing, list[Heard]] = defaultdict(list)
    for thing, heard in _double_ratings():
        things[thing].append(heard)
    found = {
        False: own_pairs((thing[1:], _apart(heard)) for thing, heard in things.items()),
        True: own_pairs((thing[1:], values) for thing, heard in things.items() for values in _together(heard)),
    }
    for room, pairs in found.items():
        facts = {"pairs": pairs.pairs, "agreement": pairs.agreement, "measured_at": now or timezone.now()}
        RatingAgreement.objects.update_or_create(same_room=room, defaults=facts)
    return found


def _double_ratings() -> Iterable[tuple[Thing, Heard]]:
    """First versions only, written blind, by people whose scorecards count, of what somebody else rated too. One query."""
    first = Rating.objects.filter(
        version__number=1, version__after_reading=False, version__scorecard__counts=True
    ).exclude(level=None, mark=None)
    by_another = first.filter(
        version__scorecard__application=OuterRef("version__scorecard__application"),
        competency=OuterRef("competency"),
        scale=OuterRef("scale"),
    ).exclude(version__scorecard__author=OuterRef("version__scorecard__author"))
    rows = first.filter(Exists(by_another)).order_by("version__scorecard__application", "pk")
    facts = rows.values_list(
        "version__scorecard__application",
        "competency",
        "scale",
        "version__scorecard__seat__interview",
        "version__scorecard__author",
        "level",
        "mark",
    )
    for application, competency, scale, interview, author, level, mark in facts.iterator():
        yield (application, competency, scale), (interview, author, float(level or _HEIGHTS[str(mark)]))


def _apart(heard: Iterable[Heard]) -> list[float]:
    """One rating for each interview and person: those of one room have heard the same answers."""
    found: list[float] = []
    interviews, authors = set(), set()
    for interview, author, value in heard:
        if interview not in interviews and author not in authors:
            found.append(value)
            interviews.add(interview)
            authors.add(author)
    return found


def _together(heard: Iterable[Heard]) -> list[list[float]]:
    """The ratings of each interview that several people held."""
    rooms: dict[int, dict[int, float]] = defaultdict(dict)
    for interview, author, value in heard:
        rooms[interview].setdefault(author, value)
    return [list(values.values()) for values in rooms.values() if len(values) > 1]
