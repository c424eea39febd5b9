"""Clock times of people in different zones. Free of Django."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable


class NoSuchTime(ValueError):
    """The clocks go forward over this time, so it never comes."""


def moment_of(day: dt.date, time: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Return the moment at which a clock in `zone` shows `day` and `time`, or raise NoSuchTime.

    Where the clocks go back and show it twice, the first is meant; `comes_twice` tells.
    """
    moment = dt.datetime.combine(day, time, tzinfo=zone)
    if moment.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise NoSuchTime(f"{time:%H:%M} does not exist on {day_in_words(day)} in {zone.key}: the clocks go forward.")
    return moment


def comes_twice(moment: dt.datetime) -> bool:
    """Whether the clock of this moment's zone shows its time twice on that day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def day_in_words(day: dt.date) -> str:
    """Return a day as people write it: “Fri 20 Nov 2026”."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def zone_in_words(moment: dt.datetime) -> str:
    """Return the short name of a moment's zone; zones without letters show their offset from UTC."""
    name = moment.tzname() or "UTC"
    return name if name.isalpha() else f"UTC{name[:3]}:{name[3:]}".rstrip(":")


def slot_in_words(start: dt.datetime, end: dt.datetime, zone: dt.tzinfo) -> str:
    """Return a slot on the clock of `zone`, which is named: “Fri 20 Nov 2026, 14:00–14:45 CET”."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{day_in_words(last)}, {last:%H:%M}"
    # Over a change of the clocks the two ends carry different names.
    names = zone_in_words(first), zone_in_words(last)
    begins = f"{first:%H:%M}" + (f" {names[0]}" if names[0] != names[1] else "")
    return f"{day_in_words(first)}, {begins}–{until} {names[1]}"


def week_around(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of the week (Monday) in which `moment` lies on its own clock, and of the week after."""
    monday = moment.date() - dt.timedelta(days=moment.weekday())
    zone = moment.tzinfo
    start = dt.datetime.combine(monday, dt.time(), tzinfo=zone)
    return start, dt.datetime.combine(monday + dt.timedelta(days=7), dt.time(), tzinfo=zone)


def day_around(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of the day in which `moment` lies on its own clock, and of the day after."""
    start = dt.datetime.combine(moment.date(), dt.time(), tzinfo=moment.tzinfo)
    return start, dt.datetime.combine(moment.date() + dt.timedelta(days=1), dt.time(), tzinfo=moment.tzinfo)


def other_clocks(
    start: dt.datetime, end: dt.datetime, people: Iterable[tuple[str, dt.tzinfo]], own: dt.tzinfo
) -> list[tuple[str, list[str]]]:
    """Return what the clocks of others show where it differs from one's own: slots in words, with whose they are."""
    here = start.astimezone(own).utcoffset(), end.astimezone(own).utcoffset()
    told: dict[str, list[str]] = {}
    for name, zone in people:
        if (start.astimezone(zone).utcoffset(), end.astimezone(zone).utcoffset()) != here:
            told.setdefault(slot_in_words(start, end, zone), []).append(name)
    return list(told.items())


def week_named(name: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Return the first moment of an ISO week such as “2026-W47” on the clock of `zone`; None where there is no such week."""
    try:
        monday = dt.datetime.strptime(f"{name}-1", "%G-W%V-%u").date()  # noqa: DTZ007  (a date, not a moment)
    except ValueError:
        return None
    # The first and the last years that datetime knows leave no room for zones.
    return dt.datetime.combine(monday, dt.time(), tzinfo=zone) if 1 < monday.year < 9999 else None


def week_name(moment: dt.datetime) -> str:
    """Return the name of the ISO week in which `moment` lies on its own clock: “2026-W47”."""
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02}"
