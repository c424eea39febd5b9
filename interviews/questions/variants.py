"""From an item and a seed to what one candidate is asked, and apart from it the key. Free of Django.

The same item and seed give the same variant in every process. What is asked carries no key and no name of the item: choices are lettered in
an order of the seed's own, so that neither the page nor its source tells which is right.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from interviews.questions.chance import Chance
from interviews.questions.drawing import Curve, Picture
from interviews.questions.expressions import Value, evaluate, filled, names_in, number, shown
from interviews.questions.faults import Planted, plant
from interviews.questions.items import Form, Item, ItemError, Plot

MOST_TRIES = 300


@dataclass(frozen=True)
class Choice:
    """Something to choose, under the letter or number this variant gives it."""

    id: str
    text: str


@dataclass(frozen=True)
class Asked:
    """What the candidate sees, and nothing else."""

    form: Form
    minutes: int
    text: str
    choices: tuple[Choice, ...] = ()
    prompts: tuple[Choice, ...] = ()
    code: str = ""
    pictures: tuple[Picture, ...] = ()
    unit: str = ""
    most_points: int = 0

    @property
    def numbered_code(self) -> list[tuple[int, str]]:
        """The lines of the code with their numbers."""
        return list(enumerate(self.code.splitlines(), start=1))


@dataclass(frozen=True)
class Key:
    """What marking compares with. `origins` lead from a choice's letter back to its place in the item."""

    right: frozenset[str] = frozenset()
    matched: tuple[tuple[str, str], ...] = ()
    order: tuple[str, ...] = ()
    number: float | None = None
    absolute: float = 0.0
    relative: float = 0.0
    shown: str = ""
    faults: tuple[Planted, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()

    def origin(self, choice: str) -> str:
        """Where a choice stands in the item, the same for all variants; itself where there is none."""
        return dict(self.origins).get(choice, choice)


@dataclass(frozen=True)
class Variant:
    """One concrete question: what is asked, its key, and what markers read."""

    slug: str
    seed: int
    asked: Asked
    key: Key
    explanation: str
    rubric: tuple[str, ...]
    names: tuple[tuple[str, Value], ...]


def vary(item: Item, seed: int) -> Variant:
    """Make the variant of an item that hangs on a seed, or raise ItemError where the item cannot be used."""
    chance = Chance(f"{item.slug}/{seed}/draws")
    # Of one variant without numbers there is no second to try.
    for _ in range(MOST_TRIES if item.draws else 1):
        names = draw(item, chance)
        if all(evaluate(one, names) for one in item.require) and _is_clear(item, names):
            return _variant(item, seed, names)
    if item.draws:
        raise ItemError(f"{MOST_TRIES} draws gave no variant that meets “require” and whose choices all differ")
    raise ItemError("two choices are the same")


def draw(item: Item, chance: Chance) -> dict[str, Value]:
    """Draw an item's numbers and compute what hangs on them.

    The order in which they are written does not matter: a database keeps the fields of an item in an order of its own.
    """
    names: dict[str, Value] = {
        one.name: chance.one_of(one.values) for one in sorted(item.draws, key=lambda one: one.name)
    }
    waiting = dict(item.computed)
    while waiting:
        ready = [name for name, formula in sorted(waiting.items()) if not names_in(formula) & waiting.keys()]
        if not ready:
            raise ItemError(f"{', '.join(sorted(waiting))} hang on each other under “computed”: none can come first")
        for name in ready:
            names[name] = evaluate(waiting.pop(name), names)
    return names


def _variant(item: Item, seed: int, names: Mapping[str, Value]) -> Variant:
    name = f"{item.slug}/{seed}"
    parts, key = MAKERS[item.form](item, names, name)
    asked = Asked(
        form=item.form,
        minutes=item.minutes,
        text=filled(item.text, names),
        pictures=tuple(picture(plot, names, Chance(f"{name}/noise/{place}")) for place, plot in enumerate(item.plots)),
        most_points=item.most_points,
        **parts,
    )
    told = {**names, "key": key.shown} if key.shown else names
    return Variant(
        slug=item.slug,
        seed=seed,
        asked=asked,
        key=key,
        explanation=filled(item.explanation, told),
        rubric=tuple(filled(anchor, names) for anchor in item.rubric),
        names=tuple(names.items()),
    )


def picture(plot: Plot, names: Mapping[str, Value], chance: Chance) -> Picture:
    """Compute the curves of a plot."""
    xs = [plot.first + place * (plot.last - plot.first) / (plot.points - 1) for place in range(plot.points)]
    curves = []
    for line in plot.lines:
        amplitude = number(line.noise, names)
        points = tuple((x, number(line.formula, {**names, "x": x}) + amplitude * chance.wobble()) for x in xs)
        curves.append(Curve(filled(line.name, names), points))
    return Picture(filled(plot.title, names), plot.x_label, plot.y_label, tuple(curves), plot.y_low, plot.y_high)


def lettered(texts: Sequence[str], chance: Chance) -> tuple[tuple[Choice, ...], dict[int, str]]:
    """Shuffle texts and letter them; also return the letter each place of `texts` received."""
    order = chance.shuffled(range(len(texts)))
    letters = {place: ascii_lowercase[turn] for turn, place in enumerate(order)}
    return tuple(Choice(letters[place], texts[place]) for place in order), letters


def _origins(letters: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((letter, str(place)) for place, letter in letters.items()))


def _chosen(item: Item, names: Mapping[str, Value], name: str) -> tuple[dict[str, Any], Key]:
    choices, letters = lettered([filled(one.text, names) for one in item.options], Chance(f"{name}/order"))
    right = frozenset(letters[place] for place, one in enumerate(item.options) if one.is_right)
    return {"choices": choices}, Key(right=right, origins=_origins(letters))


def _matching(item: Item, names: Mapping[str, Value], name: str) -> tuple[dict[str, Any], Key]:
    answers = _answers(item, names)
    choices, letters = lettered(answers, Chance(f"{name}/order"))
    turns = Chance(f"{name}/prompts").shuffled(item.pairs)
    prompts = tuple(Choice(str(turn), filled(pair.prompt, names)) for turn, pair in enumerate(turns, start=1))
    matched = tuple(
        (str(turn), letters[answers.index(filled(pair.answer, names))]) for turn, pair in enumerate(turns, start=1)
    )
    return {"choices": choices, "prompts": prompts}, Key(matched=matched, origins=_origins(letters))


def _ordering(item: Item, names: Mapping[str, Value], name: str) -> tuple[dict[str, Any], Key]:
    chance = Chance(f"{name}/order")
    steps = [filled(step, names) for step in item.steps]
    choices, letters = lettered(steps, chance)
    # Shown in the right order it would answer itself.
    while [one.text for one in choices] == steps:
        choices, letters = lettered(steps, chance)
    return {"choices": choices}, Key(
        order=tuple(letters[place] for place in range(len(steps))), origins=_origins(letters)
    )


def _numeric(item: Item, names: Mapping[str, Value], name: str) -> tuple[dict[str, Any], Key]:
    answer = item.answer
    if answer is None:
        raise ItemError("a numeric item needs an answer")
    value = number(answer.formula, names)
    key = Key(
        number=value,
        absolute=answer.absolute,
        relative=answer.relative,
        shown=_key_words(value, answer.places),
    )
    return {"unit": answer.unit}, key


def _key_words(value: float, places: int) -> str:
    """Write the key for markers; one too small for its places, by its leading digits."""
    if 0 < abs(value) < 10.0 ** (1 - places):
        return shown(value, ".4g")
    return shown(value, f".{places}f") if places else shown(round(value))


def _fault(item: Item, names: Mapping[str, Value], name: str) -> tuple[dict[str, Any], Key]:
    if item.code is None:
        raise ItemError("a find-the-fault item needs code")
    effects = [filled(text, names) for text in (*(one.effect for one in item.code.faults), *item.code.decoys)]
    choices, letters = lettered(effects, Chance(f"{name}/order"))
    chosen = Chance(f"{name}/faults").shuffled(range(len(item.code.faults)))[: item.code.plant]
    code, planted = plant(item.code, frozenset(chosen), letters, names)
    return {"choices": choices, "code": code}, Key(faults=planted, origins=_origins(letters))


def _short(item: Item, names: Mapping[str, Value], name: str) -> tuple[dict[str, Any], Key]:
    return {}, Key()


MAKERS = {
    Form.SINGLE: _chosen,
    Form.MULTI: _chosen,
    Form.PLOT: _chosen,
    Form.MATCHING: _matching,
    Form.ORDERING: _ordering,
    Form.NUMERIC: _numeric,
    Form.FAULT: _fault,
    Form.SHORT: _short,
}


def _answers(item: Item, names: Mapping[str, Value]) -> list[str]:
    """The answers of a matching, each once, though two prompts may share one."""
    return list(dict.fromkeys(filled(text, names) for text in (*(pair.answer for pair in item.pairs), *item.spare)))


def _is_clear(item: Item, names: Mapping[str, Value]) -> bool:
    """Whether no two choices say the same, by their words or as numbers."""
    groups: list[list[str]] = [
        [filled(one.text, names) for one in item.options],
        [filled(one, names) for one in item.steps],
        [filled(one.prompt, names) for one in item.pairs],
        [filled(one, names) for one in item.spare] + sorted({filled(one.answer, names) for one in item.pairs}),
    ]
    return all(_all_differ(texts) for texts in groups)


def _all_differ(texts: Sequence[str]) -> bool:
    plain = [" ".join(text.split()).casefold() for text in texts]
    numbers = [value for text in plain if (value := _as_number(text)) is not None]
    return len(set(plain)) == len(plain) and not any(
        math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
        for place, one in enumerate(numbers)
        for other in numbers[:place]
    )


def _as_number(text: str) -> float | None:
    try:
        return float(text.rstrip(" %").replace("−", "-"))
    except ValueError:
        return None
