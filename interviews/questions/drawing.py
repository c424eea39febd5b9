"""Line plots drawn as SVG by ourselves: colours, dashes and both themes come from classes. Free of Django."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 14, 44
TICKS = 5
TABLE_ROWS = 9


@dataclass(frozen=True)
class Curve:
    """A named line through points, from left to right."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Picture:
    """What is drawn; `title` says what is plotted, never what it means."""

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    y_low: float | None = None
    y_high: float | None = None

    @property
    def words(self) -> str:
        """Say what the picture shows to somebody who does not see it, without reading it for them."""
        names = ", ".join(curve.name for curve in self.curves)
        return f"{self.title}: {self.y_label} by {self.x_label}; {names}. The numbers are in the table below."


@dataclass(frozen=True)
class Frame:
    """From data to the page: the limits of both axes."""

    left: float
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        return LEFT + (value - self.left) / (self.right - self.left) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        kept = min(max(value, self.low), self.high)
        return TOP + (self.high - kept) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)


def svg(picture: Picture) -> str:
    """Draw a picture. Everything an author wrote is escaped, and nothing is styled but by class."""
    frame = frame_of(picture)
    parts = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(picture.words)}">',
        *_grid(frame),
        f'<text class="plot-label" x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(picture.x_label)}</text>',
        f'<text class="plot-label" transform="rotate(-90)" x="{-(TOP + HEIGHT - BOTTOM) / 2:.0f}" y="14" text-anchor="middle">{escape(picture.y_label)}</text>',
    ]
    for place, curve in enumerate(picture.curves, start=1):
        points = " ".join(f"{frame.x(x):.1f},{frame.y(y):.1f}" for x, y in curve.points)
        parts.append(f'<polyline class="plot-line plot-line-{place}" points="{points}"/>')
    return "".join([*parts, "</svg>"])


def frame_of(picture: Picture) -> Frame:
    """The limits of both axes: round numbers around all points, or those the author gave."""
    xs = [x for curve in picture.curves for x, _ in curve.points]
    ys = [y for curve in picture.curves for _, y in curve.points]
    low, high = round_limits(min(ys), max(ys))
    low = picture.y_low if picture.y_low is not None else low
    high = picture.y_high if picture.y_high is not None else high
    right = max(xs) if max(xs) > min(xs) else min(xs) + 1
    return Frame(min(xs), right, low, high if high > low else low + 1)


def round_limits(low: float, high: float) -> tuple[float, float]:
    """Widen a span to multiples of a round step, so that the ticks carry short numbers."""
    if high <= low:
        return low - 0.5, low + 0.5
    step = round_step((high - low) / (TICKS - 1))
    return math.floor(low / step) * step, math.ceil(high / step) * step


def round_step(rough: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `rough`."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= rough * (1 - 1e-9))


def table(picture: Picture, rows: int = TABLE_ROWS) -> list[list[str]]:
    """The picture as numbers: a head, then x and every curve at some evenly spread points, the first and the last among them."""
    count = min(len(curve.points) for curve in picture.curves)
    places = sorted({round(step * (count - 1) / max(rows - 1, 1)) for step in range(rows)})
    head = [picture.x_label, *(curve.name for curve in picture.curves)]
    body = [
        [_short(picture.curves[0].points[place][0]), *(_short(curve.points[place][1]) for curve in picture.curves)]
        for place in places
    ]
    return [head, *body]


def ticks(low: float, high: float) -> list[float]:
    """Round numbers between two limits."""
    step = round_step((high - low) / (TICKS - 1))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [place * step for place in range(first, last + 1)]


def _grid(frame: Frame) -> Sequence[str]:
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = []
    for value in ticks(frame.low, frame.high):
        y = frame.y(value)
        parts.append(f'<line class="plot-grid" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text class="plot-tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_short(value)}</text>')
    for value in ticks(frame.left, frame.right):
        x = frame.x(value)
        parts.append(
            f'<text class="plot-tick" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{_short(value)}</text>'
        )
    parts.append(f'<line class="plot-axis" x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}"/>')
    parts.append(f'<line class="plot-axis" x1="{LEFT}" x2="{LEFT}" y1="{TOP}" y2="{bottom}"/>')
    return parts


def _short(value: float) -> str:
    written = f"{value:.3g}"
    return "0" if float(written) == 0 else written
