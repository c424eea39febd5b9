"""Making and changing roles. Opening, holding and closing them touches applications and lives in `pipeline.role_states`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from hiring.roles.enums import BarPolicy, RequirementKind
from hiring.roles.models import Requirement, Role, RoleCompetency, RoleMember, RoleProfile, Stage, StageTemplate
from hiring.roles.opening import Criterion
from hiring.roles.refusals import RoleRefused
from hiring.roles.signals import role_made
from hiring.teams.models import Team
from workspace.activity.actions import log_activity
from workspace.staff.models import User

FIELDS = ("title", "hiring_manager", "recruiter", "openings", "is_confidential", "location", "problem", "outcomes")


@transaction.atomic
def make_role(
    *,
    team: Team,
    profile: RoleProfile,
    title: str,
    hiring_manager: User,
    recruiter: User | None = None,
    criteria: Iterable[Criterion] = (),
    lists: Mapping[str, Sequence[str]] | None = None,
    template: StageTemplate | None = None,
    by: User,
    **fields: Any,
) -> Role:
    """Make a role as a draft. `lists` holds texts by RequirementKind; `fields` are any others of FIELDS."""
    role = Role.objects.create(
        team=team, profile=profile, title=title, hiring_manager=hiring_manager, recruiter=recruiter, **fields
    )
    set_criteria(role=role, criteria=criteria)
    for kind, texts in (lists or {}).items():
        set_requirements(role=role, kind=kind, texts=texts)
    for stage in template.stages.all() if template else []:
        Stage.objects.create(
            role=role, name=stage.name, kind=stage.kind, sla_days=stage.sla_days, position=stage.position
        )
    role_made.send(sender=Role, role=role, by=by)
    log_activity(verb="made_role", subject=role, by=by, role=role.uuid, facts={"profile": profile.slug})
    return role


@transaction.atomic
def edit_role(
    *,
    role: Role,
    criteria: Iterable[Criterion] | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
    by: User,
    **fields: Any,
) -> Role:
    """Change a role: any of FIELDS, and its criteria and lists where given."""
    role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    changed = sorted(name for name in FIELDS if name in fields and getattr(role, name) != fields[name])
    for name in changed:
        setattr(role, name, fields[name])
    role.save(update_fields=[*changed, "updated_at"])
    if criteria is not None:
        set_criteria(role=role, criteria=criteria)
    for kind, texts in (lists or {}).items():
        set_requirements(role=role, kind=kind, texts=texts)
    log_activity(verb="edited_role", subject=role, by=by, role=role.uuid, facts={"fields": changed})
    return role


@transaction.atomic
def set_criteria(*, role: Role, criteria: Iterable[Criterion]) -> None:
    """Make these the role's criteria, in this order; those that name neither a strength nor a bar are not assessed, and leave."""
    kept = []
    for position, one in enumerate(one for one in criteria if one.may_be_strength or one.bar_level):
        anchor = (one.bar_anchor.strip() or one.competency.bar_anchor(one.bar_level)) if one.bar_level else ""
        values = {
            "may_be_strength": one.may_be_strength,
            "bar_level": one.bar_level,
            "bar_anchor": anchor,
            "position": position,
        }
        row, _ = RoleCompetency.objects.update_or_create(role=role, competency=one.competency, defaults=values)
        kept.append(row.pk)
    role.criteria.exclude(pk__in=kept).delete()


@transaction.atomic
def set_rule(
    *,
    role: Role,
    bar_policy: BarPolicy,
    strength_level: int,
    confirmations: int,
    careful: Collection[int],
    by: User,
) -> Role:
    """Set the parameters of a role's decision rule; `careful` are the competencies whose bars must not be wrong."""
    role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    before = _rule_facts(role)
    role.bar_policy, role.strength_level, role.confirmations = bar_policy, strength_level, confirmations
    role.save(update_fields=["bar_policy", "strength_level", "confirmations", "updated_at"])
    role.criteria.update(must_not_be_wrong=Q(competency__in=list(careful)) & ~Q(bar_level=""))
    if (after := _rule_facts(role)) != before:
        log_activity(verb="set_rule", subject=role, by=by, role=role.uuid, facts={"before": before, "after": after})
    return role


def _rule_facts(role: Role) -> dict[str, Any]:
    careful = role.criteria.filter(must_not_be_wrong=True).order_by("competency__slug")
    return {
        "bar_policy": str(role.bar_policy),
        "strength_level": role.strength_level,
        "confirmations": role.confirmations,
        "careful": list(careful.values_list("competency__slug", flat=True)),
    }


@transaction.atomic
def set_requirements(*, role: Role, kind: str, texts: Sequence[str]) -> None:
    """Make these the role's texts of one kind, in this order. A text that stays keeps its row, and so its competency."""
    known = {row.text: row for row in role.requirements.filter(kind=RequirementKind(kind))}
    kept = []
    for position, text in enumerate(dict.fromkeys(text.strip() for text in texts if text.strip())):
        row = known.get(text) or Requirement(role=role, kind=kind, text=text)
        row.position = position
        row.save()
        kept.append(row.pk)
    role.requirements.filter(kind=kind).exclude(pk__in=kept).delete()


@transaction.atomic
def add_member(*, role: Role, user: User, by: User) -> RoleMember:
    """Let somebody see a role and all its applications."""
    if user.pk in {role.hiring_manager_id, role.recruiter_id}:
        raise RoleRefused(f"{user} already runs this role.")
    member, made = RoleMember.objects.get_or_create(role=role, user=user, defaults={"added_by": by})
    if not made:
        raise RoleRefused(f"{user} is a member already.")
    log_activity(verb="added_member", subject=user, by=by, role=role.uuid)
    return member


@transaction.atomic
def remove_member(*, role: Role, user: User, by: User) -> None:
    """Take the sight of a role away again. What they wrote stays."""
    gone, _ = RoleMember.objects.filter(role=role, user=user).delete()
    if not gone:
        raise RoleRefused(f"{user} is not a member.")
    log_activity(verb="removed_member", subject=user, by=by, role=role.uuid)
