"""Planting faults in code, and knowing afterwards on which lines they stand. Free of Django."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from interviews.questions.expressions import Value, filled
from interviews.questions.items import FaultyCode, ItemError

SLOT = re.compile(r"<<([a-z0-9-]+)>>")


@dataclass(frozen=True)
class Planted:
    """A fault in the code as it is shown: the lines that name it, and the letter of its effect."""

    slot: str
    lines: tuple[int, ...]
    effect: str
    origin: str


def plant(
    code: FaultyCode, chosen: frozenset[int], letters: Mapping[int, str], names: Mapping[str, Value]
) -> tuple[str, tuple[Planted, ...]]:
    """Write the code with some of its faults, named by their places, and say where each stands, from top to bottom."""
    bad = {code.faults[place].slot for place in chosen}
    texts = {one.slot: one.bad if one.slot in bad else one.good for one in code.faults}
    lines, stands = _written(filled(code.text, names), {slot: filled(text, names) for slot, text in texts.items()})

    planted = []
    for place in chosen:
        fault = code.faults[place]
        near = {line + away for line in stands[fault.slot] for away in range(-code.within, code.within + 1)}
        also = [filled(piece, names) for piece in fault.also]
        near |= {number for number, line in enumerate(lines, start=1) if any(piece in line for piece in also)}
        planted.append(
            Planted(fault.slot, tuple(sorted(near & set(range(1, len(lines) + 1)))), letters[place], str(place))
        )
    return "\n".join(lines), tuple(sorted(planted, key=lambda one: (one.lines, one.slot)))


def sound(code: FaultyCode, names: Mapping[str, Value]) -> str:
    """The code without any fault."""
    return plant(code, frozenset(), {}, names)[0]


def _written(text: str, texts: Mapping[str, str]) -> tuple[list[str], dict[str, list[int]]]:
    """Fill the slots line by line. A line that a slot leaves empty is gone; it stood between its neighbours."""
    written: list[str] = []
    stands: dict[str, list[int]] = {}
    for line in text.splitlines():
        slots = SLOT.findall(line)
        if unknown := [slot for slot in slots if slot not in texts]:
            raise ItemError(f"the code has a slot “{unknown[0]}” that no fault fills")
        whole = line
        for slot in slots:
            # The further lines of a text stand as far in as its first.
            whole = whole.replace(
                f"<<{slot}>>", texts[slot].replace("\n", "\n" + line[: len(line) - len(line.lstrip())])
            )
        first = len(written) + 1
        if slots and not whole.strip():
            stands.update({slot: [first - 1, first] for slot in slots})
            continue
        written += whole.splitlines() or [""]
        stands.update({slot: list(range(first, len(written) + 1)) for slot in slots})
    if missing := [slot for slot in texts if slot not in stands]:
        raise ItemError(f"the code has no slot <<{missing[0]}>>")
    return written, stands
