"""What plans add to an application's page, and what erasing a candidate takes out of them."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from candidates.people.models import Candidate
from candidates.people.signals import candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.kits.models import Kit
from interviews.kits.signals import kit_replaced
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
    return [Panel("interviews/plans/panel.html", order=10, context=context, tab="Strengths")]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_hypotheses")
def forget_hypotheses(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear what was expected of a person and why. That something was expected stays, as reports count it."""
    Hypothesis.objects.filter(application__candidate=candidate).update(suggested_by=ERASED, refuted_by=ERASED)


@receiver(kit_replaced, dispatch_uid="interviews.plan_newest_version")
def plan_newest_version(before: Kit, after: Kit, **_: Any) -> None:
    """A plan that asks for a kit asks for its newest version."""
    PlannedInterview.objects.filter(kit=before).update(kit=after, updated_at=timezone.now())


say("wrote_hypotheses", "named what to validate ({count})")
