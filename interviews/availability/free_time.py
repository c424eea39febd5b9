"""When somebody could hold an interview: their hours, less what is off, less what is taken. Free of Django.

Hours are what a clock in the person's own zone shows; spans are half-open and in UTC. Where a clock time never comes or comes twice, the
answer is the cautious one: never a minute outside the hours, on either reading of the clock.
"""

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

MIDNIGHT = dt.time(0, 0)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Time from `start` to `end`, the end not included; both aware."""

    start: dt.datetime
    end: dt.datetime

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    @property
    def length(self) -> dt.timedelta:
        return self.end - self.start


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """From one time on the clock to another on the same day. A `closes` of 00:00 is the midnight that ends the day."""

    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class Exemption:
    """Days, both ends included, on which the weekly hours do not hold: nothing at all, or only what `instead` says."""

    first: dt.date
    last: dt.date
    instead: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody works: openings by weekday (Monday is 0), exceptions, and the days between which they are there at all."""

    zone: zoneinfo.ZoneInfo
    weekly: Mapping[int, tuple[Opening, ...]]
    exceptions: Sequence[Exemption] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def openings_on(self, day: dt.date) -> tuple[Opening, ...]:
        """Return what a day offers. Of several exceptions each must agree: a holiday is not undone by a longer day."""
        if (self.first_day and day < self.first_day) or (self.last_day and day > self.last_day):
            return ()
        found = [one.instead for one in self.exceptions if one.first <= day <= one.last]
        if not found:
            return tuple(self.weekly.get(day.weekday(), ()))
        return () if () in found else found[-1]


@dataclass(frozen=True, slots=True)
class Caps:
    """How many interviews at most, by the person's own days and weeks (from Monday)."""

    a_day: int
    a_week: int


@dataclass(frozen=True, slots=True)
class Load:
    """How many interviews somebody has already, by their own day and by the Monday of their week."""

    by_day: Mapping[dt.date, int] = field(default_factory=dict)
    by_week: Mapping[dt.date, int] = field(default_factory=dict)

    @classmethod
    def of(cls, starts: Iterable[dt.datetime], zone: zoneinfo.ZoneInfo) -> "Load":
        """Count interviews by when they start on the clock of `zone`."""
        days = Counter(start.astimezone(zone).date() for start in starts)
        weeks: Counter[dt.date] = Counter()
        for day, number in days.items():
            weeks[monday_of(day)] += number
        return cls(days, weeks)

    def has_room(self, day: dt.date, caps: Caps) -> bool:
        """Whether one more interview on this day stays within the caps."""
        return self.by_day.get(day, 0) < caps.a_day and self.by_week.get(monday_of(day), 0) < caps.a_week


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def free_spans(within: Span, hours: Hours, busy: Iterable[Span]) -> tuple[Span, ...]:
    """Return the time in `within` that lies in `hours` and in no busy span, in order; touching pieces are one."""
    return without(working_spans(within, hours), busy)


def working_spans(within: Span, hours: Hours) -> tuple[Span, ...]:
    """Return the time in `within` that lies in `hours`, in order; touching pieces are one."""
    return tuple(merged(_openings(within, hours)))


def without(spans: Iterable[Span], busy: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of merged spans outside every busy one, in order."""
    taken = merged(busy)
    return tuple(piece for span in spans for piece in less(span, taken))


def spans_of(day: dt.date, opening: Opening, zone: zoneinfo.ZoneInfo) -> Span | None:
    """Return an opening on one day as moments in UTC, or None where the change of the clocks leaves nothing of it."""
    last = day + DAY if opening.closes == MIDNIGHT else day
    start = dt.datetime.combine(day, opening.opens, tzinfo=zone)
    end = dt.datetime.combine(last, opening.closes, tzinfo=zone)
    if _is_shown_twice(start) and not _is_shown_twice(end):
        start = start.replace(fold=1)  # between the two showings the clock goes back before the opening
    if _is_never_shown(end):
        end = end.replace(fold=1)  # reads as the earlier moment, before the clocks go forward
    first, until = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    return Span(first, until) if first < until else None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap or touch as one, the empty ones left out."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def less(span: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of `span` without `taken`, which is merged."""
    start = span.start
    for one in taken:
        if one.end <= start:
            continue
        if one.start >= span.end:
            break
        if one.start > start:
            yield Span(start, one.start)
        start = one.end
    if start < span.end:
        yield Span(start, span.end)


def _openings(within: Span, hours: Hours) -> Iterator[Span]:
    day, last = within.start.astimezone(hours.zone).date(), within.end.astimezone(hours.zone).date()
    while day <= last:
        for opening in hours.openings_on(day):
            if (span := spans_of(day, opening, hours.zone)) and span.overlaps(within):
                yield Span(max(span.start, within.start), min(span.end, within.end))
        day += DAY


def _is_shown_twice(moment: dt.datetime) -> bool:
    before, after = moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()
    return before is not None and after is not None and before > after


def _is_never_shown(moment: dt.datetime) -> bool:
    before, after = moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()
    return before is not None and after is not None and before < after
