"""The one form that asks twice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.people.models import Candidate
from candidates.people.names import fold


class EraseForm(forms.Form):
    name = forms.CharField(
        label="To erase this person, type their name",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if fold(name) != fold(self.candidate.name):
            raise ValidationError("This is not the name above. Nothing was erased.")
        return name
