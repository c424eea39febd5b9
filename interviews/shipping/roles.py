"""Competencies, role profiles, stage templates and closing reasons, as rows."""

from collections.abc import Callable
from typing import Any

from hiring.catalogue import reading
from hiring.catalogue.reading import ShippedProfile
from hiring.pipeline.enums import ReasonSide
from hiring.pipeline.models import ClosingReason
from hiring.roles.models import Competency, ProfileCompetency, RoleProfile, StageTemplate, TemplateStage
from interviews.shipping.rows import Tally, by_slug, has_children, replace_children, ship


def ship_competencies(tally: Tally) -> None:
    """Put the competencies into rows."""
    for position, one in enumerate(reading.competencies()):
        ship(
            Competency,
            tally,
            slug=one.slug,
            name=one.name,
            description=one.summary,
            mistaken_for=one.mistaken_for,
            side=one.side,
            strength_anchors=list(one.strength_anchors),
            bar_low=one.bars["low"],
            bar_mid=one.bars["mid"],
            bar_high=one.bars["high"],
            bar_hints=list(one.near.values()),
            position=position,
        )


def ship_profiles(tally: Tally) -> None:
    """Put the role profiles into rows, with what each says of its competencies."""
    competency = by_slug(Competency)
    for position, profile in enumerate(reading.role_profiles()):
        row, ours = ship(
            RoleProfile,
            tally,
            slug=profile.slug,
            name=profile.name,
            job=profile.job,
            work_product=profile.work_product,
            tools=", ".join(profile.tools),
            ml_skill=profile.ml.level,
            software_skill=profile.software.level,
            communication=profile.communication.level,
            advice=f"{profile.note}\n\nAsk first: {profile.ask_first}",
            position=position,
        )
        wanted = _named(profile, competency)
        if ours and not has_children(row.competencies.all(), wanted):
            replace_children(ProfileCompetency, {"profile": row}, wanted)


def _named(profile: ShippedProfile, competency: Callable[[str], Competency]) -> list[dict[str, Any]]:
    """What a profile says of each competency it names: strengths first, then bars."""
    named = [(one.competency, True, "") for one in profile.strengths]
    named += [(one.competency, False, one.level) for one in profile.bars]
    return [
        {
            "competency_id": competency(slug).pk,
            "may_be_strength": may_be_strength,
            "bar_level": level,
            "position": position,
        }
        for position, (slug, may_be_strength, level) in enumerate(named)
    ]


def ship_stage_templates(tally: Tally) -> None:
    """Put the stage templates into rows. One that is named like a profile is that profile's own."""
    profiles = {profile.slug: profile for profile in RoleProfile.objects.all()}
    for template in reading.stage_templates():
        row, ours = ship(
            StageTemplate, tally, slug=template.slug, name=template.name, profile=profiles.get(template.slug)
        )
        wanted = [
            {"name": stage.name, "kind": stage.kind, "sla_days": stage.sla_days, "position": position}
            for position, stage in enumerate(template.stages)
        ]
        if ours and not has_children(row.stages.order_by("position"), wanted):
            replace_children(TemplateStage, {"template": row}, wanted)


def ship_reasons(tally: Tally) -> None:
    """Put the reasons for which applications end into rows."""
    for position, reason in enumerate(reading.closing_reasons()):
        ship(
            ClosingReason,
            tally,
            slug=reason.slug,
            side=ReasonSide.OURS if reason.kind == "rejection" else ReasonSide.THEIRS,
            text=reason.name,
            motivation=reason.motivation,
            position=position,
        )
