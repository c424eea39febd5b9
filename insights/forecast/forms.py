"""What somebody tries on a role's forecast: sliders whose state is the address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from insights.forecast.what_if import FASTER_BY, Levers, may_leave_one_out

MOST_A_WEEK = 20
MOST_WEEKS = 12


class Slider(forms.NumberInput):
    """A range with its unit, which the page writes beside the value."""

    input_type = "range"

    def __init__(self, *, most: int, step: int, unit: str) -> None:
        self.unit = unit
        super().__init__(attrs={"min": 0, "max": most, "step": step, "data-unit": unit})

    def format_value(self, value: object) -> str:
        """A range without a value stands in its middle, so that zero is written out."""
        return super().format_value(value) or "0"


def _slider(label: str, most: int, step: int, unit: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        initial=0,
        help_text=help_text,
        widget=Slider(most=most, step=step, unit=unit),
    )


class WhatIfForm(forms.Form):
    """One slider for each channel, and one for each other change. Nothing sent is nothing changed."""

    faster = _slider("Every stage faster", FASTER_BY[-1], FASTER_BY[1], "% fewer days")
    freeze_weeks = _slider("A freeze", MOST_WEEKS, 1, "weeks", "Nothing moves and nobody comes.")
    freeze_after = _slider("… that begins", MOST_WEEKS, 1, "weeks from now")
    one_less = forms.BooleanField(
        label="One interview less",
        required=False,
        help_text="Without the assessment stage; whoever reached it passes it.",
    )
    second_opening = forms.BooleanField(label="One more opening to fill", required=False)

    def __init__(self, *args: Any, kept: Mapping[str, Any], names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._channels = {slug: names[slug] for slug in kept["channels"] if slug in names}
        for slug, name in self._channels.items():
            self.fields[f"more-{slug}"] = _slider(name, MOST_A_WEEK, 1, "more a week")
        if not may_leave_one_out(kept):
            del self.fields["one_less"]

    @property
    def channels(self) -> list[forms.BoundField]:
        """The sliders of channels, those that are moved first."""
        fields = [self[f"more-{slug}"] for slug in self._channels]
        return sorted(fields, key=lambda one: str(one.value() or "0") == "0")

    @property
    def others(self) -> list[forms.BoundField]:
        return [self["faster"], self["freeze_weeks"], self["freeze_after"]]

    def clean_faster(self) -> int:
        """Futures are kept for some speeds only."""
        faster = self.cleaned_data["faster"] or 0
        if faster not in FASTER_BY:
            raise ValidationError(f"Choose one of {', '.join(map(str, FASTER_BY))} %.")
        return faster

    def levers(self) -> Levers:
        """What was chosen; nothing where the form was not sent or does not hold."""
        if not self.is_bound or not self.is_valid():
            return Levers()
        data = self.cleaned_data
        more = {slug: float(data[f"more-{slug}"] or 0) for slug in self._channels}
        return Levers(
            more={slug: number for slug, number in more.items() if number},
            faster=data["faster"],
            one_less=data.get("one_less", False),
            freeze_after=data["freeze_after"] or 0,
            freeze_weeks=data["freeze_weeks"] or 0,
            second_opening=data["second_opening"],
        )
