"""What interviewers saw: ratings that fit a story, each with the words somebody wrote.

A story says how an application should look to the decision rule; the ratings are drawn until the rule agrees.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hiring.catalogue.proposing import propose
from hiring.catalogue.reading import archetype, role_profile
from interviews.catalogue.reading import ShippedKit, kits, plans
from interviews.rule.outcome import Outcome, Signal, outcome
from interviews.rule.terms import Bar, BarMark, BarRating, Hypothesis, StrengthRating
from workspace.catalogue.entries import Entry, read_entries

FILE = Path(__file__).parent / "observations.toml"

STRENGTH, BAR = "strength", "bar"
LEVELS = {"one": "1", "two": "2", "three": "3", "four": "4"}
MARKS = ("clearly_below", "just_below", "just_above", "clearly_above")
NOT_ASSESSED = ""

# How likely each choice is, by what is true of the person in the story.
DRAWS: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "strong": (("2", "3", "4"), (1, 6, 3)),
    "not strong": (("1", "2", "3"), (4, 6, 1)),
    "unclear": (("2", "3"), (1, 1)),
    "over the bar": (("just_below", "just_above", "clearly_above"), (1, 6, 5)),
    "under the bar": (("clearly_below", "just_below", "just_above"), (4, 6, 1)),
    "on the line": (("just_below", "just_above"), (1, 1)),
}


@dataclass(frozen=True)
class Seen:
    """One rating and what was written with it. `choice` is empty where nothing was assessed."""

    competency: str
    scale: str
    choice: str
    words: str


@dataclass(frozen=True)
class RoleFacts:
    """What a role asks for, as its profile and its team's shape propose, and the kits of its plan by kind of stage."""

    strengths: tuple[str, ...]
    bars: tuple[tuple[str, str], ...]
    planned: tuple[tuple[str, ShippedKit], ...]

    def kits_at(self, stage: str) -> tuple[ShippedKit, ...]:
        """The kits planned for one kind of stage."""
        return tuple(kit for kind, kit in self.planned if kind == stage)

    def kinds_that_probe(self, strength: str) -> int:
        """By how many kinds of assessment the plan looks at a strength in depth."""
        return len(
            {
                kit.assessment
                for _, kit in self.planned
                for probe in kit.probes
                if probe.competency == strength and probe.depth == "in-depth"
            }
        )

    def bars_beside(self, hypotheses: Iterable[str]) -> tuple[str, ...]:
        """The bars that are judged once these competencies are validated as strengths."""
        named = set(hypotheses)
        return tuple(slug for slug, _ in self.bars if slug not in named)


@cache
def role_facts(profile: str, shape: str) -> RoleFacts:
    """What a role of this profile asks for in a team of this shape."""
    shipped = role_profile(profile)
    assert shipped is not None
    proposal = propose(
        strengths=shipped.strengths, bars=shipped.bars, adjustments=archetype(shape).adjustments, profile=profile
    )
    known = {kit.slug: kit for kit in kits()}
    plan = next(plan for plan in plans() if plan.profile == profile)
    return RoleFacts(
        strengths=tuple(one.competency for one in proposal.strengths),
        bars=tuple((one.competency, one.level) for one in proposal.bars),
        planned=tuple((one.stage, known[one.kit]) for one in plan.interviews),
    )


@cache
def observations() -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    """What was written, by kit, competency, scale and choice."""
    found: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    for entries in read_entries(FILE, "seen", _observed, name="nothing"):
        found |= entries
    return found


def _observed(entry: Entry) -> dict[tuple[str, str, str, str], tuple[str, ...]]:
    kit, competency = entry.slug("kit"), entry.slug("competency")
    scale = entry.one_of("scale", (STRENGTH, BAR))
    choices = LEVELS if scale == STRENGTH else {mark: mark for mark in MARKS}
    return {(kit, competency, scale, choice): entry.texts(name) for name, choice in choices.items()}


class Voices:
    """Chooses words for a rating so that the same ones come back as late as possible."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used: Counter[str] = Counter()

    def choose(self, texts: Sequence[str]) -> str:
        """One of these texts, among those used least."""
        fewest = min(self._used[text] for text in texts)
        text = self._rng.choice([text for text in texts if self._used[text] == fewest])
        self._used[text] += 1
        return text

    def words_for(self, kit: str, competency: str, scale: str, choice: str) -> str:
        """What somebody wrote with this rating."""
        return self.choose(observations()[kit, competency, scale, choice])


def asked(kit: ShippedKit, hypotheses: Iterable[str], bars: Iterable[str]) -> list[tuple[str, str]]:
    """The criteria on a kit's scorecard that expect an answer: competency and scale."""
    depth = {probe.competency: probe.depth for probe in kit.probes}
    found = [(slug, STRENGTH) for slug in hypotheses if depth.get(slug) == "in-depth"]
    return found + [(slug, BAR) for slug in bars if slug in depth]


