"""What a role of some profile should ask for in a team of some shape: strengths to look for and bars to meet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hiring.catalogue.reading import BAR_LEVELS, Adjustment, ProposedBar, ProposedStrength


@dataclass(frozen=True)
class Proposal:
    """Strengths in the order to consider them, bars, and the adjustments that made a difference."""

    strengths: tuple[ProposedStrength, ...]
    bars: tuple[ProposedBar, ...]
    adjusted: tuple[Adjustment, ...]


def propose(
    *,
    strengths: Iterable[ProposedStrength],
    bars: Iterable[ProposedBar],
    adjustments: Iterable[Adjustment],
    profile: str,
) -> Proposal:
    """Apply to a profile's strengths and bars what the shape of the team changes for it.

    Adjustments of other profiles are left aside, and so is one that has nothing to act on: a bar the organisation took
    out of its profile is not raised, a bar at the top of the scale stays there.
    """
    proposal = Proposal(strengths=tuple(strengths), bars=tuple(bars), adjusted=())
    for adjustment in adjustments:
        if adjustment.profile != profile:
            continue
        changed = _adjust(proposal, adjustment)
        if (changed.strengths, changed.bars) != (proposal.strengths, proposal.bars):
            proposal = replace(changed, adjusted=(*proposal.adjusted, adjustment))
    return proposal


def _adjust(proposal: Proposal, adjustment: Adjustment) -> Proposal:
    named = adjustment.competency
    if adjustment.change in {"raise", "lower"}:
        step = 1 if adjustment.change == "raise" else -1
        return replace(
            proposal,
            bars=tuple(
                _shifted(bar, step, adjustment.why) if bar.competency == named else bar for bar in proposal.bars
            ),
        )

    in_use = {one.competency for one in proposal.strengths} | {one.competency for one in proposal.bars}
    if adjustment.change == "add-bar" and named not in in_use:
        return replace(proposal, bars=(*proposal.bars, ProposedBar(named, adjustment.level, adjustment.why)))
    if adjustment.change == "add-strength" and named not in in_use:
        return replace(proposal, strengths=(*proposal.strengths, ProposedStrength(named, adjustment.why)))
    if adjustment.change == "lead-with":
        lead = tuple(replace(one, why=adjustment.why) for one in proposal.strengths if one.competency == named)
        rest = tuple(one for one in proposal.strengths if one.competency != named)
        return replace(proposal, strengths=lead + rest)
    return proposal


def _shifted(bar: ProposedBar, step: int, why: str) -> ProposedBar:
    place = min(max(BAR_LEVELS.index(bar.level) + step, 0), len(BAR_LEVELS) - 1)
    return bar if BAR_LEVELS[place] == bar.level else replace(bar, level=BAR_LEVELS[place], why=why)
