"""Who checks what: the plan derived from hypotheses, bars, the role's kits and the interviews booked so far.

Pure functions over frozen dataclasses. A hypothesis wants two independent looks in depth (different people and, where
the rule says so, different assessment types); a bar needs one and is better off with two. Nothing here knows a rating:
only who looks, through what, and whether they have looked already.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviews.plans.panel import Booked, Interviewer, Kit, Panel, Side
from interviews.plans.remarks import PlanWarning, missing_sides, warnings_of
from interviews.rule.cost import PlannedBar, Price, price, price_in_words
from interviews.rule.terms import Bar, Hypothesis, Key, Kind, Rule, named_once
from interviews.rule.wording import counted, number, opened

MOST_HYPOTHESES = 3


class TooManyHypotheses(ValueError):
    """More strengths were named than can be validated."""


class LookState(enum.Enum):
    """How far one look at a criterion is."""

    PLANNED = "planned"
    BOOKED = "booked"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one criterion; without an interviewer it is planned and not booked yet."""

    kit: Kit
    interviewer: Interviewer | None
    state: LookState


class CoverState(enum.Enum):
    """Where a criterion's looks stand, worst first to read, but without an order."""

    UNCOVERED = "nothing covers it"
    TOO_FEW = "too few"
    NOT_BOOKED = "planned, not booked"
    BOOKED = "booked"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Cover:
    """One criterion of the plan.

    needed             independent looks it cannot do without
    wished             independent looks it would be better off with; at least `needed`
    planned            independent looks if everything planned and booked takes place
    booked             of these, booked or done
    done               of these, done
    """

    kind: Kind
    criterion: Key
    name: str
    looks: tuple[Look, ...]
    needed: int
    wished: int
    planned: int
    booked: int
    done: int
    state: CoverState
    sentence: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The derived plan. `criteria` keeps the order given, hypotheses first; `missing_sides` is what the panel lacks.

    `planned_bars` is how often each bar is going to be rated, as `price` wants it.
    """

    criteria: tuple[Cover, ...]
    unbooked: tuple[Kit, ...]
    missing_sides: tuple[Side, ...]
    warnings: tuple[PlanWarning, ...]
    planned_bars: tuple[PlannedBar, ...]
    price: Price
    price_sentence: str

    @property
    def hypotheses(self) -> tuple[Cover, ...]:
        return tuple(cover for cover in self.criteria if cover.kind is Kind.STRENGTH)

    @property
    def bars(self) -> tuple[Cover, ...]:
        return tuple(cover for cover in self.criteria if cover.kind is Kind.BAR)

    @property
    def uncovered(self) -> tuple[Cover, ...]:
        """What nothing covers yet."""
        return tuple(cover for cover in self.criteria if cover.state is CoverState.UNCOVERED)

    @property
    def open(self) -> tuple[Cover, ...]:
        """What has fewer looks booked than it needs."""
        return tuple(cover for cover in self.criteria if cover.booked < cover.needed)


def why_not_so_many(hypotheses: int) -> str | None:
    """Why so many hypotheses are refused, or None when they are not."""
    if hypotheses <= MOST_HYPOTHESES:
        return None
    return (
        f"Name at most {number(MOST_HYPOTHESES)} strengths, better one or two: each needs two independent looks in depth, "
        "and whoever looks in many places finds something by chance."
    )


def derive_plan(panel: Panel) -> Coverage:
    """Derive who checks what.

    Raises TooManyHypotheses for more than three hypotheses, and ValueError when a criterion is listed twice.
    """
    if refusal := why_not_so_many(len(panel.hypotheses)):
        raise TooManyHypotheses(refusal)
    criteria = covers(panel)
    planned_bars = tuple(
        PlannedBar(min(max(found.planned, 1), 3), bar.must_not_be_wrong)
        for bar, found in zip(panel.bars, criteria[len(panel.hypotheses) :], strict=True)
    )
    cost = price(planned_bars, pool=panel.pool, rule=panel.rule)
    sentence = price_in_words(planned_bars, cost)
    return Coverage(
        criteria=criteria,
        unbooked=panel.unbooked,
        missing_sides=missing_sides(panel.booked),
        warnings=warnings_of(panel, sentence),
        planned_bars=planned_bars,
        price=cost,
        price_sentence=sentence,
    )


def covers(panel: Panel) -> tuple[Cover, ...]:
    """How each criterion is covered, hypotheses first; raises ValueError when one is listed twice."""
    named_once(panel.hypotheses, "hypotheses")
    named_once(panel.bars, "bars")
    unbooked = panel.unbooked
    items: tuple[Hypothesis | Bar, ...] = (*panel.hypotheses, *panel.bars)
    return tuple(_cover(panel, unbooked, item) for item in items)


def _cover(panel: Panel, unbooked: Sequence[Kit], item: Hypothesis | Bar) -> Cover:
    kind = Kind.STRENGTH if isinstance(item, Hypothesis) else Kind.BAR
    looks = _looks(panel.booked, unbooked, kind, item.criterion)
    planned, booked, done = (
        independent_looks([look for look in looks if look.state in states], kind, panel.rule)
        for states in (set(LookState), {LookState.BOOKED, LookState.DONE}, {LookState.DONE})
    )
    needed = _needed(item, panel.rule)
    if item.criterion in panel.ask_again:
        needed = max(needed, done + 1)
    state = _state(planned, booked, done, needed)
    return Cover(
        kind=kind,
        criterion=item.criterion,
        name=item.name,
        looks=looks,
        needed=needed,
        wished=max(needed, 2),
        planned=planned,
        booked=booked,
        done=done,
        state=state,
        sentence=_sentence(kind, looks, state, (planned, booked, done), needed),
    )


def independent_looks(looks: Iterable[Look], kind: Kind, rule: Rule) -> int:
    """How many of these looks are independent of each other.

    Of a bar: different people. Of a strength also different assessment types, where the rule says so: then it is the
    largest set of looks in which neither a person nor a type occurs twice.
    """
    types_of: dict[str, set[str]] = {}
    for place, look in enumerate(looks):
        # Whoever takes a look that is only planned will be somebody else.
        person = f"planned {place}" if look.interviewer is None else f"person {look.interviewer.key}"
        types_of.setdefault(person, set()).add(look.kit.assessment_type)
    if kind is Kind.BAR or not rule.different_types:
        return len(types_of)
    return _most_pairs(types_of)


def _most_pairs(types_of: Mapping[str, Collection[str]]) -> int:
    """Size of the largest matching of people with assessment types, by augmenting paths; both sides are a handful."""
    taken: dict[str, str] = {}

    def place(person: str, tried: set[str]) -> bool:
        for kind in sorted(types_of[person]):
            if kind not in tried:
                tried.add(kind)
                if kind not in taken or place(taken[kind], tried):
                    taken[kind] = person
                    return True
        return False

    return sum(place(person, set()) for person in sorted(types_of))


def _needed(item: Hypothesis | Bar, rule: Rule) -> int:
    if isinstance(item, Hypothesis):
        return rule.confirmations
    return 2 if item.must_not_be_wrong else 1


def _looks(booked: Iterable[Booked], unbooked: Iterable[Kit], kind: Kind, criterion: Key) -> tuple[Look, ...]:
    taken = [
        Look(one.kit, one.interviewer, LookState.DONE if one.done else LookState.BOOKED)
        for one in booked
        if one.counts and one.kit.sees(kind, criterion) and criterion not in one.left_out
    ]
    return (*taken, *(Look(kit, None, LookState.PLANNED) for kit in unbooked if kit.sees(kind, criterion)))


def _state(planned: int, booked: int, done: int, needed: int) -> CoverState:
    if done >= needed:
        return CoverState.DONE
    if booked >= needed:
        return CoverState.BOOKED
    if planned >= needed:
        return CoverState.NOT_BOOKED
    return CoverState.TOO_FEW if planned else CoverState.UNCOVERED


def _sentence(kind: Kind, looks: Sequence[Look], state: CoverState, counts: tuple[int, int, int], needed: int) -> str:
    planned, booked, done = counts
    if state is CoverState.UNCOVERED:
        return "Nothing covers it yet."
    if state is CoverState.TOO_FEW:
        twice = kind is Kind.STRENGTH and len(looks) > planned
        why = "; two looks by one person or through one assessment type count once" if twice else ""
        return opened(f"{number(planned)} of {_independent(kind, needed)} in the plan{why}.")
    if state is CoverState.NOT_BOOKED:
        return f"Planned; {_independent(kind, needed - booked)} still to be booked."
    if state is CoverState.BOOKED:
        return opened(f"{_independent(kind, booked)} booked.")
    return opened(f"{_independent(kind, done)} done.")


def _independent(kind: Kind, looks: int) -> str:
    depth = " in depth" if kind is Kind.STRENGTH else ""
    return f"{counted(looks, 'independent look')}{depth}"
