"""Which numbers of people may be shown. Free of Django and numpy.

Where a group has fewer than five people who passed, or fewer than five who did not, it goes into a pool with others. A pool has at
least two groups and at least five people on either side, so that neither the total less what is shown, nor any other sum, gives a hidden
number away: each could be any of at least six, or, where fewer than five in all passed or did not, any that those allow. Who passes one
stage is decided in the next, which would tell of an earlier stage what it hides; so a group that is pooled stays pooled further on.
Who did not answer joins a pool first: it costs no comparison.

Where several half-years are counted together, the totals of each are known too, from dashboards. With those of a stage on one side and its
groups on the other, how many of a group passed in one half-year could be any of at least six if the other half-years have room for them:
five, or as many as that half-year had in all. Where they have not, no group of that stage is shown, nor of any after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from insights.fairness.terms import FEWEST, NOBODY, NOT_KNOWN, Outcomes


@dataclass(frozen=True, slots=True)
class Shown:
    """One stage as it may be shown: everybody together, the groups large enough, the pool of the others. `total` None: nothing of it."""

    total: Outcomes | None
    groups: Mapping[str, Outcomes]
    pool: Outcomes | None
    pooled: tuple[str, ...]


def shown(
    stages: Sequence[Mapping[str, Outcomes]],
    parts: Sequence[Sequence[Outcomes]] = (),
    *,
    hidden: frozenset[str] = frozenset(),
) -> list[Shown]:
    """Hide what must not be known, stage after stage in the order they are walked. All stages name the same groups, who did not answer among them.

    `parts` are the totals of each half-year, stage by stage, where several are counted together; `hidden` groups are pooled from the start.
    """
    pooled = set(hidden)
    found = []
    for place, stage in enumerate(stages):
        if NOT_KNOWN not in stage or len(stage) < 2:
            raise ValueError("Every stage names its groups, and those who did not answer as one of them.")
        has_room = _has_room([part[place] for part in parts])
        pooled = pooled_at(stage, pooled) if has_room else set(stage)
        found.append(_shown(stage, pooled))
    return found


def _has_room(parts: Sequence[Outcomes]) -> bool:
    """Whether each half-year's groups could be other than they are, for all that the totals of the half-years say."""
    sides = ([part.passed for part in parts], [part.failed for part in parts])
    return len(parts) < 2 or all(sum(side) - one >= min(FEWEST, one) for side in sides for one in side)


def pooled_at(stage: Mapping[str, Outcomes], before: set[str]) -> set[str]:
    """Return the groups that are pooled at one stage, those pooled before it included."""
    hidden = before | {group for group, outcomes in stage.items() if outcomes.fewest < FEWEST}
    if not hidden:
        return hidden
    # The least people first, after those who did not answer; the name decides between equals, so that the same figures hide the same.
    others = sorted(set(stage) - hidden, key=lambda group: (group != NOT_KNOWN, stage[group].fewest, group))
    for group in others:
        if len(hidden) >= 2 and sum_of(stage, hidden).fewest >= FEWEST:
            break
        hidden |= {group}
    return hidden


def _shown(stage: Mapping[str, Outcomes], hidden: set[str]) -> Shown:
    total = sum_of(stage, set(stage))
    pooled = tuple(group for group in stage if group in hidden)
    if total.fewest < FEWEST:
        return Shown(None, {}, None, pooled)
    groups = {group: outcomes for group, outcomes in stage.items() if group not in hidden}
    return Shown(total, groups, sum_of(stage, hidden) if groups and hidden else None, pooled)


def sum_of(stage: Mapping[str, Outcomes], groups: Iterable[str]) -> Outcomes:
    """These groups together."""
    return sum((stage[group] for group in groups), NOBODY)
