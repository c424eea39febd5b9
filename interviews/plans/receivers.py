"""What plans add to an application's page, and what erasing a candidate takes out of them."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from candidates.people.models import Candidate
from candidates.people.signals import candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from hiring.roles.models import Role
from hiring.roles.signals import role_made, role_panels_wanted
from interviews.kits.models import Kit
from interviews.kits.signals import kit_replaced
from interviews.plans.actions import plan_by_default
from interviews.plans.models import Hypothesis, PlannedInterview
from interviews.scorecards.receivers import ERASED
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User


@receiver(application_panels_wanted, dispatch_uid="interviews.plan_panel")
def plan_panel(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """The strengths named for this application, and the way to its plan. One query."""
    if not viewer.has_perm("interviews.view_plan", application):
        return []
    context = {
        "hypotheses": list(application.hypotheses.filter(withdrawn_at=None).select_related("competency")),
        "may_write": application.is_active and viewer.has_perm("interviews.write_hypotheses", application),
    }
    url = reverse("interviews:plan", args=[application.uuid])
    return [Panel("interviews/plans/panel.html", order=10, context=context, tab="Strengths", page="Plan", page_url=url)]


@receiver(role_made, dispatch_uid="interviews.plan_by_default")
def plan_a_new_role(role: Role, by: User, **_: Any) -> None:
    """A role that was just made starts with the plan shipped for its profile."""
    plan_by_default(role=role, by=by)


@receiver(role_panels_wanted, dispatch_uid="interviews.role_plan_panel")
def role_plan_panel(role: Role, viewer: User, **_: Any) -> list[Panel]:
    """The kits of a role's plan, and the way to it. One query."""
    if not viewer.has_perm("interviews.view_role_plan", role):
        return []
    planned = list(role.planned_interviews.select_related("kit"))
    return [Panel("interviews/plans/role_panel.html", order=20, context={"role": role, "planned": planned}, side=True)]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_hypotheses")
def forget_hypotheses(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear what was expected of a person and why. That something was expected stays, as reports count it."""
    Hypothesis.objects.filter(application__candidate=candidate).update(suggested_by=ERASED, refuted_by=ERASED)


@receiver(kit_replaced, dispatch_uid="interviews.plan_newest_version")
def plan_newest_version(before: Kit, after: Kit, **_: Any) -> None:
    """A plan that asks for a kit asks for its newest version."""
    PlannedInterview.objects.filter(kit=before).update(kit=after, updated_at=timezone.now())


say("planned_interviews", "planned {count} interviews for")
say("set_rule", "set the decision rule of")
say("wrote_hypotheses", "named what to validate ({count})")
