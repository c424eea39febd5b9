"""Changing what the organisation means by its words. Roles that exist keep the anchors they copied."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hiring.roles.models import Competency, ProfileCompetency, RoleProfile, StageTemplate, TemplateStage
from hiring.roles.opening import Criterion
from workspace.activity.actions import log_activity
from workspace.staff.models import User


@transaction.atomic
def save_competency(*, competency: Competency | None, fields: dict[str, Any], by: User) -> Competency:
    """Write a competency, new or changed. From now on it is the organisation's own: a later release leaves it alone."""
    is_new = competency is None
    if competency is None:
        last = Competency.objects.order_by("-position").first()
        competency = Competency(slug=_free_slug(fields["name"]), position=last.position + 1 if last else 0)
    for name, value in fields.items():
        setattr(competency, name, value)
    competency.is_shipped = False
    competency.save()
    log_activity(verb="added_competency" if is_new else "edited_competency", subject=competency, by=by)
    return competency


@transaction.atomic
def save_template(
    *, template: StageTemplate, name: str, stages: Iterable[tuple[str, str, int]], by: User
) -> StageTemplate:
    """Replace a template's stages. Roles that were opened from it keep theirs."""
    template.name, template.is_shipped = name, False
    template.save()
    template.stages.all().delete()
    TemplateStage.objects.bulk_create(
        TemplateStage(template=template, name=stage, kind=kind, sla_days=days, position=place)
        for place, (stage, kind, days) in enumerate(stages)
    )
    log_activity(verb="edited_stage_template", subject=template, by=by)
    return template


@transaction.atomic
def save_profile(
    *, profile: RoleProfile, criteria: Iterable[Criterion], fields: dict[str, Any], by: User
) -> RoleProfile:
    """Change a role profile and what it proposes of each competency. Roles that were opened from it keep theirs."""
    profile = RoleProfile.objects.select_for_update().get(pk=profile.pk)
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.is_shipped = False
    profile.save(update_fields=[*fields, "is_shipped", "updated_at"])
    profile.competencies.all().delete()
    named = [one for one in criteria if one.may_be_strength or one.bar_level]
    ProfileCompetency.objects.bulk_create(
        ProfileCompetency(
            profile=profile,
            competency=one.competency,
            may_be_strength=one.may_be_strength,
            bar_level=one.bar_level,
            position=position,
        )
        for position, one in enumerate(named)
    )
    log_activity(verb="edited_profile", subject=profile, by=by)
    return profile


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "competency"
    taken = set(Competency.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 2, stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
