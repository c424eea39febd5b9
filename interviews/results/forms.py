"""Giving points, saying what a result means, and changing marks."""

from typing import Any

from django import forms

from hiring.roles.models import Competency, Role
from interviews.results.models import RulingKind


class PointsForm(forms.Form):
    points = forms.IntegerField(min_value=0)
    note = forms.CharField(label="Why", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class RulingForm(forms.Form):
    kind = forms.ChoiceField(label="What it means", choices=RulingKind.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Name answers, not the number.",
    )


class SupportForm(forms.Form):
    """Signing that an exam supports a bar of the role."""

    competency = forms.ModelChoiceField(
        Competency.objects.none(), label="Minimum bar", to_field_name="slug", empty_label="Choose a bar"
    )
    observation = forms.CharField(
        label="Which answers support it, and how", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bars = role.criteria.exclude(bar_level="").values("competency")
        self.fields["competency"].queryset = Competency.objects.filter(pk__in=bars)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why marks change."""

    reason = forms.CharField(label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
