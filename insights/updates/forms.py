"""Forms about updates: the words, the plan, who reads."""

from typing import Any

from django import forms

from insights.updates.models import TeamUpdate, UpdatePlan, UpdateReader
from insights.updates.story import HEADINGS, SECTIONS
from workspace.typed import LineField, ParagraphsField


class WordsForm(forms.ModelForm):
    """The words of an update, a line for each sentence."""

    headline = LineField(max_length=300)

    class Meta:
        model = TeamUpdate
        fields = ["headline", "note", *SECTIONS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"] = ParagraphsField(label="A word from the team", max_length=800, required=False)
        for section in SECTIONS:
            self.fields[section] = ParagraphsField(label=HEADINGS[section], max_length=4000, required=False)


class PlanForm(forms.ModelForm):
    """When it goes out, and what is planned for a week."""

    class Meta:
        model = UpdatePlan
        fields = [
            "is_on",
            "weekday",
            "hour",
            "needs_approval",
            "people_planned",
            "interviews_planned",
            "on_time_planned",
        ]

    hour = forms.IntegerField(
        min_value=0, max_value=23, help_text="Full hour, by the organisation’s clock.", label="At"
    )
    people_planned = forms.IntegerField(label="New people a week", min_value=0, max_value=10_000, required=False)
    interviews_planned = forms.IntegerField(label="Interviews a week", min_value=0, max_value=10_000, required=False)
    on_time_planned = forms.IntegerField(label="Scorecards on time, in %", min_value=0, max_value=100, required=False)


class ReaderForm(forms.ModelForm):
    name = LineField(max_length=120)

    class Meta:
        model = UpdateReader
        fields = ["name", "email"]

    def __init__(self, *args: Any, plan: UpdatePlan, **kwargs: Any) -> None:
        super().__init__(*args, instance=UpdateReader(plan=plan), **kwargs)

    def _get_validation_exclusions(self) -> set[str]:
        # The plan is not a field of the form, but its one reader per address is a rule of it.
        return super()._get_validation_exclusions() - {"plan"}  # type: ignore[misc]
