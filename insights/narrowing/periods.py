"""From when to when a dashboard looks, and the stretch of the same length before it. Free of Django."""

import datetime as dt
from dataclasses import dataclass

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days count; None is no bound."""

    first: dt.date | None = None
    last: dt.date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"{self.first} is after {self.last}")

    @property
    def begins_at(self) -> dt.datetime | None:
        """The moment its first day begins, UTC."""
        return midnight(self.first) if self.first else None

    @property
    def ends_at(self) -> dt.datetime | None:
        """The moment its last day ends, UTC, which is in it no more."""
        return midnight(self.last + DAY) if self.last else None

    @property
    def is_of_months(self) -> bool:
        """Whether it begins and ends with a month, so that what is counted by month is enough."""
        return (self.first is None or self.first.day == 1) and (self.last is None or (self.last + DAY).day == 1)

    def before(self, today: dt.date) -> "Period | None":
        """Return the period of equal length that ends the day before this one begins; None where this one has no beginning."""
        if self.first is None:
            return None
        passed = max(today, self.first)
        last = min(self.last, passed) if self.last else passed
        return Period(self.first - (last - self.first) - DAY, self.first - DAY)

    def weeks(self, today: dt.date, most: int) -> list[dt.date]:
        """Return the Mondays of the weeks it touches, oldest first, none in the future and at most so many."""
        last = min(self.last or today, today)
        monday = last - dt.timedelta(days=last.weekday())
        begin = self.first or monday - dt.timedelta(weeks=most - 1)
        found: list[dt.date] = []
        while monday + dt.timedelta(days=6) >= begin and len(found) < most:
            found.append(monday)
            monday -= dt.timedelta(weeks=1)
        return found[::-1]

    def in_words(self) -> str:
        """Say it for a heading: "1 Sep – 21 Nov 2026"."""
        if self.first is None and self.last is None:
            return "ever"
        if self.first is None or self.last is None:
            return f"since {_day(self.first)}" if self.first else f"until {_day(self.last)}"
        short = self.first.year == self.last.year
        return f"{_day(self.first, year=not short)} \N{EN DASH} {_day(self.last)}"


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment a day begins, UTC: the clock that days are counted by."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def last_weeks(today: dt.date, weeks: int) -> Period:
    """Return so many weeks up to today."""
    return Period(today - dt.timedelta(weeks=weeks) + DAY, today)


def _day(day: dt.date | None, *, year: bool = True) -> str:
    assert day is not None
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")
