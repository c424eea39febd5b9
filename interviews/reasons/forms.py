"""The letter as it is edited."""

from typing import Any

from django import forms

from candidates.outreach.limits import addresses_of
from candidates.people.models import Candidate


class LetterForm(forms.Form):
    """To which of their addresses, and in which words."""

    address = forms.ChoiceField(label="To")
    subject = forms.CharField(label="Subject", max_length=250)
    body = forms.CharField(label="Letter", max_length=20_000, widget=forms.Textarea(attrs={"rows": 22}))

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["address"]
        chooser.choices = [(one, one) for one in addresses_of(candidate)]
        chooser.error_messages["required"] = "There is no e-mail address in their file. Add the one you know first."
