"""Rating a set of written answers."""

from typing import Any

from django import forms

from insights.calibration.samples import SampleSet
from interviews.scorecards.models import BarMark, StrengthLevel


class SetForm(forms.Form):
    """For each answer a strength level and a mark beside the bar; nothing is chosen beforehand."""

    def __init__(self, *args: Any, of: SampleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        for sample in of.samples:
            self.fields[f"{sample.slug}-level"] = forms.TypedChoiceField(
                label="As a strength", choices=StrengthLevel.choices, coerce=int, widget=forms.RadioSelect
            )
            self.fields[f"{sample.slug}-mark"] = forms.ChoiceField(
                label="Beside the middle bar", choices=BarMark.choices, widget=forms.RadioSelect
            )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Each answer with its two fields."""
        return [(sample, self[f"{sample.slug}-level"], self[f"{sample.slug}-mark"]) for sample in self.of.samples]

    def given(self) -> dict[str, tuple[int, str]]:
        """What was chosen, by sample. Only once the form is valid."""
        data = self.cleaned_data
        return {one.slug: (data[f"{one.slug}-level"], data[f"{one.slug}-mark"]) for one in self.of.samples}
