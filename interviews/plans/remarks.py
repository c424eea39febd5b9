"""What is said about a plan as a whole: too much of something, too little, or one side of the house only."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from interviews.plans.panel import Booked, Panel, Side
from interviews.rule.reliability import gain_in_words
from interviews.rule.wording import listed, number, opened

COMFORTABLE_HYPOTHESES = 2
COMFORTABLE_BARS = 4
COMFORTABLE_INTERVIEWS = 5


class WarningKind(enum.Enum):
    """What a warning about a plan is about."""

    NO_HYPOTHESIS = "no hypothesis"
    MANY_HYPOTHESES = "many hypotheses"
    NO_BAR = "no bar"
    MANY_BARS = "many bars"
    MANY_INTERVIEWS = "many interviews"
    ONE_SIDED = "one-sided panel"


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """A plain sentence about the plan as a whole, with its price where there is one."""

    kind: WarningKind
    sentence: str


def warnings_of(panel: Panel, price_sentence: str) -> tuple[PlanWarning, ...]:
    """What should be thought of twice, the most basic first; `price_sentence` is what the bars cost."""
    found: list[tuple[WarningKind, str]] = []
    hypotheses, bars = len(panel.hypotheses), len(panel.bars)
    interviews = panel.interviews
    if not hypotheses:
        found.append(
            (WarningKind.NO_HYPOTHESIS, "No strength is named yet. Without a hypothesis nothing can be confirmed.")
        )
    if hypotheses > COMFORTABLE_HYPOTHESES:
        looks = hypotheses * panel.rule.confirmations
        found.append(
            (
                WarningKind.MANY_HYPOTHESES,
                f"{opened(number(hypotheses))} hypotheses need {number(looks)} independent looks in depth; one or two are "
                "easier to validate and less often confirmed by chance.",
            )
        )
    if not bars:
        found.append((WarningKind.NO_BAR, "No minimum bar is named, so the strengths alone decide."))
    if bars > COMFORTABLE_BARS:
        found.append((WarningKind.MANY_BARS, f"More than {number(COMFORTABLE_BARS)} bars are dear. {price_sentence}"))
    if interviews > COMFORTABLE_INTERVIEWS:
        gain = gain_in_words(interviews - 1, panel.reliability.value)
        found.append(
            (WarningKind.MANY_INTERVIEWS, f"{opened(number(interviews))} interviews ask much of a candidate. {gain}")
        )
    if missing := missing_sides(panel.booked):
        sides = listed([f"no {side.value}" for side in missing])
        found.append((WarningKind.ONE_SIDED, f"{opened(sides)} is on this panel yet; hear both sides before deciding."))
    return tuple(PlanWarning(kind, sentence) for kind, sentence in found)


def missing_sides(booked: Sequence[Booked]) -> tuple[Side, ...]:
    """Which of researchers and engineers this panel lacks; nothing while nobody is booked."""
    present = {one.interviewer.side for one in booked if one.counts}
    return tuple(side for side in (Side.RESEARCHER, Side.ENGINEER) if side not in present) if booked else ()


@dataclass(frozen=True, slots=True)
class Mix:
    """Who of the panel is a researcher, who an engineer, who neither; and in words, which side is missing."""

    researchers: tuple[str, ...]
    engineers: tuple[str, ...]
    others: tuple[str, ...]
    missing: tuple[Side, ...]

    @property
    def sentence(self) -> str:
        if not (self.researchers or self.engineers or self.others):
            return "Nobody is booked yet. Hear a researcher and an engineer, whatever the role."
        if not self.missing:
            return "Both sides are heard."
        missing = listed([f"no {side.value}" for side in self.missing])
        return f"{opened(missing)} yet: ask one before deciding."


def mix_of(panel: Panel) -> Mix:
    """The sides of those who count, each person once, in the order of their interviews."""
    people = {one.interviewer.key: one.interviewer for one in panel.booked if one.counts}.values()
    names = {side: tuple(person.name for person in people if person.side is side) for side in Side}
    return Mix(names[Side.RESEARCHER], names[Side.ENGINEER], names[Side.OTHER], missing_sides(panel.booked))
