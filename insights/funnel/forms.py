"""The rows behind a number: what the dashboard was narrowed to, and what the number adds."""

from typing import Any

from django import forms

from hiring.pipeline.enums import Standing
from insights.funnel.queries import KIND_ORDER
from insights.narrowing.forms import ScopeForm


class RowsForm(ScopeForm):
    """The rows behind a number: the same narrowing, plus where they stand or how far they came."""

    standing = forms.ChoiceField(required=False, choices=[("", "Any standing"), *Standing.choices])
    kind = forms.ChoiceField(
        required=False,
        choices=[("", "Any stage"), *((kind, kind.replace("_", " ").capitalize()) for kind in KIND_ORDER)],
    )
    stage = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reached = forms.ChoiceField(
        required=False,
        choices=[("", "However far"), *((kind, f"Reached {kind.replace('_', ' ')}") for kind in KIND_ORDER)],
    )
    late = forms.ChoiceField(
        label="Waiting",
        required=False,
        choices=[
            ("", "However long"),
            ("no", "Within the aim"),
            ("on", "Beyond the aim"),
            ("once", "Beyond it, not twice"),
            ("twice", "Beyond twice of it"),
        ],
    )
    no_channel = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["compare"]
