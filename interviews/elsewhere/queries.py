"""Rows turned into what the lookup asks."""

from hiring.pipeline.models import Application
from hiring.roles.enums import RoleState
from hiring.roles.models import Role
from interviews.decisions.debrief import Debrief
from interviews.decisions.models import Verdict
from interviews.elsewhere.lookup import Fit, KnownBar, RoleAsks, roles_that_fit
from interviews.rule.outcome import Outcome
from interviews.rule.strengths import HypothesisState
from interviews.rule.terms import Key
from workspace.staff.models import User


def confirmed_in(computed: Outcome) -> tuple[Key, ...]:
    """Return the competencies whose hypothesis two independent people confirmed."""
    return tuple(one.hypothesis.criterion for one in computed.strengths if one.state is HypothesisState.CONFIRMED)


def roles_elsewhere(application: Application, found: Debrief, viewer: User) -> tuple[Fit, ...]:
    """Return the other open roles for which this person's confirmed strengths speak, of those `viewer` may see; nothing before a “no”,
    and nothing for somebody who is not to be contacted. None or four queries."""
    if found.latest is None or found.latest.verdict != Verdict.NO or application.candidate.do_not_contact:
        return ()
    if not (confirmed := confirmed_in(found.outcome)):
        return ()
    levels = dict(application.role.criteria.values_list("competency", "bar_level"))
    known = [
        KnownBar(one.bar.criterion, one.state, levels.get(int(one.bar.criterion), "")) for one in found.outcome.bars
    ]
    return roles_that_fit(confirmed, known, _asking(application, confirmed, viewer))


def _asking(application: Application, confirmed: tuple[Key, ...], viewer: User) -> list[RoleAsks]:
    taken = Application.objects.active().filter(candidate=application.candidate_id).values("role")
    roles = (
        Role.objects.visible_to(viewer)
        .filter(state=RoleState.OPEN, criteria__may_be_strength=True, criteria__competency__in=confirmed)
        .exclude(pk=application.role_id)
        .exclude(pk__in=taken)
        .distinct()
        .prefetch_related("criteria__competency")
    )
    return [role_asks(role) for role in roles]


def role_asks(role: Role) -> RoleAsks:
    """Return what a role asks for, from criteria that were fetched along."""
    criteria = list(role.criteria.all())
    return RoleAsks(
        key=role.slug,
        title=role.title,
        strengths=tuple((one.competency_id, one.competency.name) for one in criteria if one.may_be_strength),
        bars=tuple((one.competency_id, one.competency.name, one.bar_level) for one in criteria if one.bar_level),
    )
