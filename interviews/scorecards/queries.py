"""What a scorecard asks, what it says, and what others may be told of it."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from hiring.pipeline.models import Application
from hiring.roles.models import Competency
from interviews.kits.models import Depth, Kit
from interviews.scorecards.completeness import Asked
from interviews.scorecards.draft import NOT_ASSESSED, Draft, TypedRating
from interviews.scorecards.models import Rating, Scale, Scorecard, ScorecardVersion


@dataclass(frozen=True)
class Criterion:
    """One thing a scorecard asks.

    A strength has four written `steps`, the kit's own where it has them, and what would refute the hypothesis; a bar has its role's `anchor`,
    what meeting it looks like `in_kit`, and four steps too. `is_expected` says that the kit covers it: others are offered too, but may be left blank.
    """

    scale: Scale
    competency: Competency
    is_expected: bool
    steps: tuple[str, ...] = ()
    anchor: str = ""
    in_kit: str = ""
    refuted_by: str = ""

    @property
    def key(self) -> str:
        return f"{self.scale.value}-{self.competency.slug}"

    @property
    def name(self) -> str:
        return self.competency.name

    @property
    def asked(self) -> Asked:
        return Asked(self.key, self.name, self.is_expected)


def criteria_for(scorecard: Scorecard) -> tuple[Criterion, ...]:
    """Return what a scorecard asks now: strengths that are hypotheses at this moment, and the role's other bars. Three queries, four once
    it was submitted.

    A hypothesis is offered whether the kit probes it in depth or not; only where it does is an answer expected. Of an amendment nothing
    is expected that was not asked before.
    """
    criteria = criteria_asked(scorecard.kit, scorecard.application)
    if scorecard.submitted_at is None:
        return criteria
    answered = {rating.key for rating in typed_in(latest_version(scorecard).ratings.select_related("competency"))}
    return tuple(dataclasses.replace(one, is_expected=one.is_expected and one.key in answered) for one in criteria)


def criteria_asked(kit: Kit, application: Application) -> tuple[Criterion, ...]:
    """Return what a kit asks of an application now. Three queries."""
    # Plans stand above scorecards: their rows are reached through the application and the role they hang on.
    covered = {probe.competency_id: probe for probe in kit.competencies.all()}
    hypotheses = application.hypotheses.filter(withdrawn_at=None).select_related("competency")
    strengths = [
        Criterion(
            scale=Scale.STRENGTH,
            competency=hypothesis.competency,
            is_expected=(probe := covered.get(hypothesis.competency_id)) is not None and probe.depth == Depth.IN_DEPTH,
            steps=tuple((probe and probe.strength_anchors) or hypothesis.competency.strength_anchors),
            refuted_by=hypothesis.refuted_by,
        )
        for hypothesis in hypotheses
    ]
    named = {criterion.competency.pk for criterion in strengths}
    with_bar = application.role.criteria.exclude(bar_level="").select_related("competency")
    bars = [
        Criterion(
            scale=Scale.BAR,
            competency=criterion.competency,
            is_expected=(probe := covered.get(criterion.competency_id)) is not None,
            steps=tuple((probe and probe.bar_steps) or criterion.competency.bar_hints),
            anchor=criterion.bar_anchor,
            in_kit=probe.bar_anchor if probe else "",
        )
        for criterion in with_bar
        if criterion.competency_id not in named
    ]
    return tuple(sorted([*strengths, *bars], key=lambda one: (one.scale == Scale.BAR, not one.is_expected)))


def typed_in(ratings: Iterable[Rating]) -> tuple[TypedRating, ...]:
    """Return stored ratings as they would be typed, to start an amendment from."""
    typed = [
        TypedRating(
            scale=rating.scale,
            competency=rating.competency.slug,
            choice=str(rating.level or rating.mark or NOT_ASSESSED),
            seen=rating.observation,
        )
        for rating in ratings
    ]
    return tuple(sorted(typed, key=lambda one: one.key))


def draft_of(scorecard: Scorecard, criteria: Iterable[Criterion]) -> Draft:
    """Return what its author typed so far; of a submitted scorecard with nothing new typed, the version that stands. Up to two queries."""
    draft = Draft.from_json(scorecard.draft)
    if scorecard.submitted_at is None or not draft.is_blank:
        return draft
    version = latest_version(scorecard)
    asked = {criterion.key for criterion in criteria}
    ratings = typed_in(version.ratings.select_related("competency"))
    standing = tuple(rating for rating in ratings if rating.key in asked)
    return dataclasses.replace(draft, ratings=standing, summary=version.summary)


def latest_version(scorecard: Scorecard) -> ScorecardVersion:
    """Return the version that stands. One query."""
    return scorecard.versions.order_by("-number")[0]


def due_after(ends_at: dt.datetime) -> dt.datetime:
    """Return until when a scorecard is due: while it is fresh, a day after the interview ends."""
    return ends_at + dt.timedelta(hours=24)
