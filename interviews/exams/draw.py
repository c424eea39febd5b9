"""Drawing one person's form from the bank. Free of Django; the same seed over the same bank draws the same form.

Within a cell of the blueprint, questions whose difficulty is known are sorted by it and cut into as many blocks as there are places; one is
drawn from each, so that forms are equally hard. A question in more recent forms than the cap allows is drawn only where the cell could
not be filled without it, the least exposed first: nobody is turned away at the start because a bank is small, but it is said.
Nobody gets the same variant twice.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from interviews.exams.blueprint import DEFAULT_CAP, Blueprint, Cell
from interviews.questions.chance import Chance

SEEDS = 2**31
TRIES = 64


@dataclass(frozen=True, slots=True)
class Item:
    """A live question, as far as a draw is concerned.

    key           its identity, the same over all its versions
    has_variants  whether a seed changes more than the order of its choices
    difficulty    share of people who got it right, from 0 to 1, where enough have answered it
    exposure      share of recent forms it was in
    """

    key: str
    area: str
    depth: str
    has_variants: bool = False
    difficulty: float | None = None
    exposure: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """One question of a form, in order. `variant` is a seed. `over_cap`: drawn although too many recent forms had it."""

    key: str
    area: str
    depth: str
    variant: int
    over_cap: bool = False


@dataclass(frozen=True, slots=True)
class Shortage:
    """A cell that could not be filled for this person."""

    cell: Cell
    there: int
    seen_before: int

    @property
    def in_words(self) -> str:
        again = f"; {self.seen_before} of them were in an earlier form of theirs" if self.seen_before else ""
        return f"{self.cell.area}, {self.cell.depth}: {self.cell.count} wanted, {self.there} live{again}."


class CannotFill(Exception):
    """The bank has too few questions for this person. `shortages` says where."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__(" ".join(one.in_words for one in shortages))
        self.shortages = tuple(shortages)


Fingerprint = Callable[[str, int], str]  # (key, variant) -> what distinguishes what is asked


def draw(
    blueprint: Blueprint,
    items: Iterable[Item],
    *,
    seed: int,
    seen: Collection[str] = (),
    fingerprint: Fingerprint = lambda key, variant: f"{key}#{variant}",
    cap: float = DEFAULT_CAP,
) -> tuple[Place, ...]:
    """Return the questions of one form in the order they are asked, or raise CannotFill.

    `seen` holds what this person was given before: the keys of questions without variants, the fingerprints of the others. The order of a form
    is drawn too, with no regard to area or depth: it says nothing.
    """
    chance = Chance(f"form {seed}")
    known = sorted(items, key=lambda item: item.key)
    places: list[Place] = []
    short: list[Shortage] = []
    for cell in blueprint.cells:
        live = [item for item in known if (item.area, item.depth) == cell.place]
        usable = [
            (item, variant) for item in live if (variant := _variant(item, chance, seen, fingerprint)) is not None
        ]
        if len(usable) < cell.count:
            short.append(Shortage(cell, len(live), len(live) - len(usable)))
            continue
        variants = {item.key: variant for item, variant in usable}
        for item in _drawn([item for item, _ in usable], cell.count, cap, chance):
            places.append(Place(item.key, item.area, item.depth, variants[item.key], over_cap=item.exposure >= cap))
    if short:
        raise CannotFill(short)
    return tuple(chance.shuffled(places))


def _variant(item: Item, chance: Chance, seen: Collection[str], fingerprint: Fingerprint) -> int | None:
    """Draw a variant this person has not had, or None where there is none, or none that so many tries found."""
    if not item.has_variants:
        return None if item.key in seen else chance.below(SEEDS)
    for _ in range(TRIES):
        variant = chance.below(SEEDS)
        # To ask what a variant looks like costs making it: not for somebody who has seen nothing yet.
        if not seen or fingerprint(item.key, variant) not in seen:
            return variant
    return None


def _drawn(usable: Sequence[Item], count: int, cap: float, chance: Chance) -> list[Item]:
    """Draw `count` of at least as many: one from each block of equal difficulty, from those under the cap while there are enough."""
    mixed = chance.shuffled(usable)  # among equals, chance decides and not the name
    under = [item for item in mixed if item.exposure < cap]
    over = sorted((item for item in mixed if item.exposure >= cap), key=lambda item: item.exposure)
    eligible = under + over[: max(count - len(under), 0)]
    return [chance.one_of(block) for block in blocks(eligible, count)]


def blocks(items: Sequence[Item], count: int) -> list[list[Item]]:
    """Cut items into `count` blocks of neighbouring difficulty, as equal in size as can be. One of unknown difficulty counts as average."""
    if not 0 < count <= len(items):
        raise ValueError("A block needs at least one question.")
    known = [item.difficulty for item in items if item.difficulty is not None]
    middle = fmean(known) if known else 0.5
    ordered = sorted(items, key=lambda item: middle if item.difficulty is None else item.difficulty)
    size, larger = divmod(len(ordered), count)
    cut, start = [], 0
    for place in range(count):
        end = start + size + (place < larger)
        cut.append(ordered[start:end])
        start = end
    return cut
