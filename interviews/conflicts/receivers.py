"""What a recusal means for interviews: whoever holds one is replaced, and owes nothing any more."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict
from candidates.conflicts.signals import conflict_decided, consequences_wanted
from hiring.conflicts.tasks import look_at_new_candidate
from interviews.conflicts.queries import seats_to_fill
from interviews.schedule.models import Interview, Seat
from interviews.schedule.signals import seats_given
from interviews.scorecards.actions import release_scorecards
from interviews.scorecards.models import Scorecard


@receiver(seats_given, dispatch_uid="interviews.look_for_conflicts")
def look_for_conflicts(interview: Interview, **_: Any) -> None:
    """Somebody was asked to hold an interview: look again, papers may have come since."""
    look_at_new_candidate.delay_on_commit(interview.application.candidate_id)  # type: ignore[attr-defined]


@receiver(conflict_decided, dispatch_uid="interviews.owe_nothing_when_recused")
def owe_nothing_when_recused(conflict: Conflict, **_: Any) -> None:
    """Release the scorecards a recused colleague owes about this candidate; a lifted recusal asks for them again where the seat is still theirs."""
    seats = Seat.objects.filter(
        user=conflict.user_id, is_live=True, interview__application__candidate=conflict.candidate_id
    )
    if conflict.state == ConflictState.RECUSED:
        release_scorecards(seats=list(seats), at=timezone.now())
    else:
        Scorecard.objects.filter(seat__in=seats, submitted_at=None).update(released_at=None)


@receiver(consequences_wanted, dispatch_uid="interviews.seats_of_the_recused")
def seats_of_the_recused(conflicts: Sequence[Conflict], **_: Any) -> dict[int, list[tuple[str, str]]]:
    """Interviews to come that a recused colleague would hold. One query."""
    recused = {(one.user_id, one.candidate_id): one for one in conflicts if one.state == ConflictState.RECUSED}
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if not recused:
        return found
    seats = seats_to_fill(timezone.now()).filter(user__in={user for user, _ in recused})
    for seat in seats:
        if conflict := recused.get((seat.user_id, seat.interview.application.candidate_id)):
            words = f"{conflict.user} has a seat in {seat.interview.kit.name}: give it to somebody else."
            found[conflict.pk].append((words, reverse("interviews:reassign", args=[seat.interview.uuid])))
    return found
