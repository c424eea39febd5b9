"""Questions of the knowledge exam and their versions: a version that was asked is never rewritten."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from interviews.questions.enums import QuestionArea, QuestionDepth, QuestionForm, QuestionState
from interviews.questions.items import Item
from interviews.questions.reading import read_item
from interviews.questions.variants import Variant, vary
from workspace.rows import Row
from workspace.staff.models import User


class QuestionQuerySet(models.QuerySet["Question"]):
    def live(self) -> "QuestionQuerySet":
        """Those that exams may draw."""
        return self.filter(state=QuestionState.LIVE)


class Question(Row):
    """A question by its name, whatever its wording. Area, depth, form and title are those of its newest version."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    area = models.CharField(max_length=16, choices=QuestionArea)
    depth = models.CharField(max_length=8, choices=QuestionDepth)
    form = models.CharField(max_length=8, choices=QuestionForm)
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.DRAFT)
    is_parametrised = models.BooleanField(default=False)
    is_shipped = models.BooleanField(default=False)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="questions_owned")
    authors = models.ManyToManyField(User, blank=True, related_name="questions_written")
    times_asked = models.PositiveIntegerField(default=0, help_text="How often an attempt drew it.")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["area", "depth", "slug"]
        indexes = [models.Index(fields=["state", "area", "depth"], name="question_by_blueprint")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=QuestionState.RETIRED, retired_at__isnull=False)
                | (~Q(state=QuestionState.RETIRED) & Q(retired_at=None)),
                name="question_retired_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionVersion(Row):
    """One wording. `body` is the item as `reading.read_item` takes it. Once asked (`asked_at`), it stays as it is."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    body = models.JSONField()
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When it was first asked.")

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"

    @property
    def item(self) -> Item:
        """The item, read anew: keep it where it is needed twice."""
        return read_item(self.body, where=f"{self.body.get('slug', '')} v{self.number}")

    def variant(self, seed: int) -> Variant:
        """The variant that hangs on a seed."""
        return vary(self.item, seed)


class PassRating(Row):
    """How one expert expects somebody who just passes to do on a version: the modified Angoff method."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="pass_ratings")
    rater = models.ForeignKey(User, models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])

    class Meta:
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "rater"], name="pass_rating_once_each"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="pass_rating_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class BankStatistics(Row):
    """What all answers said of the questions when they were last reckoned; `updated_at` says when. There is one row."""

    only = models.BooleanField(default=True, unique=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "bank statistics"
        constraints = [models.CheckConstraint(condition=Q(only=True), name="bank_statistics_are_one")]

    def __str__(self) -> str:
        return f"statistics of {self.updated_at:%Y-%m-%d}"
