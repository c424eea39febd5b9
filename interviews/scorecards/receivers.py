"""What scorecards do when the schedule, a page or the erasure of a person asks."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.kits.models import AssessmentType
from interviews.schedule.models import Interview, Seat
from interviews.schedule.signals import seats_changed, seats_given, seats_taken
from interviews.scorecards.actions import open_scorecard, release_scorecards
from interviews.scorecards.models import Rating, Scorecard, ScorecardVersion
from interviews.scorecards.queries import due_after
from interviews.scorecards.reading import cards_of
from interviews.scorecards.rules import acts_of_the_unread
from interviews.training.queries import seats_that_count
from interviews.training.signals import training_changed
from interviews.works.models import WorkJudgement
from workspace.activity.veils import hang_veil
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.staff.models import User

ERASED = "Erased with the candidate’s data."


@receiver(seats_given, dispatch_uid="interviews.open_scorecards")
def open_scorecards(interview: Interview, seats: list[Seat], at: dt.datetime | None, **_: Any) -> None:
    """Everybody with a seat owes a scorecard, trainees too."""
    counting = seats_that_count(seats)
    for seat in seats:
        open_scorecard(seat=seat, counts=seat.pk in counting, at=at)


@receiver(seats_taken, dispatch_uid="interviews.release_scorecards")
def release(interview: Interview, seats: list[Seat], at: dt.datetime | None, **_: Any) -> None:
    """Who lost their seat owes nothing any more."""
    release_scorecards(seats=seats, at=at)


@receiver(seats_changed, dispatch_uid="interviews.keep_scorecards_in_step")
def keep_in_step(interview: Interview, seats: list[Seat], **_: Any) -> None:
    """A scorecard is due after its interview, and counts as its seat does."""
    counting = seats_that_count(seats)
    for seat in seats:
        owed = Scorecard.objects.owed().filter(seat=seat)
        owed.update(due_at=due_after(seat.during.upper), counts=seat.pk in counting)


@receiver(training_changed, dispatch_uid="interviews.count_as_trained")
def count_as_trained(assessment_type: AssessmentType, user: User | None, at: dt.datetime, **_: Any) -> None:
    """Scorecards of interviews still to come count as their authors are trained now; what took place stays as it was."""
    coming = Seat.objects.filter(
        is_live=True,
        during__startswith__gt=at,
        interview__kit__assessment_type=assessment_type,
        scorecard__submitted_at=None,
        scorecard__released_at=None,
    ).select_related("user", "interview__kit__assessment_type")
    seats = list(coming.filter(user=user) if user else coming)
    counting = seats_that_count(seats)
    for counts in (True, False):
        turned = [seat.pk for seat in seats if (seat.pk in counting) is counts]
        Scorecard.objects.owed().filter(seat__in=turned).exclude(counts=counts).update(counts=counts)


@receiver(application_panels_wanted, dispatch_uid="interviews.show_scorecards")
def show_scorecards(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """The scorecards of an application, as far as the viewer may read them; to who still owes one, only their own. Up to six queries."""
    mine = Scorecard.objects.owed().filter(application=application, author=viewer)
    owed = list(mine.select_related("kit", "seat").order_by("due_at"))
    whole = Application.objects.in_roles_of(viewer).filter(pk=application.pk).exists()
    cards = cards_of(application, viewer)
    if not (whole or owed or cards):
        return []
    waiting = Scorecard.objects.owed().filter(application=application, seat__during__startswith__lte=timezone.now())
    context = {
        "application": application,
        "owed": owed,
        "cards": cards,
        # Who has not submitted yet is already more than a blind colleague may know.
        "waiting": list(waiting.exclude(author=viewer).select_related("author", "kit").order_by("due_at"))
        if whole and not owed
        else [],
        "viewer": viewer,
        "now": timezone.now(),
    }
    return [Panel("interviews/scorecards/panel.html", order=40, context=context, tab="Scorecards")]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_words")
def forget_words(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear every word written about a person. That somebody rated stays, as calibration counts it."""
    of_candidate = {"scorecard__application__candidate": candidate}
    Scorecard.objects.filter(application__candidate=candidate).update(draft={})
    versions = ScorecardVersion.erasable.filter(**of_candidate)
    versions.exclude(summary="").update(summary="")
    versions.exclude(amendment_reason="").update(amendment_reason=ERASED)
    ratings = Rating.erasable.filter(**{f"version__{path}": value for path, value in of_candidate.items()})
    ratings.exclude(observation="").update(observation=ERASED)


@receiver(candidate_copy_wanted, dispatch_uid="interviews.copy_scorecards")
def copy_scorecards(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person of their interviews and of every rating the viewer may read; versions are told apart by their time."""
    cards = Scorecard.objects.readable_by(viewer).submitted().filter(application__candidate=candidate)
    interviews = Interview.objects.visible_to(viewer).filter(application__candidate=candidate).order_by("pk")
    ratings = Rating.objects.filter(version__scorecard__in=cards).order_by("pk")
    return {
        "interviews": list(interviews.values("kit__name", "during", "location", "state")),
        "ratings": list(
            # Of a trainee's ratings, which decided nothing, the copy says so.
            ratings.values(
                "competency__name",
                "scale",
                "level",
                "mark",
                "observation",
                "version__submitted_at",
                "version__from_memory",
                "version__scorecard__counts",
            )
        ),
        "works": list(
            WorkJudgement.objects.filter(seat__scorecard__in=cards)
            .order_by("pk")
            .values("originality", "execution", "importance", "of_the_work", "their_part")
        ),
        "summaries": list(
            ScorecardVersion.objects.filter(scorecard__in=cards)
            .exclude(summary="")
            .order_by("pk")
            .values("summary", "amendment_reason", "submitted_at", "from_memory")
        ),
    }


def name_scorecards(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose scorecards these are, today. One query."""
    rows = Scorecard.objects.filter(uuid__in=uuids).select_related("application__candidate", "kit")
    return {
        row.uuid: Named(
            f"{row.kit.name} with {row.application.candidate}", reverse("interviews:scorecard", args=[row.uuid])
        )
        for row in rows
    }


name_rows("scorecard", name_scorecards)
say("submitted_scorecard", "submitted a scorecard")
say("amended_scorecard", "amended a scorecard, now version {version}")
hang_veil("scorecards", acts_of_the_unread)
