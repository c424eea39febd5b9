"""The blind policy: nobody learns anything of another's scorecard of an application before submitting their own.

It is one question over (viewer, application), and it is asked where rows are selected: page, list, count, sort order, search,
notification, digest, export, API and activity feed all come here.
"""

from typing import TYPE_CHECKING, Any

import rules
from django.db.models import Exists, OuterRef, Q, QuerySet

from candidates.people.models import walls_before_candidates
from hiring.pipeline.models import Application
from hiring.pipeline.rules import may_see_role_of
from hiring.roles.models import Role
from interviews.scorecards.models import Scorecard
from workspace.access import WaysIn
from workspace.staff.models import User

if TYPE_CHECKING:
    from interviews.scorecards.models import ScorecardQuerySet

# What was done to these tells of ratings: that somebody submitted, what was decided.
TELLING = ("scorecard", "decision", "approval", "secondrating", "reasonsletter")

# Folders higher up add the applications whose submitted scorecards somebody is asked to read.
ways_to_scorecards = WaysIn()


def blinded_applications(user: User) -> "QuerySet[Application]":
    """The applications on which this user still owes a scorecard, so must learn nothing of the others'; and those whose ratings travelled
    to one of them."""
    owed = Scorecard.objects.owed().filter(author=user).values("application")
    # Travel stands above scorecards: its rows are reached through the applications they hang on.
    travelled = Application.objects.filter(sent_along__application__in=owed).values("pk")
    openly = Application.objects.filter(owes_openly(user)).values("pk")
    return Application.objects.filter(Q(pk__in=owed) | Q(pk__in=travelled) | Q(pk__in=openly))


def owes_openly(user: User | OuterRef) -> Q:
    """The applications with a take-home that `user` is yet to rate and knows whose it is. Who does not know is kept from nothing here: that
    something was hidden would tell them."""
    # Take-homes stand above scorecards: their rows are reached through the applications they hang on.
    return Q(
        take_homes__is_blind=False,
        take_homes__withdrawn_at=None,
        take_homes__ratings__rater=user,
        take_homes__ratings__submitted_at=None,
        take_homes__ratings__released_at=None,
    )


def owes_a_judgement(user: User | OuterRef, application: str) -> Q:
    """The rows whose `application` (the path to it) `user` owes a judgement on, or a scorecard on one to which its ratings travelled."""
    here = Q(application=OuterRef(application)) | Q(application__travelled__origin=OuterRef(application))
    owed = Scorecard.objects.owed().filter(here, author=user)
    openly = Application.objects.filter(owes_openly(user), pk=OuterRef(application))
    return Q(Exists(owed)) | Q(Exists(openly))


def sealed_to(user: User) -> "QuerySet[Any]":
    """Keys of the scorecards on take-homes that `user` is yet to rate: another's would tell whose it is, and what to think of it."""
    return Scorecard.objects.filter(
        take_home_rating__take_home__ratings__rater=user,
        take_home_rating__take_home__ratings__submitted_at=None,
        take_home_rating__take_home__ratings__released_at=None,
    ).values("pk")


def is_blinded(user: User, application: Application) -> bool:
    """Whether `user` owes a judgement on `application`, or a scorecard on one to which its ratings travelled. One query."""
    return blinded_applications(user).filter(pk=application.pk).exists()


def readable_scorecards(scorecards: "ScorecardQuerySet", user: User) -> "ScorecardQuerySet":
    """Keep those whose content `user` may read: their own; and, once they owe nothing there, the submitted ones of applications of roles they may see,
    to which a way in leads, or on which they submitted one themselves."""
    gave = Scorecard.objects.submitted().filter(author=user, application=OuterRef("application"))
    # By role, not by application: a role is one of dozens, an application one of a hundred thousand.
    in_roles = Q(application__role__in=Role.objects.visible_to(user).values("pk"))
    whole = in_roles | ways_to_scorecards.q(user, "application")
    others = Q(submitted_at__isnull=False) & ~owes_a_judgement(user, "application") & (whole | Exists(gave))
    # Of somebody they are recused from not even what they wrote themselves.
    hidden = walls_before_candidates.q(user, "application__candidate")
    return scorecards.filter(Q(author=user) | others).exclude(hidden).exclude(pk__in=sealed_to(user))


def acts_of_the_unread(user: User) -> Q:
    """The acts on scorecards and decisions that `user` must not learn of in any log: others', on applications they owe a scorecard on."""
    blinding = Q(application__in=blinded_applications(user).values("uuid"), subject_kind__in=TELLING)
    return blinding & ~Q(actor=user)


@rules.predicate
def is_author(user: User, scorecard: Scorecard | None) -> bool:
    return scorecard is not None and scorecard.author_id == user.pk


@rules.predicate
def may_read_scorecard(user: User, scorecard: Scorecard | None) -> bool:
    """One query. The twin of `readable_scorecards`, which decides."""
    return scorecard is not None and Scorecard.objects.readable_by(user).filter(pk=scorecard.pk).exists()


@rules.predicate
def sees_clearly(user: User, application: Application | None) -> bool:
    """May see the role, and owes no scorecard on this application."""
    return application is not None and bool(may_see_role_of(user, application)) and not is_blinded(user, application)


rules.add_perm("interviews.write_scorecard", is_author)
rules.add_perm("interviews.read_scorecard", may_read_scorecard)
rules.add_perm("interviews.view_debrief", sees_clearly)
