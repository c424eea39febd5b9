"""What the schedule adds to pages lower down, the ways in that an assignment opens, and what it does when a person is erased."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from candidates.people.models import Candidate, ways_to_candidates
from candidates.people.signals import candidate_erasing
from candidates.watches.models import Watch
from candidates.watches.signals import outcomes_wanted
from hiring.pipeline.models import Application, ways_to_applications
from hiring.pipeline.signals import application_panels_wanted
from interviews.schedule.actions import cancel_interview
from interviews.schedule.models import Interview, InterviewVersion, Seat
from interviews.schedule.queries import shown
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.staff.models import User


def applications_interviewed_by(user: User) -> "QuerySet[Any]":
    return Seat.objects.filter(user=user, is_live=True).values("interview__application")


def candidates_interviewed_by(user: User) -> "QuerySet[Any]":
    return Seat.objects.filter(user=user, is_live=True).values("interview__application__candidate")


ways_to_applications.add("interviews", applications_interviewed_by)
ways_to_candidates.add("interviews", candidates_interviewed_by)


@receiver(outcomes_wanted, sender=Watch, dispatch_uid="interviews.interviews_of_flagged")
def interviews_of_flagged(candidates: Collection[int], **_: Any) -> list[tuple[int, str]]:
    """Say who of these has, or had, an interview. One query."""
    met = Interview.objects.live().filter(application__candidate__in=candidates)
    return [(key, "interviewed") for key in met.values_list("application__candidate", flat=True).distinct()]


@receiver(application_panels_wanted, dispatch_uid="interviews.show_interviews")
def show_interviews(application: Application, viewer: User, **_: Any) -> list[Panel]:
    """The application's interviews, as far as the viewer may see them. Up to three queries."""
    interviews = Interview.objects.visible_to(viewer).filter(application=application)
    may_book = viewer.has_perm("interviews.book_interview", application)
    context = {
        "interviews": list(shown(interviews).order_by("during", "pk")),
        "application": application,
        "may_book": may_book,
        "viewer": viewer,
        "now": timezone.now(),
    }
    if not context["interviews"] and not may_book:
        return []
    return [Panel("interviews/schedule/panel.html", order=30, context=context, tab="Interviews")]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_schedule")
def forget_schedule(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Call off what is still to come, and clear the places: a room is harmless, a link may carry a name."""
    coming = Interview.objects.live().filter(application__candidate=candidate, during__startswith__gt=timezone.now())
    for interview in coming.select_related("application"):
        cancel_interview(interview=interview, by=by)
    Interview.objects.filter(application__candidate=candidate).update(location="")
    InterviewVersion.erasable.filter(interview__application__candidate=candidate).update(location="")


def name_interviews(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose interviews these are, today. One query."""
    rows = Interview.objects.filter(uuid__in=uuids).select_related("kit", "application__candidate")
    return {
        row.uuid: Named(
            f"{row.kit.name} with {row.application.candidate}", reverse("interviews:interview", args=[row.uuid])
        )
        for row in rows
    }


name_rows("interview", name_interviews)
say("booked_interview", "booked an interview")
say("rescheduled_interview", "moved an interview")
say("reassigned_interview", "changed who holds an interview")
say("cancelled_interview", "cancelled an interview")
say("edited_assessment_type", "reworded the assessment type “{type}”")
