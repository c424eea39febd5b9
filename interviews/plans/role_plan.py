"""A role's own interview plan: which kits, what they probe of everything the role may ask, and what its rule costs."""

from dataclasses import dataclass

from hiring.roles.enums import BarPolicy
from hiring.roles.models import Role, RoleCompetency
from interviews.kits.models import Kit as KitRow
from interviews.plans.agreement import reliabilities
from interviews.plans.coverage import Cover, covers
from interviews.plans.matrix import Matrix, matrix_of
from interviews.plans.models import PlannedInterview
from interviews.plans.page import GainPanel
from interviews.plans.panel import Panel
from interviews.plans.queries import as_kit, fitting, rule_of
from interviews.plans.remarks import COMFORTABLE_INTERVIEWS
from interviews.rule.cost import PlannedBar, in_ten, meets_after
from interviews.rule.policies import Alternative, ways
from interviews.rule.reliability import Reliability, gain_in_words
from interviews.rule.terms import Bar, BarMark, Hypothesis, Kind
from interviews.rule.wording import listed, number, opened
from interviews.scorecards.models import Scorecard


@dataclass(frozen=True)
class RolePlan:
    """Everything the page of a role's plan shows. `judged` is how many open applications have ratings already."""

    planned: tuple[PlannedInterview, ...]
    criteria: tuple[RoleCompetency, ...]
    panel: Panel
    matrix: Matrix
    ways: tuple[Alternative, ...]
    gains: GainPanel
    warnings: tuple[str, ...]
    judged: int

    @property
    def bars(self) -> tuple[RoleCompetency, ...]:
        return tuple(one for one in self.criteria if one.bar_level)

    @property
    def current(self) -> Alternative | None:
        """The way the role goes now; None without a bar."""
        return next((one for one in self.ways if one.is_current), None)

    @property
    def one_rating(self) -> list[tuple[BarMark, str]]:
        """What one rating of a bar says about people in general."""
        pool = self.panel.pool
        return [(mark, in_ten(meets_after(mark, pool))) for mark in BarMark]


def kits_for(role: Role) -> list[KitRow]:
    """The kits a role's plan may ask for: in use, for its profile or any, of its team or everybody's. One query."""
    rows = KitRow.objects.filter(fitting(role), retired_at=None)
    return list(rows.select_related("assessment_type").order_by("assessment_type__position", "name", "pk"))


def role_plan_of(role: Role) -> RolePlan:
    """Derive a role's plan. Five queries."""
    planned = tuple(
        role.planned_interviews.select_related("kit__assessment_type", "stage").prefetch_related("kit__competencies")
    )
    criteria = tuple(role.criteria.select_related("competency"))
    agreed = reliabilities()
    panel = _panel(role, planned, criteria, agreed[False])
    found = covers(panel)
    bars = tuple(
        PlannedBar(min(max(cover.planned, 1), 3), bar.must_not_be_wrong)
        for bar, cover in zip(panel.bars, found[len(panel.hypotheses) :], strict=True)
    )
    judged = Scorecard.objects.submitted().filter(application__role=role, application__standing="active", counts=True)
    return RolePlan(
        planned=planned,
        criteria=criteria,
        panel=panel,
        matrix=matrix_of(panel, found),
        ways=ways(bars, pool=panel.pool, rule=panel.rule),
        gains=GainPanel(agreed[False], agreed[True], panel.interviews),
        warnings=_warnings(panel, found),
        judged=judged.values("application").distinct().count(),
    )


def _panel(
    role: Role, planned: tuple[PlannedInterview, ...], criteria: tuple[RoleCompetency, ...], reliability: Reliability
) -> Panel:
    two_sided = role.bar_policy == BarPolicy.TWO_SIDED
    return Panel(
        hypotheses=tuple(Hypothesis(one.competency_id, one.competency.name) for one in criteria if one.may_be_strength),
        bars=tuple(
            Bar(one.competency_id, one.competency.name, two_sided or one.must_not_be_wrong)
            for one in criteria
            if one.bar_level
        ),
        planned=tuple(as_kit(one.kit) for one in planned),
        rule=rule_of(role),
        reliability=reliability,
    )


def _warnings(panel: Panel, found: tuple[Cover, ...]) -> tuple[str, ...]:
    """What the plan lacks whatever strength is named, and what it has too much of."""
    told = []
    needed = panel.rule.confirmations
    thin = [one.name for one in found if one.kind is Kind.STRENGTH and one.planned < needed]
    if thin and panel.planned:
        told.append(
            f"{listed(thin)} could not be confirmed by this plan: {number(needed)} independent looks in depth are needed."
        )
    blind = [one.name for one in found if one.kind is Kind.BAR and not one.planned]
    if blind and panel.planned:
        told.append(f"Nothing looks at {'the bar' if len(blind) == 1 else 'the bars'} {listed(blind)}.")
    if panel.interviews > COMFORTABLE_INTERVIEWS:
        gain = gain_in_words(panel.interviews - 1, panel.reliability.value)
        told.append(f"{opened(number(panel.interviews))} interviews ask much of a candidate. {gain}")
    return tuple(told)
