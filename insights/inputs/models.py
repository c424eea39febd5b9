"""What we mean to do each week."""

from django.db import models
from django.db.models import Q

from insights.inputs.enums import Measure
from workspace.rows import Row
from workspace.staff.models import User


class InputPlan(Row):
    """How much of one measure a week should bring, for the organisation as a whole; scorecards in time in per cent of those owed."""

    measure = models.CharField(max_length=12, choices=Measure, unique=True)
    per_week = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(measure=Measure.SCORECARDS) | Q(per_week__lte=100), name="input_plan_share_is_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.per_week} a week"
