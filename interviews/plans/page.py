"""What the pages of one application share: their tabs, and the panel about what the rule costs."""

from dataclasses import dataclass, field

from django.urls import reverse

from hiring.pipeline.models import Application
from interviews.plans.coverage import Coverage
from interviews.plans.panel import Panel
from interviews.rule.cost import price_lines
from interviews.rule.policies import Alternative, ways
from interviews.rule.reliability import Gain, Reliability, gains
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
    """What the rule costs: one sentence, the lines of the table behind it (none without bars), and what it rests on."""

    sentence: str
    lines: tuple[tuple[str, str], ...]
    reliability: Reliability = field(default_factory=Reliability)
    ways: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class GainPanel:
    """What one interview more is worth: a line for each number of interviews, by separate people and by two in one room.

    `planned` is how many interviews the candidate sits through as things stand.
    """

    separate: Reliability
    same_room: Reliability
    planned: int

    @property
    def lines(self) -> list[tuple[Gain, Gain, bool]]:
        """Both lines for each number, and whether it is the number planned."""
        pairs = zip(gains(self.separate.value), gains(self.same_room.value), strict=True)
        return [(apart, together, apart.interviews == self.planned) for apart, together in pairs]


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


def price_panel(coverage: Coverage, panel: Panel | None = None) -> PricePanel:
    """The panel for a plan's bars; with the `panel` it was derived from, also what other ways would cost."""
    lines = price_lines(coverage.price) if coverage.bars else ()
    if panel is None:
        return PricePanel(coverage.price_sentence, lines)
    others = ways(coverage.planned_bars, pool=panel.pool, rule=panel.rule)
    return PricePanel(coverage.price_sentence, lines, panel.reliability, others)
