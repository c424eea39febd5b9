"""Travelled ratings as the debrief and the rule hear them. Only for who may see the debrief."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from hiring.pipeline.models import Application
from hiring.roles.models import Role
from interviews.rule.terms import BarMark, BarRating, StrengthRating
from interviews.scorecards.models import Scale
from interviews.travel.models import TravelledRating
from workspace.staff.models import User


def travelled_to(application: Application, viewer: User) -> list[TravelledRating]:
    """Return what was brought along, with who saw it when; `shows_origin` says whether the viewer may know for which role. One query."""
    seen = Exists(Role.objects.visible_to(viewer).filter(pk=OuterRef("origin__role")))
    rows = TravelledRating.objects.filter(application=application).annotate(shows_origin=seen)
    return list(
        rows.select_related(
            "origin__role",
            "rating__competency",
            "rating__version__scorecard__author",
            "rating__version__scorecard__kit__assessment_type",
        ).order_by("rating__version__submitted_at", "pk")
    )


def as_ratings(travelled: Iterable[TravelledRating]) -> tuple[list[StrengthRating], list[BarRating]]:
    """Put them into the words of the rule. They came before anything here: whoever rates again is heard anew."""
    strengths, bars = [], []
    for order, row in enumerate(travelled, start=-10_000):
        rating, card = row.rating, row.rating.version.scorecard
        facts = (rating.competency_id, card.author_id, card.kit.assessment_type.slug)
        if rating.scale == Scale.STRENGTH:
            strengths.append(StrengthRating(*facts, level=rating.level, order=order, counts=card.counts))
        elif rating.mark:
            bars.append(BarRating(*facts, mark=BarMark(rating.mark), order=order, counts=card.counts))
    return strengths, bars
