"""What a candidate answered: read leniently, so that nothing typed is ever lost; what is unclear is said apart. Free of Django."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from interviews.questions.items import Form
from interviews.questions.numbers import UnreadableNumber, read_number
from interviews.questions.variants import Asked

MOST_FAULTS = 3
MOST_WORDS = 5_000


@dataclass(frozen=True)
class Response:
    """An answer of any form; the parts that a form does not use are empty."""

    chosen: tuple[str, ...] = ()
    matched: tuple[tuple[str, str], ...] = ()  # prompt, choice
    placed: tuple[tuple[str, int], ...] = ()  # choice, place from 1
    number: str = ""  # as typed
    faults: tuple[tuple[int, str], ...] = ()  # line (0: none named), effect ("": none named)
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the question was not answered at all, which is not the same as wrongly."""
        return self == Response()

    def to_json(self) -> dict[str, Any]:
        """Return what a row keeps."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Response":
        """Read back what `to_json` gave."""
        return cls(
            chosen=tuple(kept.get("chosen", ())),
            matched=tuple((str(prompt), str(choice)) for prompt, choice in kept.get("matched", ())),
            placed=tuple((str(choice), int(place)) for choice, place in kept.get("placed", ())),
            number=str(kept.get("number", "")),
            faults=tuple((int(line), str(effect)) for line, effect in kept.get("faults", ())),
            words=str(kept.get("words", "")),
        )


Posted = Mapping[str, Sequence[str]]


def read_response(asked: Asked, posted: Posted, *, prefix: str = "") -> Response:
    """Read the fields of one question as a browser sends them (name → values). What is not among the choices is dropped.

    The names, each after `prefix`: chosen · match-<prompt> · place-<choice> · number · fault-<1..3>-line and -effect · words.
    """
    choices = {one.id for one in asked.choices}

    def first(name: str) -> str:
        values = posted.get(f"{prefix}{name}") or [""]
        return values[0].strip()

    match asked.form:
        case Form.SINGLE | Form.PLOT:
            return Response(chosen=tuple(one for one in [first("chosen")] if one in choices))
        case Form.MULTI:
            sent = set(posted.get(f"{prefix}chosen", ()))
            return Response(chosen=tuple(sorted(sent & choices)))
        case Form.MATCHING:
            pairs = [(prompt.id, first(f"match-{prompt.id}")) for prompt in asked.prompts]
            return Response(matched=tuple(pair for pair in pairs if pair[1] in choices))
        case Form.ORDERING:
            places = [(choice.id, _whole(first(f"place-{choice.id}"))) for choice in asked.choices]
            return Response(placed=tuple(one for one in places if 1 <= one[1] <= len(choices)))
        case Form.NUMERIC:
            return Response(number=first("number")[:100])
        case Form.FAULT:
            return Response(faults=_faults(asked, first, choices))
        case Form.SHORT:
            # Line ends as browsers send them would count twice.
            return Response(words=first("words").replace("\r\n", "\n")[:MOST_WORDS])


def concerns(asked: Asked, response: Response) -> list[str]:
    """Say what is unfinished or unclear about an answer, so that it can be mended before it is handed in."""
    if response.is_empty:
        return []
    match asked.form:
        case Form.MATCHING if missing := len(asked.prompts) - len(response.matched):
            return [f"{missing} of {len(asked.prompts)} have no answer yet."]
        case Form.ORDERING:
            places = [place for _, place in response.placed]
            unclear = []
            if len(places) < len(asked.choices):
                unclear.append(f"{len(asked.choices) - len(places)} of {len(asked.choices)} steps have no place yet.")
            if len(set(places)) < len(places):
                unclear.append("Two steps share a place.")
            return unclear
        case Form.NUMERIC:
            try:
                read_number(response.number, asked.unit)
            except UnreadableNumber as error:
                return [str(error)]
        case Form.FAULT:
            unclear = []
            if any(not line for line, _ in response.faults):
                unclear.append("An effect has no line: say on which line it starts.")
            if any(not effect for _, effect in response.faults):
                unclear.append("A line has no effect: the line alone is worth half.")
            return unclear
    return []


def _faults(asked: Asked, first: Any, choices: set[str]) -> tuple[tuple[int, str], ...]:
    last = len(asked.code.splitlines())
    named = []
    for row in range(1, MOST_FAULTS + 1):
        line, effect = _whole(first(f"fault-{row}-line")), first(f"fault-{row}-effect")
        kept = (line if 1 <= line <= last else 0, effect if effect in choices else "")
        if kept != (0, ""):
            named.append(kept)
    return tuple(named)


def _whole(text: str) -> int:
    """A whole number, 0 where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
