"""The applicant's form, and the administrator's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from insights.self_identification.models import CountryQuestions
from insights.self_identification.questions import Question, QuestionsRefused, read_questions
from workspace.typed import lines_of

RATHER_NOT = ("", "I would rather not say")


class AnswersForm(forms.Form):
    """Every question as a list of answers; what was said before is never shown, for a link can be passed on."""

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            choices = [*((option.slug, option.text) for option in question.options), RATHER_NOT]
            self.fields[question.slug] = forms.ChoiceField(
                label=question.text, choices=choices, required=False, widget=forms.RadioSelect, initial=""
            )


class CountryForm(forms.ModelForm):
    """Where we ask, and what."""

    places = forms.CharField(
        label="A role is there where its location says one of",
        help_text="Separated by commas: “Lisbon, Porto, Portugal”. Whole words only.",
        max_length=800,
    )
    questions = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=4000,
        help_text="A question on a line of its own, its answers under it, each with a dash. “I would rather not say” is always added. The first two questions are also counted crossed: gender by ethnic group.",
    )

    class Meta:
        model = CountryQuestions
        fields = ["name", "is_on", "places", "questions"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["places"] = ", ".join(self.instance.places)

    def clean_places(self) -> list[str]:
        places = [" ".join(place.split()) for place in self.cleaned_data["places"].split(",")]
        found = list(dict.fromkeys(place for place in places if place))
        if not found or any(len(place) > 60 for place in found):
            raise ValidationError("Name at least one place, each in up to 60 characters, with commas between them.")
        return found

    def clean_questions(self) -> str:
        text = lines_of(self.cleaned_data["questions"])
        try:
            read_questions(text)
        except QuestionsRefused as error:
            raise ValidationError(str(error)) from error
        return text
