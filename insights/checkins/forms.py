"""The short form of a check-in, and the first day of somebody hired."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import escape

from insights.checkins.enums import Seen, Side
from insights.checkins.models import CheckIn
from insights.checkins.queries import Criterion

LONGEST = 2000


class StartForm(forms.Form):
    on = forms.DateField(label="First day at work", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class CheckInForm(forms.Form):
    """One choice for each criterion, whether they are still here, and what was seen."""

    def __init__(self, *args: Any, check_in: CheckIn, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {(mark.competency_id, mark.side): mark.seen for mark in check_in.marks.all()}
        self.criteria = {f"criterion-{place}": one for place, one in enumerate(criteria)}
        for name, one in self.criteria.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{one.competency.name} ({Side(one.side).label.lower()})",
                help_text=escape(one.anchor),  # a person's words, and a hint is rendered as it is
                choices=Seen.choices,
                widget=forms.RadioSelect,
                initial=said.get((one.competency.pk, one.side)),
                error_messages={"required": "Choose one; “the work has not shown it yet” is an answer."},
            )
        self.fields["still_here"] = forms.BooleanField(
            label="They still work here", required=False, initial=check_in.still_here
        )
        self.fields["words"] = forms.CharField(
            label="What did you see?",
            help_text="What they did, not what they are like. Read by you, whoever manages the role after you, and admins.",
            required=False,
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=check_in.words,
        )

    @property
    def marks(self) -> dict[Criterion, str]:
        return {one: self.cleaned_data[name] for name, one in self.criteria.items()}
