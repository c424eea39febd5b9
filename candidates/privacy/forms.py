"""Forms about people's data; erasing asks twice."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.people.handles import Handle, handles_in
from candidates.people.models import Candidate
from candidates.people.names import fold
from candidates.privacy.enums import Told, Way
from candidates.privacy.models import PrivacyWords
from workspace.typed import LineField


class EraseForm(forms.Form):
    name = forms.CharField(
        label="To erase this person, type their name",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    keep_out = forms.BooleanField(
        label="They do not want to be found again",
        required=False,
        help_text="Keeps a hash of their addresses, from which nobody can read them, so that nobody adds them again.",
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if fold(name) != fold(self.candidate.name):
            raise ValidationError("This is not the name above. Nothing was erased.")
        return name


class ToldForm(forms.Form):
    how = forms.ChoiceField(
        label="How they know", choices=[(way.value, way.label) for way in Told if way is not Told.LETTER]
    )


class PutOffForm(forms.Form):
    until = forms.DateField(label="Delete on", widget=forms.DateInput(attrs={"type": "date"}))
    because = LineField(label="Why", max_length=300)


class ObjectionForm(forms.Form):
    way = forms.ChoiceField(
        label="How they told us", choices=[(Way.REPLY.value, Way.REPLY.label), (Way.TOLD_US.value, Way.TOLD_US.label)]
    )


class LiftForm(forms.Form):
    """Whose objection to lift: by a handle, for the record may be gone."""

    handle = LineField(label="Their e-mail, ORCID or profile", max_length=500)
    because = LineField(label="How they told us", max_length=300)

    def clean_handle(self) -> Handle:
        found = handles_in(self.cleaned_data["handle"])
        if not found:
            raise ValidationError("This is not an address or a profile we know. Paste it as they write it.")
        return found[0]


class PrivacyWordsForm(forms.ModelForm):
    class Meta:
        model = PrivacyWords
        fields = ["controller", "contact", "policy_url", "keeps_months"]
        labels = {
            "controller": "Who is responsible",
            "contact": "Address for questions",
            "policy_url": "Privacy policy",
            "keeps_months": "Months without contact",
        }

    keeps_months = forms.IntegerField(
        label="Months without contact",
        min_value=3,
        max_value=120,
        required=False,
        help_text="After these, people we found are deleted. Empty: nobody is deleted for their record’s age.",
    )
    policy_url = forms.URLField(label="Privacy policy", max_length=500, required=False, assume_scheme="https")
