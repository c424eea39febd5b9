"""What a browser may send from the desk."""

from typing import Any

from django import forms

from hiring.desk.models import LONGEST_TEXT


class DeskForm(forms.Form):
    """The text with what to do with it. Line ends become one character, so that places in the text mean the same everywhere."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "true", "data-desk-text": "", "class": "form-control desk-text"}
        ),
        label="The text, as outsiders will read it",
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_text(self) -> Any:
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
