"""What erasing a person takes out of what was said of their works, and what they are told of it."""

from typing import Any

from django.dispatch import receiver

from candidates.people.models import Candidate
from candidates.people.signals import candidate_erasing
from interviews.works.models import ChosenWork, WorkJudgement
from workspace.activity.wording import say
from workspace.staff.models import User


@receiver(candidate_erasing, dispatch_uid="interviews.forget_works")
def forget_works(candidate: Candidate, by: User | None, **_: Any) -> None:
    """Forget which work was theirs, since its authors are public, and every word about it. That it was judged stays, as calibration counts it."""
    ChosenWork.objects.filter(interview__application__candidate=candidate).delete()
    judged = WorkJudgement.objects.filter(seat__interview__application__candidate=candidate)
    judged.update(of_the_work="", their_part="")


say("chose_work", "chose which work an interview is about")
