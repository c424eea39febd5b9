"""Setting what a week should bring."""

from typing import Any

from django import forms

from insights.inputs.enums import IN_PER_CENT, Measure, Now
from insights.inputs.models import InputPlan
from insights.narrowing.forms import ScopeForm

# What a list as of now cannot be narrowed by: it has no days, scorecards owed have no channel, and letters belong to no role.
LACKS: dict[str, tuple[str, ...]] = {
    Now.OWED: ("since", "until", "channel"),
    Now.SUBMITTED: ("since", "until", "channel"),
    Now.COMING: ("since", "until"),
    Now.WRITTEN: ("since", "until", "channel", "role", "team", "profile"),
}


class DoneForm(ScopeForm):
    """The bar as far as the rows can be narrowed by it, and whose interviews or scorecards."""

    who = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, measure: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("compare", *LACKS.get(measure, ())):
            del self.fields[name]


class PlanForm(forms.Form):
    """One number for each measure; an empty one is no plan."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(InputPlan.objects.values_list("measure", "per_week"))
        for measure in Measure:
            is_share = measure in IN_PER_CENT
            self.fields[measure.value] = forms.IntegerField(
                label=f"{measure.label}, per cent" if is_share else f"{measure.label} a week",
                required=False,
                min_value=0,
                max_value=100 if is_share else 9999,
                initial=known.get(measure.value),
            )
