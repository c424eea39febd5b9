"""Sources as pages show them, and which of them have died."""

import dataclasses
import datetime as dt

from django.db.models import OuterRef, Subquery

from candidates.harvest.enums import NOTHING_HEARD, SILENT_AFTER, SILENT_OTHERWISE, WINDOWED, Connector, RunState
from candidates.harvest.models import Run, Source


@dataclasses.dataclass(frozen=True, slots=True)
class Silence:
    """A source that has died: what it looks like, in words, and since when."""

    words: str
    since: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class SourceView:
    """A source with its newest run and what is wrong with it, in words; empty where nothing is."""

    source: Source
    run: Run | None
    lag_days: int | None
    silence: str

    @property
    def state(self) -> str:
        """One word for the state it is in: what runs, else what failed, else whether it is on."""
        if self.run and (self.run.is_open or self.run.state == RunState.FAILED):
            return self.run.state
        if not self.source.is_enabled:
            return "off"
        return "silent" if self.silence else "on"


def all_sources(*, now: dt.datetime) -> list[SourceView]:
    """Return every source with its newest run. Two queries."""
    newest = Run.objects.filter(source=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    sources = list(Source.objects.annotate(newest=Subquery(newest)).order_by("connector", "scope", "pk"))
    runs = Run.objects.in_bulk([source.newest for source in sources if source.newest])  # type: ignore[attr-defined]
    return [view_of(source, runs.get(source.newest), now=now) for source in sources]  # type: ignore[attr-defined]


def view_of(source: Source, run: Run | None, *, now: dt.datetime) -> SourceView:
    """Return a source as a page shows it."""
    silence = silence_of(source, now=now)
    return SourceView(source, run, lag_of(source, now=now), silence.words if silence else "")


def newest_runs(source: Source, most: int = 20) -> list[Run]:
    """Return the newest runs of a source, with who started them."""
    return list(source.runs.select_related("started_by").order_by("-pk")[:most])


def lag_of(source: Source, *, now: dt.datetime) -> int | None:
    """Return how many days we are behind: of a list by days, since the last day we have whole; else since the last good run."""
    if source.connector in WINDOWED:
        return max((now.date() - source.complete_until).days - 1, 0) if source.complete_until else None
    return (now - source.succeeded_at).days if source.succeeded_at else None


def silence_of(source: Source, *, now: dt.datetime) -> Silence | None:
    """Say that a source which should be read has died, and since when; None while it is well, or off."""
    if not source.is_enabled:
        return None
    since = source.succeeded_at or source.created_at
    if now - since > SILENT_AFTER.get(source.connector, SILENT_OTHERWISE):
        told = "It was last read to its end" if source.succeeded_at else "It was connected, and never read to its end,"
        return Silence(f"{told} {(now - since).days} days ago.", since)
    since = source.heard_at or source.created_at
    if source.connector == Connector.RSS and now - since > NOTHING_HEARD:
        return Silence(f"It answers, but has announced no paper for {(now - since).days} days.", since)
    return None
