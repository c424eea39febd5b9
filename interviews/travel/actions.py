"""Bringing ratings along to another application of the same person."""

from django.db import transaction
from django.db.models import OuterRef, Subquery

from hiring.pipeline.models import Application
from interviews.refusals import InterviewsError
from interviews.rule.terms import BarMark
from interviews.scorecards.models import Rating, Scale, ScorecardVersion
from interviews.travel.carrying import Asked, Said, which_travel
from interviews.travel.models import TravelledRating
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class CarryRefused(InterviewsError):
    """These ratings cannot be brought along."""


@transaction.atomic
def carry_ratings(*, origin: Application, to: Application, by: User) -> list[TravelledRating]:
    """Let the ratings given in `origin` be heard in `to` as far as they say something there; or raise CarryRefused. Twice does it once.

    What was itself brought along to `origin` does not travel on: its bar was a third role's.
    """
    if origin.candidate_id != to.candidate_id:
        raise CarryRefused("Ratings travel with the person they are about, to nobody else.")
    if origin.pk == to.pk:
        raise CarryRefused("These ratings are of this application already.")
    ratings = list(_standing(origin))
    levels = dict(origin.role.criteria.values_list("competency", "bar_level"))
    said = [
        Said(one.pk, one.competency_id, BarMark(one.mark) if one.mark else None, levels.get(one.competency_id, ""))
        for one in ratings
    ]
    asked = [
        Asked(one.competency_id, is_strength=one.may_be_strength, bar_level=one.bar_level)
        for one in to.role.criteria.all()
    ]
    wanted = set(which_travel(said, asked))
    TravelledRating.objects.bulk_create(
        [
            TravelledRating(application=to, origin=origin, rating=one, brought_by=by)
            for one in ratings
            if one.pk in wanted
        ],
        ignore_conflicts=True,
    )
    log_activity(
        verb="brought_ratings",
        subject=to,
        by=by,
        candidate=to.candidate.uuid,
        application=to.uuid,
        role=to.role.uuid,
        facts={"count": len(wanted)},
    )
    return list(TravelledRating.objects.filter(application=to, origin=origin))


def _standing(origin: Application) -> list[Rating]:
    """The assessed ratings of the versions that stand, of the scorecards that count."""
    newest = ScorecardVersion.objects.filter(scorecard=OuterRef("version__scorecard")).order_by("-number")
    rows = Rating.objects.filter(
        version__scorecard__application=origin,
        version__scorecard__counts=True,
        version=Subquery(newest.values("pk")[:1]),
    )
    strengths = rows.filter(scale=Scale.STRENGTH, level__isnull=False)
    bars = rows.filter(scale=Scale.BAR, mark__isnull=False)
    return sorted([*strengths, *bars], key=lambda one: one.pk)
