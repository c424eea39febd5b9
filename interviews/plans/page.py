"""What the pages of one application share: their tabs, and the panel about what the rule costs."""

from dataclasses import dataclass

from django.urls import reverse

from hiring.pipeline.models import Application
from interviews.plans.coverage import Coverage
from interviews.rule.cost import price_lines
from workspace.staff.models import User


@dataclass(frozen=True)
class Tab:
    """One page of an application, as the shell's tabs want it."""

    label: str
    url: str
    active: bool
    count: int = 0


@dataclass(frozen=True)
class PricePanel:
    """What the rule costs: one sentence, and the lines of the table behind it (none without bars)."""

    sentence: str
    lines: tuple[tuple[str, str], ...]


def tabs_of(application: Application, user: User, here: str) -> list[Tab]:
    """The pages of this application that `user` may open; `here` is the one being shown, so that one they may."""
    pages = [
        ("Application", "hiring:application", "hiring.view_application"),
        ("Plan", "interviews:plan", "interviews.view_plan"),
        ("Debrief", "interviews:debrief", "interviews.open_debrief"),
    ]
    return [
        Tab(label, reverse(name, args=[application.uuid]), name == here)
        for label, name, permission in pages
        if name == here or user.has_perm(permission, application)
    ]


def price_panel(coverage: Coverage) -> PricePanel:
    """The panel for a plan's bars."""
    return PricePanel(coverage.price_sentence, price_lines(coverage.price) if coverage.bars else ())
