"""What a role of some profile, in a team of some shape, starts with: criteria, lists and stages to edit before it is made."""

from dataclasses import dataclass, field

from hiring.catalogue.proposing import propose
from hiring.catalogue.reading import (
    Adjustment,
    ProposedBar,
    ProposedStrength,
    role_profiles,
)
from hiring.roles.enums import RequirementKind
from hiring.roles.models import Competency, RoleProfile, StageTemplate
from hiring.teams.models import Team
from hiring.teams.shapes import shape_of


@dataclass(frozen=True)
class Criterion:
    """What a role asks of one competency: may it be the strength to hire for, is there a bar (level "" for none), and why it is proposed."""

    competency: Competency
    may_be_strength: bool = False
    bar_level: str = ""
    bar_anchor: str = ""
    why: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a new role starts with. `adjusted` holds what the team's shape changed, in words."""

    criteria: list[Criterion]
    adjusted: list[str]
    lists: dict[str, list[str]] = field(default_factory=dict)
    template: StageTemplate | None = None


def propose_role(team: Team, profile: RoleProfile) -> Proposal:
    """Take the organisation's profile, and change what the team's shape changes. Three queries."""
    rows = list(profile.competencies.select_related("competency"))
    shipped = next((one for one in role_profiles() if one.slug == profile.slug), None)
    why = {one.competency: one.why for one in shipped.strengths} if shipped else {}
    why |= {one.competency: one.why for one in shipped.bars} if shipped else {}
    proposal = propose(
        strengths=[
            ProposedStrength(row.competency.slug, why.get(row.competency.slug, ""))
            for row in rows
            if row.may_be_strength
        ],
        bars=[
            ProposedBar(row.competency.slug, row.bar_level, why.get(row.competency.slug, ""))
            for row in rows
            if row.bar_level
        ],
        adjustments=shape_of(team).adjustments,
        profile=profile.slug,
    )
    known = {one.slug: one for one in Competency.objects.filter(is_active=True)}
    return Proposal(
        criteria=_criteria(proposal.strengths, proposal.bars, known),
        adjusted=[_in_words(one, known) for one in proposal.adjusted if one.competency in known],
        lists={
            RequirementKind.MUST.value: list(shipped.must_haves) if shipped else [],
            RequirementKind.NICE.value: list(shipped.nice_to_haves) if shipped else [],
            RequirementKind.DUTY.value: list(shipped.duties) if shipped else [],
        },
        template=StageTemplate.objects.filter(profile=profile).first() or StageTemplate.objects.first(),
    )


def _criteria(
    strengths: tuple[ProposedStrength, ...], bars: tuple[ProposedBar, ...], known: dict[str, Competency]
) -> list[Criterion]:
    """One criterion for each competency, strengths first; one that is both strength and bar is said once."""
    levels = {bar.competency: bar for bar in bars}
    found = []
    for strength in strengths:
        if strength.competency in known:
            found.append(
                _criterion(known[strength.competency], strength.why, levels.pop(strength.competency, None), True)
            )
    found += [
        _criterion(known[bar.competency], bar.why, bar, False) for bar in levels.values() if bar.competency in known
    ]
    return found


def _criterion(competency: Competency, why: str, bar: ProposedBar | None, strength: bool) -> Criterion:
    return Criterion(
        competency=competency,
        may_be_strength=strength,
        bar_level=bar.level if bar else "",
        bar_anchor=competency.bar_anchor(bar.level) if bar else "",
        why=why,
    )


def _in_words(adjustment: Adjustment, known: dict[str, Competency]) -> str:
    name = known[adjustment.competency].name
    done = {
        "raise": "the bar is raised",
        "lower": "the bar is lowered",
        "add-bar": "a bar is added",
        "add-strength": "may be a strength too",
        "lead-with": "leads the strengths",
    }[adjustment.change]
    return f"{name}: {done}. {adjustment.why}"
