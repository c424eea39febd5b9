"""What the letter of reasons adds to the debrief and to the log, and what erasing a person takes out of it."""

import uuid
from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.people.models import Candidate
from candidates.people.signals import candidate_copy_wanted, candidate_erasing
from hiring.pipeline.models import Application
from interviews.decisions.debrief import Debrief
from interviews.decisions.models import Decision, Verdict
from interviews.decisions.signals import debrief_panels_wanted, decision_undoing
from interviews.reasons.models import ReasonsLetter
from interviews.scorecards.receivers import ERASED
from workspace.activity.wording import Named, name_rows, say
from workspace.panels import Panel
from workspace.staff.models import User


@receiver(debrief_panels_wanted, dispatch_uid="interviews.show_reasons")
def show_reasons(application: Application, debrief: Debrief, viewer: User, **_: Any) -> list[Panel]:
    """Whether somebody we said no to was told why, and the way to tell them. One query after a no."""
    if debrief.latest is None or debrief.latest.verdict != Verdict.NO:
        return []
    letter = ReasonsLetter.objects.filter(decision=debrief.latest).select_related("sent_by").first()
    may_tell = viewer.has_perm("interviews.book_interview", application)
    context = {"application": application, "letter": letter, "may_tell": may_tell}
    return [Panel("interviews/reasons/panel.html", order=10, context=context)]


@receiver(decision_undoing, dispatch_uid="interviews.keep_what_was_told")
def keep_what_was_told(decision: Decision, **_: Any) -> str:
    """What a candidate was told is not taken back by a click."""
    told = ReasonsLetter.objects.filter(decision=decision, sent_at__isnull=False).exists()
    return "The candidate was told already. Sign another decision, and write to them." if told else ""


@receiver(candidate_erasing, dispatch_uid="interviews.forget_letters")
def forget_letters(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Clear the words and the address. That they were told stays."""
    letters = ReasonsLetter.objects.filter(decision__application__candidate=candidate)
    letters.update(subject=ERASED, body=ERASED, address="")


@receiver(candidate_copy_wanted, dispatch_uid="interviews.copy_letters")
def copy_letters(candidate: Candidate, viewer: User, **_: Any) -> dict[str, Any]:
    """Give a person the letters they were sent; a draft is not theirs yet."""
    sent = ReasonsLetter.objects.filter(decision__application__candidate=candidate, sent_at__isnull=False)
    mine = sent.filter(decision__application__in=Application.objects.visible_to(viewer))
    return {"letters of reasons": list(mine.order_by("pk").values("address", "subject", "body", "sent_at"))}


def name_letters(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say to whom these letters went, today. One query."""
    rows = ReasonsLetter.objects.filter(uuid__in=uuids).select_related("decision__application__candidate")
    return {
        row.uuid: Named(
            f"letter of reasons to {row.decision.application.candidate}",
            reverse("interviews:reasons", args=[row.decision.application.uuid]),
        )
        for row in rows
    }


name_rows("reasonsletter", name_letters)
say("sent_reasons", "sent a")
