"""What handing over adds to the scorecard's page and to the log, and what erasing a person takes out of it."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from interviews.handovers.models import MOST_SNOOZES, Decline, Snooze
from interviews.scorecards.models import Scorecard
from interviews.scorecards.receivers import ERASED
from interviews.scorecards.signals import scorecard_panels_wanted
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User


@receiver(scorecard_panels_wanted, dispatch_uid="interviews.offer_handover")
def offer_handover(card: Scorecard, **_: Any) -> list[Panel]:
    """Later, or not at all: for the author of a scorecard that is owed. One query."""
    if not card.is_owed:
        return []
    is_over = card.seat.during.upper <= timezone.now()
    may_snooze = is_over and Snooze.objects.filter(scorecard=card).count() < MOST_SNOOZES
    return [Panel("interviews/handovers/panel.html", order=10, context={"card": card, "may_snooze": may_snooze})]


@receiver(candidate_erasing, dispatch_uid="interviews.forget_declines")
def forget_declines(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear why somebody could not: it may speak of the person."""
    Decline.erasable.filter(scorecard__application__candidate=candidate).update(reason=ERASED)


@receiver(candidate_copy_wanted, dispatch_uid="interviews.copy_declines")
def copy_declines(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Tell a person why an interviewer stepped back, where the viewer may read that interview's scorecards."""
    cards = Scorecard.objects.readable_by(viewer).filter(application__candidate=candidate)
    rows = Decline.objects.filter(scorecard__in=cards).order_by("pk")
    return {"interviewers who stepped back": list(rows.values("reason", "created_at"))}


say("declined_scorecard", "could not write a scorecard")
