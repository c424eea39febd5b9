"""The computed outcome of an application, and everything its debrief shows.

The blind policy comes first: whoever still owes a scorecard on the application gets None here, not an emptier debrief, so that no
count, order or sentence can give anything away. Only ratings of this one application are ever read.
"""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from hiring.pipeline.models import Application
from hiring.pipeline.queries import let_in
from interviews.decisions.models import Decision
from interviews.plans.queries import Criteria, latest_versions, rule_of, visible_application
from interviews.rule.outcome import Outcome, outcome
from interviews.rule.terms import BarMark, BarRating, Key, StrengthRating
from interviews.scorecards.models import Rating, Scale, ScorecardVersion
from interviews.scorecards.rules import is_blinded, owes_a_judgement
from interviews.second_ratings.models import SecondRating
from interviews.travel.models import TravelledRating
from interviews.travel.queries import as_ratings, travelled_to
from workspace.staff.models import User
from workspace.written import written_once


@dataclass(frozen=True)
class Judgement:
    """The scorecard versions that stand, with their ratings, and what the rule makes of them."""

    versions: tuple[ScorecardVersion, ...]
    outcome: Outcome
    travelled: tuple[TravelledRating, ...] = ()

    @property
    def assessed(self) -> dict[int, set[Key]]:
        """The criteria each scorecard assessed, by scorecard."""
        return {
            version.scorecard_id: {rating.competency_id for rating in version.ratings.all() if rating.is_assessed}
            for version in self.versions
        }

    def types_that_saw(self, criterion: Key) -> frozenset[str]:
        """The assessment types through which a criterion was rated so far."""
        here = [one.scorecard for one in self.versions if criterion in self.assessed[one.scorecard_id]]
        before = [one.rating.version.scorecard for one in self.travelled if one.rating.competency_id == criterion]
        return frozenset(card.kit.assessment_type.slug for card in (*here, *before))


def find_judged(user: User, application: uuid.UUID) -> Application:
    """Find an application for its debrief, with whether `user` is blind on it and which of the parts it has that few have. One query."""
    return let_in(user, _judged.first(user, application))


@written_once
def _judged(user: User, application: uuid.UUID) -> "QuerySet[Application]":
    of_this = Application.objects.filter(pk=OuterRef("pk"))
    # Exams stand above decisions: their rows are reached through the applications they hang on.
    return visible_application.ask(user, application).annotate(
        is_blind=ExpressionWrapper(owes_a_judgement(user, "pk"), BooleanField()),
        has_travelled=Exists(TravelledRating.objects.filter(application=OuterRef("pk"))),
        has_wishes=Exists(SecondRating.objects.filter(application=OuterRef("pk"))),
        has_exams=Exists(of_this.filter(exam_invitations__attempt__handed_in_at__isnull=False)),
    )


def _is_blind(viewer: User, application: Application) -> bool:
    """Whether they must learn nothing yet: as it was found for this very person, else asked. One query or none."""
    found = getattr(application, "is_blind", None) if application.loaded_for == viewer.pk else None
    return is_blinded(viewer, application) if found is None else bool(found)


def judgement_for(application: Application, criteria: Criteria, *, viewer: User) -> Judgement | None:
    """What `viewer` may know of the ratings and the outcome; None while they are blind. Four queries, two for one of `find_judged`, where
    nothing was brought along."""
    if _is_blind(viewer, application):
        return None
    versions = tuple(_versions(application.pk, viewer))
    prefetch_related_objects(versions, Prefetch("ratings", Rating.objects.select_related("competency")))
    travelled = tuple(travelled_to(application, viewer)) if getattr(application, "has_travelled", True) else ()
    return Judgement(versions, compute(application, criteria, versions, travelled), travelled)


@written_once
def _versions(application: int, viewer: User) -> "QuerySet[ScorecardVersion]":
    rows = latest_versions(application, viewer).order_by("scorecard__submitted_at", "pk")
    return rows.select_related("scorecard", "scorecard__author", "scorecard__kit__assessment_type")


def compute(
    application: Application,
    criteria: Criteria,
    versions: Iterable[ScorecardVersion],
    travelled: Iterable[TravelledRating] = (),
) -> Outcome:
    """Put rows into the words of the rule, and ask it."""
    strengths, bars = as_ratings(travelled)
    # They come by first submission: of two scorecards by the same person the later one stands.
    for order, version in enumerate(versions):
        card = version.scorecard
        for rating in version.ratings.all():
            facts = (rating.competency_id, card.author_id, card.kit.assessment_type.slug)
            if rating.scale == Scale.STRENGTH:
                strengths.append(StrengthRating(*facts, level=rating.level, order=order, counts=card.counts))
            else:
                mark = BarMark(rating.mark) if rating.mark else None
                bars.append(BarRating(*facts, mark=mark, order=order, counts=card.counts))
    return outcome(
        hypotheses=criteria.as_hypotheses,
        bars=criteria.as_bars,
        strength_ratings=strengths,
        bar_ratings=bars,
        rule=rule_of(application.role),
    )


def fingerprint(computed: Outcome) -> str:
    """Name an outcome as it was shown, so that whoever decides can be told when the ratings changed meanwhile."""
    facts = [computed.signal.value, computed.sentence, *computed.reasons]
    facts += [f"{finding.state.value} {finding.reason}" for finding in computed.strengths]
    facts += [f"{finding.state.value} {finding.reason}" for finding in computed.bars]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def in_words(computed: Outcome) -> dict[str, object]:
    """The outcome as it is kept with a decision: words only."""
    return {
        "signal": computed.signal.value,
        "sentence": computed.sentence,
        "reasons": list(computed.reasons),
        "strengths": [_finding(one.hypothesis.name, one.state.value, one.reason) for one in computed.strengths],
        "bars": [_finding(one.bar.name, one.state.value, one.reason) for one in computed.bars],
    }


def _finding(name: str, state: str, reason: str) -> dict[str, str]:
    return {"name": name, "state": state, "reason": reason}


def decisions_of(application: Application) -> "QuerySet[Decision]":
    """Every decision on an application that was not taken back, newest first. One query."""
    return (
        Decision.objects.filter(application=application, undo=None)
        .select_related("decided_by", "approver", "approval", "approval__by", "gap_plan__owner")
        .order_by("-pk")
    )


def waiting_for_approval() -> "QuerySet[Decision]":
    """Decisions that wait for their second person: the latest of an active application, not answered yet."""
    later = (
        Decision.objects.filter(application__standing="active", undo=None)
        .order_by("application", "-pk")
        .distinct("application")
    )
    return Decision.objects.filter(Q(pk__in=later.values("pk")), waives_bar=True, approval=None)
