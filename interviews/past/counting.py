"""How many of our own past candidates met everything a role asks, and how many more would have without one thing. Free of Django."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interviews.rule.bars import BarState, bar_state
from interviews.rule.terms import BarMark, Key

# Below this nothing is said: so few people are a story, not a count.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class PastMark:
    """One rating of one bar of one past candidate."""

    person: Key
    competency: Key
    mark: BarMark


@dataclass(frozen=True)
class Dropped:
    """How many met everything else, without one of the bars."""

    name: str
    met: int


@dataclass(frozen=True)
class PastCount:
    """Of `seen` people who were rated on any of `asked` bars, `met` met them all; `unknown` missed none, and were not looked at on every one."""

    asked: int
    seen: int
    met: int
    unknown: int
    without: tuple[Dropped, ...]

    @property
    def is_enough(self) -> bool:
        return self.seen >= FEWEST

    @property
    def sentence(self) -> str:
        """“Of your own 23 past candidates who were rated on these 4 bars, 9 met all of them; dropping ML debugging → 14.”"""
        bars = "this role's one bar" if self.asked == 1 else f"this role's {self.asked} bars"
        if not self.seen:
            return f"None of your past candidates was rated on {bars}, so nothing can be counted."
        if not self.is_enough:
            return f"Fewer than {FEWEST} past candidates were rated on {bars}: too few to count."
        most = next(iter(self.without), None)
        drop = f"; dropping {most.name} → {most.met}" if most and most.met > self.met else ""
        every = "it" if self.asked == 1 else "all of them"
        said = f"Of your own {self.seen} past candidates who were rated on {bars}, {self.met} met {every}{drop}."
        if self.unknown:
            said += f" Of {self.unknown} nothing can be said: they missed none, and were not looked at on every one."
        return said


def count_past(marks: Iterable[PastMark], bars: Mapping[Key, str]) -> PastCount:
    """Count people by what they met. `bars` are the role's, by competency, with their names; a borderline bar is not met."""
    seen: dict[Key, dict[Key, list[BarMark]]] = defaultdict(lambda: defaultdict(list))
    for one in marks:
        if one.competency in bars:
            seen[one.person][one.competency].append(one.mark)
    met = [{bar for bar, given in person.items() if bar_state(given) is BarState.MET} for person in seen.values()]
    missed = [len(person) > len(cleared) for person, cleared in zip(seen.values(), met, strict=True)]
    every = set(bars)
    without = [Dropped(name, sum(cleared >= every - {bar} for cleared in met)) for bar, name in bars.items()]
    full = sum(cleared == every for cleared in met)
    return PastCount(
        asked=len(bars),
        seen=len(seen),
        met=full,
        unknown=len(seen) - full - sum(missed),
        without=tuple(sorted(without, key=lambda one: (-one.met, one.name))),
    )
