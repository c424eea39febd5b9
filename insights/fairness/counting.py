"""Counting who passed each stage, and turning the counts into what may be kept. Loads numpy: only for workers and commands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from insights.fairness.hiding import Shown
from insights.fairness.impact import compare
from insights.fairness.terms import ALL, NOBODY, NOT_KNOWN, OTHERS, Outcomes
from insights.self_identification.questions import Question

# The stages that somebody who applied can walk, in order; past the last one they are hired.
STAGES = ("review", "screen", "assessment", "onsite", "decision", "offer")
PASSED = Outcomes(1, 1)
FAILED = Outcomes(0, 1)
OWN_BLOCK = 100  # people decided about, from which on a kind of role stands for itself
LEFT_OUT = 0.02  # of those who said: smaller groups are not compared


@dataclass(frozen=True, slots=True)
class Walk:
    """How far one person came in one role: the stages they stood in, and whether they were hired or rejected in the end."""

    person: int
    kind_of_role: str
    stood_in: frozenset[str]
    hired: bool
    rejected: bool

    @property
    def furthest(self) -> int:
        return len(STAGES) if self.hired else max((STAGES.index(stage) for stage in self.stood_in), default=-1)

    def outcome(self, place: int) -> Outcomes:
        """What was decided about them in one stage; nobody where it was not, for whoever waits or withdrew."""
        if STAGES[place] not in self.stood_in:
            return NOBODY
        if self.furthest > place:
            return PASSED
        return FAILED if self.rejected else NOBODY


@dataclass
class Block:
    """Applications that are counted together, one of each person: the one that went furthest."""

    name: str
    walks: dict[int, Walk] = field(default_factory=dict)

    def add(self, walk: Walk) -> None:
        known = self.walks.get(walk.person)
        if known is None or walk.furthest > known.furthest:
            self.walks[walk.person] = walk

    @property
    def decided(self) -> int:
        return sum(walk.hired or walk.rejected for walk in self.walks.values())


def blocks_of(walks: Iterable[Walk]) -> list[Block]:
    """Part applications into blocks that share none: each kind of role that is large enough, and all others. Decided by numbers of people alone."""
    found: dict[str, Block] = {}
    for walk in walks:
        found.setdefault(walk.kind_of_role, Block(walk.kind_of_role)).add(walk)
    large = [block for block in found.values() if block.decided >= OWN_BLOCK]
    others = Block(OTHERS if large else ALL)
    for block in found.values():
        if block not in large:
            for walk in block.walks.values():
                others.add(walk)
    return [*sorted(large, key=lambda block: block.name), *([others] if others.walks else [])]


def count(block: Block, question: Question, answers: Mapping[int, str]) -> list[dict[str, Outcomes]]:
    """Count each group of one question, stage by stage; `answers` by person."""
    groups = {option.slug: NOBODY for option in question.options} | {NOT_KNOWN: NOBODY}
    found = [dict(groups) for _ in STAGES]
    for walk in block.walks.values():
        said = answers.get(walk.person, NOT_KNOWN)
        group = said if said in groups else NOT_KNOWN
        for place, counts in enumerate(found):
            counts[group] = counts[group] + walk.outcome(place)
    return found


def table(question: Question, found: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return what may be shown as it is kept.

    [{stage, total: [passed, decided] | None, pool: the same, pooled: [names], groups: [{name, known, passed, decided, of: name of the
    reference, ratio, low, high, p, word, needed, flips}]}]; what is not compared has nothing after `decided`.
    """
    names = {option.slug: option.text for option in question.options}
    return [_stage(stage, names, one) for stage, one in zip(STAGES, found, strict=True)]


def _stage(stage: str, names: Mapping[str, str], found: Shown) -> dict[str, Any]:
    known = {slug: outcomes for slug, outcomes in found.groups.items() if slug != NOT_KNOWN}
    said = sum(outcomes.decided for outcomes in known.values())
    compared = {slug: outcomes for slug, outcomes in known.items() if outcomes.decided >= LEFT_OUT * said}
    reference = max(compared, key=lambda slug: (compared[slug].rate, compared[slug].decided, slug), default="")
    groups = [_group(names[slug], outcomes) for slug, outcomes in known.items()]
    for row, (slug, outcomes) in zip(groups, known.items(), strict=True):
        if slug in compared and len(compared) > 1:
            row |= {"of": names[reference]} | ({} if slug == reference else _compared(outcomes, compared[reference]))
    rest = found.groups.get(NOT_KNOWN)
    return {
        "stage": stage,
        "total": _pair(found.total),
        "pool": _pair(found.pool),
        "pooled": [names.get(slug, "Not known") for slug in found.pooled],
        "groups": groups + ([_group("Not known", rest) | {"known": False}] if rest else []),
    }


def _group(name: str, outcomes: Outcomes) -> dict[str, Any]:
    return {"name": name, "known": True, "passed": outcomes.passed, "decided": outcomes.decided}


def _compared(outcomes: Outcomes, reference: Outcomes) -> dict[str, Any]:
    said = compare(outcomes, reference)
    numbers = {"ratio": said.ratio, "low": said.low, "high": said.high, "p": said.mid_p}
    return {name: round(number, 4) for name, number in numbers.items()} | {
        "word": said.word.value,
        "needed": said.needed,
        "flips": said.flips,
    }


def _pair(outcomes: Outcomes | None) -> list[int] | None:
    return [outcomes.passed, outcomes.decided] if outcomes else None
