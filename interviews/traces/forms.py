"""The text that was found."""

from django import forms

MOST_SIGNS = 20_000


class FoundTextForm(forms.Form):
    """It is held against what was asked, and not kept."""

    text = forms.CharField(
        label="The text you found",
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="As it stands there, numbers and options included. It is not kept.",
        error_messages={
            "required": "Paste the text: a question as somebody posted it, with its numbers.",
            "max_length": f"Paste at most {MOST_SIGNS:,} signs: the part that holds the questions.",
        },
    )
