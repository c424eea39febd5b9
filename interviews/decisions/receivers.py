"""What decisions add to an application's page and to the log, and what erasing a candidate takes out of them."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.decisions import approvals, gaps
from interviews.decisions.models import Approval, Decision, GapPlan
from interviews.decisions.queries import decisions_of
from interviews.scorecards.receivers import ERASED
from interviews.scorecards.rules import blinded_applications
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.staff.models import User

__all__ = ["approvals", "debrief_panel", "gaps"]  # importing `approvals` and `gaps` registers their reminders


@receiver(application_panels_wanted, dispatch_uid="interviews.debrief_panel")
def debrief_panel(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """The decision that stands, and the way to the debrief. One query: the page is full of others' already.

    To whoever owes a scorecard here it looks as if nothing were decided.
    """
    if not viewer.has_perm("interviews.open_debrief", application):
        return []
    decision = decisions_of(application).exclude(application__in=blinded_applications(viewer)).first()
    named = {"tab": "Debrief", "page": "Debrief", "page_url": reverse("interviews:debrief", args=[application.uuid])}
    return [Panel("interviews/decisions/panel.html", order=10, context={"decision": decision}, side=True, **named)]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_reasons")
def forget_reasons(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear every word of decisions about a person. That and how it was decided stays, as reports count it."""
    decisions = Decision.erasable.filter(application__candidate=candidate)
    decisions.update(reasons=ERASED, outcome={})
    decisions.exclude(plan="").update(plan=ERASED)
    GapPlan.objects.filter(decision__application__candidate=candidate).exclude(note="").update(note=ERASED)
    answers = Approval.erasable.filter(decision__application__candidate=candidate)
    answers.exclude(reasons="").update(reasons=ERASED)


@receiver(candidate_copy_wanted, dispatch_uid="interviews.copy_decisions")
def copy_decisions(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person what was decided about them, as far as the viewer may know it."""
    whole = Application.objects.in_roles_of(viewer).filter(candidate=candidate)
    decisions = Decision.objects.filter(application__in=whole, undo=None).exclude(
        application__in=blinded_applications(viewer)
    )
    return {"decisions": list(decisions.order_by("pk").values("verdict", "reasons", "plan", "created_at"))}


def name_decisions(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whom these decisions are about, today. One query."""
    rows = Decision.objects.filter(uuid__in=uuids).select_related("application__candidate")
    return {
        row.uuid: Named(
            f"decision on {row.application.candidate}", reverse("interviews:debrief", args=[row.application.uuid])
        )
        for row in rows
    }


name_rows("decision", name_decisions)
say("signed_decision", "signed a")
say("approved_decision", "approved, as second person, a")
say("undid_decision", "took back a")
say("closed_gap", "closed the gap left by a")
say("turned_down_decision", "did not approve, as second person, a")
