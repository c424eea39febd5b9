"""Choosing the work an interview is about, and judging it."""

from typing import Any

from django.db import transaction

from candidates.papers.models import Paper
from interviews.refusals import InterviewsError
from interviews.schedule.models import Interview, Seat
from interviews.works.models import ChosenWork, WorkJudgement
from interviews.works.queries import work_of
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class WorkRefused(InterviewsError):
    """The work cannot be chosen or judged like this."""


@transaction.atomic
def choose_work(*, interview: Interview, key: str, by: User) -> ChosenWork:
    """Hold an interview about one of the candidate's works, or raise WorkRefused."""
    at_hand = work_of(interview, interview.kit)
    work = next((one for one in at_hand.offered if one.key == key), None)
    if work is None:
        raise WorkRefused("This work is not on the candidate’s file (any more). Choose another, or add it there first.")
    row = {"paper": work.row, "code": None} if isinstance(work.row, Paper) else {"paper": None, "code": work.row}
    chosen, _ = ChosenWork.objects.update_or_create(interview=interview, defaults={**row, "chosen_by": by})
    application = interview.application
    log_activity(
        verb="chose_work",
        subject=interview,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        by=by,
    )
    return chosen


@transaction.atomic
def judge_work(*, seat: Seat, fields: dict[str, Any], by: User) -> WorkJudgement:
    """Say what the work is worth and what of it was theirs, or raise WorkRefused once the scorecard is submitted.

    Nothing is logged: until then nobody else learns that it was judged.
    """
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    # Scorecards stand above works: the row is reached through the seat it hangs on.
    card = getattr(seat, "scorecard", None)
    if card is not None and card.submitted_at:
        raise WorkRefused("Your scorecard was submitted, and what you said of the work stands with it.")
    judgement, _ = WorkJudgement.objects.update_or_create(seat=seat, defaults=fields)
    return judgement
