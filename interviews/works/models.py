"""Which work of the candidate's own an interview is held about, and what each interviewer makes of the work itself."""

from django.db import models
from django.db.models import Q

from candidates.papers.models import Paper
from candidates.people.enums import Judgement
from candidates.repositories.models import Reimplementation
from interviews.schedule.models import Interview, Seat
from workspace.rows import Row
from workspace.staff.models import User


class ChosenWork(Row):
    """The one work an interview is about, chosen by somebody where the candidate has several."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="chosen_work")
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, blank=True, related_name="+")
    code = models.ForeignKey(Reimplementation, models.CASCADE, null=True, blank=True, related_name="+")
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paper=None, code__isnull=False) | Q(paper__isnull=False, code=None),
                name="chosen_work_is_one_work",
            )
        ]

    def __str__(self) -> str:
        return f"Work of {self.interview_id}"


class WorkJudgement(Row):
    """What one interviewer says of the work, apart from what they rate of the person: how good it is is not how much of it was theirs.

    It is read where the scorecard of the same seat may be read, and nowhere else. What is not judged is NULL, never zero.
    """

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="work_judgement")
    originality = models.PositiveSmallIntegerField(choices=Judgement, null=True, blank=True)
    execution = models.PositiveSmallIntegerField(choices=Judgement, null=True, blank=True)
    importance = models.PositiveSmallIntegerField(choices=Judgement, null=True, blank=True)
    of_the_work = models.TextField(blank=True, help_text="What in the work shows it.")
    their_part = models.TextField(blank=True, help_text="What of it was theirs, and how you know.")

    def __str__(self) -> str:
        return f"Work judgement {self.pk}"
