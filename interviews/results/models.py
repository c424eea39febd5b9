"""What came of an exam: marks with their history, blind marks by hand, and what people made of it."""

from django.db import models
from django.db.models import Q

from hiring.roles.models import Competency
from interviews.questions.models import QuestionVersion
from interviews.sittings.models import Attempt, AttemptItem
from workspace.rows import AppendOnly
from workspace.staff.models import User


class ItemMark(AppendOnly):
    """One mark of one answer; the highest number counts. `by` is empty where a formula gave it.

    `question` is the version whose key was used: a corrected key marks anew what was asked under the old one. A void question counts for nobody.
    """

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="marks")
    number = models.PositiveSmallIntegerField()
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    is_void = models.BooleanField(default=False)
    words = models.CharField(max_length=300, blank=True, help_text="How it came about, by the formula.")
    reason = models.TextField(blank=True)
    question = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_mark_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="item_mark_change_says_why"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=1), name="item_mark_share_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"Mark {self.number} of {self.item}"


class HandMark(AppendOnly):
    """What one person gave one short answer, without knowing whose it is or what the other gave. `settles`: a third who saw both."""

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="hand_marks")
    marker = models.ForeignKey(User, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    settles = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "marker"], name="hand_mark_once_each"),
            models.UniqueConstraint(fields=["item"], condition=Q(settles=True), name="hand_mark_settled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.points} points"


class RulingKind(models.TextChoices):
    ENOUGH = "enough", "Knows enough for the next step"
    NOT_ENOUGH = "not_enough", "Does not know enough yet"
    TALK = "talk", "Talk it over in the next interview"
    AGAIN = "again", "Sit a second form"


class Ruling(AppendOnly):
    """What a person made of a result. It moves nobody: the decision on the application is another act."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="rulings")
    kind = models.CharField(max_length=10, choices=RulingKind)
    reasons = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="ruling_has_reasons")]

    def __str__(self) -> str:
        return self.get_kind_display()


class BarSupport(AppendOnly):
    """A person says, in words, that this exam supports a minimum bar. It stands beside the ratings and is none of them."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="supports")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    observation = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "competency"], name="bar_support_once"),
            models.CheckConstraint(condition=~Q(observation=""), name="bar_support_has_an_observation"),
        ]

    def __str__(self) -> str:
        return f"Support for {self.competency}"