@dataclass(frozen=True)
class Truth:
    """What is true of somebody in a story: by competency, one of the keys of DRAWS."""

    strengths: dict[str, str]
    bars: dict[str, str]

    def draw(self, competency: str, scale: str, rng: random.Random) -> str:
        """A rating of this person, with an interviewer's noise."""
        choices, weights = DRAWS[(self.strengths if scale == STRENGTH else self.bars)[competency]]
        return rng.choices(choices, weights)[0]


def truth_of(story: str, hypotheses: Sequence[str], bars: Sequence[str], rng: random.Random) -> Truth:
    """Who somebody is, so that their story can come about: "hire", "no bar", "no strength" or "unsure"."""
    strengths = {slug: rng.choice(("strong", "unclear", "not strong")) for slug in hypotheses}
    levels = dict.fromkeys(bars, "over the bar")
    if story in {"hire", "unsure", "waiver"}:
        strengths[hypotheses[0]] = "strong"
    if story == "no strength":
        strengths = dict.fromkeys(hypotheses, "not strong")
    if story in {"no bar", "waiver", "unsure"}:
        levels[rng.choice(bars)] = "on the line" if story == "unsure" else "under the bar"
    return Truth(strengths, levels)


Ratings = dict[str, list[tuple[str, str, str]]]

SIGNALS = {
    "hire": Signal.HIRE,
    "no bar": Signal.NO,
    "no strength": Signal.NO,
    "waiver": Signal.NO,
    "unsure": Signal.MORE_EVIDENCE,
}


def draw_panel(
    story: str, kits: Sequence[ShippedKit], hypotheses: Sequence[str], bars: Sequence[str], rng: random.Random
) -> tuple[Truth, Ratings]:
    """Ratings in each kit that the rule reads as the story wants: kit to (competency, scale, choice)."""
    for _ in range(400):
        truth = truth_of(story, hypotheses, bars, rng)
        panel = {
            kit.slug: [(slug, scale, truth.draw(slug, scale, rng)) for slug, scale in asked(kit, hypotheses, bars)]
            for kit in kits
        }
        if _fits(story, judge([(kit, kit.slug, panel[kit.slug]) for kit in kits], hypotheses, bars)):
            return truth, panel
    raise RuntimeError(f"no panel of {len(kits)} kits tells the story “{story}”")


def _fits(story: str, found: Outcome) -> bool:
    confirmed = any(finding.state.value == "confirmed" for finding in found.strengths)
    failed = [finding for finding in found.bars if finding.state.value == "not met"]
    if found.signal is not SIGNALS[story]:
        return False
    if story == "no strength":
        return not failed
    if story == "no bar":
        return len(failed) == 1
    if story == "waiver":
        return len(failed) == 1 and confirmed and all(one in failed or one.state.value == "met" for one in found.bars)
    if story == "unsure":
        return any(finding.state.value == "borderline" for finding in found.bars)
    return True


def judge(
    cards: Iterable[tuple[ShippedKit, str, Sequence[tuple[str, str, str]]]],
    hypotheses: Sequence[str],
    bars: Sequence[str],
    names: dict[str, str] | None = None,
) -> Outcome:
    """What the rule makes of these scorecards, each a kit, its author and its ratings."""
    names = names or {}
    strengths, marks = [], []
    for order, (kit, author, ratings) in enumerate(cards):
        for competency, scale, choice in ratings:
            facts = (competency, author, kit.assessment)
            if scale == STRENGTH:
                strengths.append(StrengthRating(*facts, level=int(choice) if choice else None, order=order))
            else:
                marks.append(BarRating(*facts, mark=BarMark(choice) if choice else None, order=order))
    return outcome(
        hypotheses=[Hypothesis(slug, names.get(slug, slug)) for slug in hypotheses],
        bars=[Bar(slug, names.get(slug, slug)) for slug in bars],
        strength_ratings=strengths,
        bar_ratings=marks,
    )
