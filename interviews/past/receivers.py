"""What interviews tell the desk of a role: how its candidates are looked at, and what past candidates met of its bars."""

from typing import Any

from django.dispatch import receiver

from hiring.desk.signals import assessments_wanted, desk_panels_wanted
from hiring.linter.mentions import mentions_in, tokens_in
from hiring.linter.terms import Assessment
from hiring.roles.models import Role
from interviews.past.queries import past_count
from workspace.panels import Panel
from workspace.staff.models import User


@receiver(assessments_wanted, dispatch_uid="interviews.tell_assessments")
def tell_assessments(role: Role, **_: Any) -> list[Assessment]:
    """The interviews of a role's plan, each with the topics its kit's competencies are about. Two queries."""
    planned = role.planned_interviews.select_related("kit").prefetch_related("kit__competencies__competency")
    return [
        Assessment(
            str(one.kit), frozenset().union(*(_topics(probe.competency) for probe in one.kit.competencies.all()))
        )
        for one in planned
    ]


def _topics(competency: Any) -> frozenset[str]:
    """By its words: an organisation's own competencies have topics too."""
    words = f"{competency.name}. {competency.description}"
    return frozenset(one.name for one in mentions_in(words, tokens_in(words)) if one.group == "topic")


@receiver(desk_panels_wanted, dispatch_uid="interviews.past_panel")
def past_panel(role: Role, viewer: User, **_: Any) -> list[Panel]:
    """How many past candidates met this role's bars. Two queries."""
    count = past_count(role, viewer)
    return [Panel("interviews/past/panel.html", order=10, context={"count": count, "role": role})]
