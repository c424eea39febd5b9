"""Who may rate a take-home: qualified for the type, in no conflict and, where it is rated blind, without a way to know whose it is."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from hiring.conflicts.queries import conflicted
from hiring.pipeline.models import Application
from interviews.kits.models import Kit
from interviews.schedule.models import Seat
from interviews.take_homes.models import TakeHome
from interviews.training.models import Training
from interviews.training.queries import qualified_for
from workspace.staff.enums import Persona
from workspace.staff.models import User


@dataclass(frozen=True)
class Rater:
    """Somebody who could rate it. `load` counts the take-homes they are asked to rate already."""

    user: User
    is_trainee: bool
    load: int

    @property
    def note(self) -> str:
        said = ["in training, will not count"] if self.is_trainee else []
        return ", ".join([*said, f"rates {self.load} already"] if self.load else said)


def possible_raters(
    application: Application, kit: Kit, *, is_blind: bool, apart_from: TakeHome | None = None
) -> list[Rater]:
    """Return everybody who may be asked: the qualified before trainees, the least asked first. Six queries at most.

    Left out are those in a conflict, decided or not; who is asked already; and for a blind rating who sees the role or its candidates as a
    whole, who has or had a seat in an interview of theirs, and who keeps their record: they would know whose it is.
    """
    away = conflicted(application)
    people = User.objects.filter(is_active=True, persona__in=[Persona.INTERVIEWER, Persona.HIRING_MANAGER])
    if apart_from is not None:
        people = people.exclude(take_home_ratings__in=apart_from.ratings.filter(released_at=None))
    if is_blind:
        role, candidate = application.role, application.candidate
        met = Seat.objects.filter(user=OuterRef("pk"), interview__application__candidate=candidate)
        people = people.exclude(pk__in=[role.hiring_manager_id, role.recruiter_id or 0]).exclude(Exists(met))
        people = people.exclude(pk__in=role.members.values("user"))
        people = people.exclude(pk__in=[key for key in (candidate.owner_id, candidate.added_by_id) if key])
    owed = Q(take_home_ratings__submitted_at=None, take_home_ratings__released_at=None)
    rows = people.annotate(asked=Count("take_home_ratings", filter=owed)).order_by(F("asked"), "name", "pk")
    qualified = qualified_for(kit.assessment_type)
    learning = set(Training.objects.filter(assessment_type=kit.assessment_type).values_list("user", flat=True))
    known = [user for user in rows if user.pk not in away and (user.pk in qualified or user.pk in learning)]
    found = [Rater(user, user.pk not in qualified, user.asked) for user in known]  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: one.is_trainee)
