"""The half-years that are counted, each once, on a fixed day. Free of Django."""

import datetime as dt
from collections.abc import Iterator

# Most who applied on the last day have been decided about by then.
SETTLED_AFTER = dt.timedelta(days=90)
STILL_COUNTED = dt.timedelta(days=365)


def due_periods(today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield (first day, day after the last) of the half-years whose day to be counted has come, the older first."""
    for year in (today.year - 2, today.year - 1, today.year):
        for begins, ends in (
            (dt.date(year, 1, 1), dt.date(year, 7, 1)),
            (dt.date(year, 7, 1), dt.date(year + 1, 1, 1)),
        ):
            if ends + SETTLED_AFTER <= today < ends + STILL_COUNTED:
                yield begins, ends


def next_period(today: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    """Return (first day, day after the last, day it is counted) of the half-year that is counted next."""
    begins, ends = dt.date(today.year - 1, 7, 1), dt.date(today.year, 1, 1)
    while ends + SETTLED_AFTER <= today:
        begins, ends = ends, dt.date(ends.year + (ends.month == 7), 7 if ends.month == 1 else 1, 1)
    return begins, ends, ends + SETTLED_AFTER


def half_years_before(begins: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield (first day, day after the last) of the half-years before one, the newest first, without end."""
    while True:
        ends = begins
        begins = dt.date(ends.year - (ends.month == 1), 7 if ends.month == 1 else 1, 1)
        yield begins, ends
