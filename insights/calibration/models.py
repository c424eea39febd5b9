"""Ratings of the shared calibration set, and figures about agreement, measured by night. Nothing here is read by what computes an outcome."""

from django.db import models
from django.db.models import Q

from interviews.scorecards.models import BarMark, Scale, StrengthLevel
from workspace.rows import Row
from workspace.staff.models import User


class CalibrationRating(Row):
    """What one of us makes of one written sample answer, once a quarter, on both scales. Samples are shipped with the product."""

    user = models.ForeignKey(User, models.CASCADE, related_name="calibration_ratings")
    quarter = models.CharField(max_length=6, help_text="As in 2026Q4.")
    competency = models.SlugField(max_length=60)
    sample = models.SlugField(max_length=80)
    level = models.PositiveSmallIntegerField(choices=StrengthLevel)
    mark = models.CharField(max_length=13, choices=BarMark)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "quarter", "sample"], name="calibration_rating_once_a_quarter"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="calibration_rating_level_on_scale"),
        ]
        indexes = [models.Index(fields=["quarter", "competency"], name="calibration_rating_by_set")]

    def __str__(self) -> str:
        return f"{self.sample}, {self.quarter}"


class Coefficient(models.TextChoices):
    ICC1 = "icc1", "ICC(1), separate raters"
    ALPHA = "alpha", "Krippendorff’s alpha, ordinal"
    SHARED = "set", "Krippendorff’s alpha, ordinal, on the shared set"


class AgreementFigure(Row):
    """A coefficient as it was measured last, for one of the two scales. Empty values: it cannot be computed yet."""

    coefficient = models.CharField(max_length=5, choices=Coefficient)
    scale = models.CharField(max_length=8, choices=Scale)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    shrunk = models.FloatField(null=True, blank=True, help_text="Drawn towards .44; of ICC(1) only.")
    things = models.PositiveIntegerField(default=0, help_text="Pairs, or things rated.")
    raters = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=40)
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coefficient", "scale"], name="agreement_figure_once")]

    def __str__(self) -> str:
        return f"{self.coefficient}, {self.scale}"


class SeverityFigure(Row):
    """How much lower or higher somebody rates, from ten ratings on; fewer are never written down."""

    user = models.ForeignKey(User, models.CASCADE, related_name="severity_figures")
    scale = models.CharField(max_length=8, choices=Scale)
    ratings = models.PositiveIntegerField()
    shift = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    words = models.CharField(max_length=60)
    measured_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "scale"], name="severity_figure_once"),
            models.CheckConstraint(condition=Q(ratings__gte=10), name="severity_figure_from_ten_ratings"),
        ]

    @property
    def shift_in_words(self) -> str:
        return _signed(self.shift)

    @property
    def low_in_words(self) -> str:
        return _signed(self.low)

    @property
    def high_in_words(self) -> str:
        return _signed(self.high)

    def __str__(self) -> str:
        return f"{self.user}, {self.scale}"


def _signed(steps: float) -> str:
    """With its sign, a minus as wide as a plus, so that a column of them lines up."""
    # Adding nothing makes −0.00 a plain zero.
    return f"{round(steps, 2) + 0.0:+.2f}".replace("-", "−")
