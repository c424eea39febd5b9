"""What a page says about a chart: the numbers and their words. Free of Django; `static/js/chart.js` draws it."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Literal

Kind = Literal["bar", "stacked", "line", "funnel", "scatter", "bubble"]


@dataclasses.dataclass(frozen=True)
class Series:
    """One row of numbers, in the order of the chart's labels; None is a gap, never a zero."""

    name: str
    values: Sequence[float | int | None]
    links: Sequence[str] = ()
    tone: str = ""  # the colour of a meaning ("below", "met", "strength"); else the series take the palette in turn

    def __post_init__(self) -> None:
        if self.links and len(self.links) != len(self.values):
            raise ValueError(f"{self.name}: {len(self.links)} links for {len(self.values)} values")


@dataclasses.dataclass(frozen=True)
class Chart:
    """A chart and its table: `labels` down the side, one column a series, each number a link where it has one.

    A bubble chart has three series: how far right, how far up and how large each label's bubble is; `highlight` names one of them.
    """

    id: str
    title: str
    kind: Kind
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    note: str = ""
    label_head: str = ""
    highlight: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise ValueError(f"{series.name}: {len(series.values)} values for {len(self.labels)} labels")

    @property
    def drawing(self) -> dict[str, object]:
        """Return what the browser needs to draw it."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "labels": list(self.labels),
            "highlight": self.highlight,
            "series": [
                {"name": s.name, "values": list(s.values), "links": list(s.links), "tone": s.tone} for s in self.series
            ],
        }

    @property
    def rows(self) -> Iterator[tuple[str, list[tuple[float | int | None, str]]]]:
        """Yield the table's rows: a label, and its numbers with the link each leads to."""
        for place, label in enumerate(self.labels):
            cells = [(s.values[place], s.links[place] if s.links else "") for s in self.series]
            yield label, cells
