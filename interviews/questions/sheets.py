"""A question as a page shows it: text, pictures and fields with what was answered already. No key comes near it.

Include `interviews/questions/sheet.html` with `sheet`; read the fields with `responses.read_response(asked, …, prefix=sheet.prefix)`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from interviews.questions.drawing import Picture, svg, table
from interviews.questions.responses import MOST_FAULTS, Response
from interviews.questions.variants import Asked
from interviews.questions.wording import as_html, inline_html


@dataclass(frozen=True)
class Tick:
    """A choice and whether it is chosen."""

    id: str
    words: SafeString
    plain: str
    is_chosen: bool


@dataclass(frozen=True)
class Ask:
    """A prompt, a step or a place for a fault, with the name of its field and what it holds."""

    id: str
    words: SafeString
    value: str
    options: list[Tick]


@dataclass(frozen=True)
class FaultRow:
    """Where one fault is named."""

    number: int
    line: str
    effects: list[Tick]


@dataclass(frozen=True)
class Drawing:
    """A picture and its numbers."""

    svg: SafeString
    title: str
    names: list[str]
    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """Everything the template needs; `prefix` parts the fields of two questions on one page."""

    asked: Asked
    response: Response
    prefix: str = ""
    is_read_only: bool = False

    @property
    def text(self) -> SafeString:
        return as_html(self.asked.text)

    @property
    def ticks(self) -> list[Tick]:
        """The choices, to tick or to pick one from."""
        return self._ticks(set(self.response.chosen))

    @property
    def prompts(self) -> Iterator[Ask]:
        """The prompts of a matching, each with all choices."""
        matched = dict(self.response.matched)
        for prompt in self.asked.prompts:
            value = matched.get(prompt.id, "")
            yield Ask(prompt.id, inline_html(prompt.text), value, self._ticks({value}))

    @property
    def steps(self) -> Iterator[Ask]:
        """The steps of an ordering, each with all places."""
        placed = dict(self.response.placed)
        places = [str(place) for place in range(1, len(self.asked.choices) + 1)]
        for choice in self.asked.choices:
            value = str(placed.get(choice.id, ""))
            options = [Tick(place, inline_html(place), place, place == value) for place in places]
            yield Ask(choice.id, inline_html(choice.text), value, options)

    @property
    def fault_rows(self) -> Iterator[FaultRow]:
        """As many rows as faults may be named."""
        for place in range(MOST_FAULTS):
            line, effect = self.response.faults[place] if place < len(self.response.faults) else (0, "")
            yield FaultRow(place + 1, str(line or ""), self._ticks({effect}))

    @property
    def drawings(self) -> list[Drawing]:
        return [drawing_of(picture) for picture in self.asked.pictures]

    def _ticks(self, chosen: set[str]) -> list[Tick]:
        return [
            Tick(one.id, inline_html(one.text), " ".join(one.text.replace("`", "").split()), one.id in chosen)
            for one in self.asked.choices
        ]


def drawing_of(picture: Picture) -> Drawing:
    """Draw a picture and put its numbers beside it."""
    head, *rows = table(picture)
    return Drawing(
        mark_safe(svg(picture)),  # noqa: S308 -- everything an author wrote is escaped where it is drawn
        picture.title,
        [curve.name for curve in picture.curves],
        head,
        rows,
    )
