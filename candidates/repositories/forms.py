"""What a browser may send about reimplementations."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.channels.models import Channel
from candidates.connectors.links import Link, LinkKind, recognise
from candidates.people.enums import Judgement
from candidates.repositories.models import WhoseCode
from workspace.typed import LineField, ParagraphsField

NO_REPOSITORY = "This is no link to a repository on GitHub. It looks like https://github.com/owner/repository."
NO_PAPER = "This is no link to a paper we can read. Paste its arXiv, OpenReview or DOI link."


class RepositoryForm(forms.Form):
    link = LineField(label="Link to a repository on GitHub", max_length=500)

    def clean_link(self) -> Link:
        link = recognise(self.cleaned_data["link"])
        if link is None or link.kind is not LinkKind.GITHUB_REPOSITORY:
            raise ValidationError(NO_REPOSITORY)
        return link


class WhichPaperForm(forms.Form):
    link = LineField(label="Link to the paper it is of", max_length=500)

    def clean_link(self) -> Link:
        link = recognise(self.cleaned_data["link"])
        if link is None or not link.is_paper:
            raise ValidationError(NO_PAPER)
        return link


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Whose code it is", required=False, choices=[("", "Let the rule decide"), *WhoseCode.choices]
    )
    why = LineField(label="How you know", required=False, max_length=300)


class NumberForm(forms.Form):
    metric = LineField(required=False, max_length=60, help_text="As the paper calls it: BLEU, FID, top-1 …")
    value = forms.FloatField(
        label="The paper’s number",
        required=False,
        min_value=-1e9,
        max_value=1e9,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class CodeJudgementForm(forms.Form):
    judgement = ParagraphsField(
        label="What you saw",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Did it run? What was hard to get right, and did they? It will stand in the implementer’s file.",
    )
    execution = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", "Not judged"), *Judgement.choices]
    )


class MeetForm(forms.Form):
    """Who the implementer is to us: somebody new, or a person we know."""

    who = forms.CharField(required=False, max_length=40)
    channel = forms.ModelChoiceField(
        Channel.objects.filter(is_active=True), required=False, to_field_name="slug", empty_label="Not known"
    )

    def clean_who(self) -> uuid.UUID | None:
        text: Any = self.cleaned_data["who"]
        try:
            return uuid.UUID(text) if text else None
        except ValueError as error:
            raise ValidationError("Choose somebody from the list.") from error
