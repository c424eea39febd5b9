"""Setting what a week should bring."""

from collections.abc import Mapping

from django.db import transaction

from insights.inputs.enums import Measure
from insights.inputs.models import InputPlan
from workspace.staff.models import User


@transaction.atomic
def plan_inputs(*, per_week: Mapping[str, int | None], by: User) -> None:
    """Set the weekly plan of each measure; None takes it away."""
    for measure in Measure:
        wanted = per_week.get(measure.value)
        if wanted is None:
            InputPlan.objects.filter(measure=measure).delete()
        else:
            InputPlan.objects.update_or_create(measure=measure, defaults={"per_week": wanted, "set_by": by})
