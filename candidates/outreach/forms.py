"""Forms for letters and what they are made from. What was typed is kept, whatever is wrong with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.outreach.enums import Answer
from candidates.outreach.models import LONGEST_BODY, Policy, ProofPoint, Sequence, Template
from candidates.outreach.templating import TemplateRefused, check
from candidates.people.models import Motivation
from workspace.typed import LineField, ParagraphsField

MOST_STEPS = 4


class LetterForm(forms.Form):
    """A letter, as it will be read."""

    address = forms.ChoiceField(label="To")
    subject = LineField(max_length=200)
    body = ParagraphsField(label="Letter", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 16}))
    sequence = forms.ModelChoiceField(
        Sequence.objects.filter(is_active=True),
        label="If they do not answer",
        to_field_name="uuid",
        required=False,
        empty_label="Nothing follows",
    )

    def __init__(self, *args: Any, addresses: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].choices = [(address, address) for address in addresses]  # type: ignore[attr-defined]


class BasisForm(forms.Form):
    """What a letter is made from: a template, one of their works, an opening."""

    template = forms.ChoiceField(required=False)
    work = forms.ChoiceField(label="Their work", required=False)
    opening = forms.ChoiceField(label="About", required=False)

    def __init__(
        self, *args: Any, templates: list[Template], works: list[Any], openings: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "template": [("", "The plain letter"), *((str(row.uuid), row.name) for row in templates)],
            "work": [*((str(row.uuid), row.title[:80]) for row in works), ("none", "No work")],
            "opening": [("", "No role yet"), *((str(row.uuid), row.title) for row in openings)],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What a reply means, and for a “no” which of the five things they look for."""

    answer = forms.TypedChoiceField(choices=Answer.choices, coerce=Answer)
    declined_for = forms.ModelChoiceField(Motivation.objects.all(), to_field_name="slug", required=False)


class TemplateForm(forms.Form):
    name = LineField(max_length=80)
    subject = LineField(max_length=200)
    body = ParagraphsField(label="Letter", max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 16}))
    is_active = forms.BooleanField(label="In use", required=False, initial=True)

    def __init__(self, *args: Any, template: Template | None = None, **kwargs: Any) -> None:
        self.template = template
        if template is not None:
            kwargs["initial"] = {name: getattr(template, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        others = Template.objects.exclude(pk=self.template.pk) if self.template else Template.objects.all()
        if others.filter(name__iexact=name).exists():
            raise ValidationError("There is a template of this name already.")
        return name

    def clean_subject(self) -> str:
        return _checked(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return _checked(self.cleaned_data["body"])


def _checked(text: str) -> str:
    try:
        check(text)
    except TemplateRefused as error:
        raise ValidationError(str(error)) from error
    return text


class SequenceForm(forms.Form):
    """A sequence with its steps, on rows of one form; an empty row is no step."""

    name = LineField(max_length=80)
    is_active = forms.BooleanField(label="In use", required=False, initial=True)

    def __init__(self, *args: Any, sequence: Sequence | None = None, **kwargs: Any) -> None:
        self.sequence = sequence
        steps = list(sequence.steps.all()) if sequence else []
        initial: dict[str, Any] = {"name": sequence.name, "is_active": sequence.is_active} if sequence else {}
        for place, step in enumerate(steps):
            initial |= {
                f"template_{place}": step.template.uuid,
                f"wait_{place}": step.wait_days,
                f"auto_{place}": step.is_automatic,
            }
        super().__init__(*args, initial=initial, **kwargs)
        templates = [("", "No step"), *((str(row.uuid), row.name) for row in Template.objects.filter(is_active=True))]
        for place in range(MOST_STEPS):
            self.fields[f"template_{place}"] = forms.ChoiceField(
                label=f"Letter {place + 2}", choices=templates, required=False
            )
            self.fields[f"wait_{place}"] = forms.IntegerField(
                label="After working days", min_value=1, max_value=60, initial=5, required=False
            )
            self.fields[f"auto_{place}"] = forms.BooleanField(label="Send it without looking", required=False)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Sequence.objects.filter(name__iexact=name).exclude(pk=self.sequence.pk if self.sequence else None).exists():
            raise ValidationError("There is a sequence of this name already.")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.steps:
            raise ValidationError("A sequence needs a step: choose a letter that follows.")
        return data

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps that were filled in, in order, without holes."""
        data, found = self.cleaned_data, []
        for place in range(MOST_STEPS):
            if key := data.get(f"template_{place}"):
                found.append(
                    {
                        "template": key,
                        "wait_days": data.get(f"wait_{place}") or 5,
                        "is_automatic": data.get(f"auto_{place}", False),
                    }
                )
        return found

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [
            (self[f"template_{place}"], self[f"wait_{place}"], self[f"auto_{place}"]) for place in range(MOST_STEPS)
        ]


class ProofPointForm(forms.Form):
    text = LineField(label="What we can show", max_length=400)
    url = forms.URLField(label="Where they can see it", max_length=500, required=False, assume_scheme="https")
    is_active = forms.BooleanField(label="In use", required=False, initial=True)

    def __init__(self, *args: Any, point: ProofPoint | None = None, **kwargs: Any) -> None:
        if point is not None:
            kwargs["initial"] = {name: getattr(point, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if point is None:
            del self.fields["is_active"]


class PolicyForm(forms.ModelForm):
    class Meta:
        model = Policy
        fields = ["per_person", "person_days", "per_sender", "per_day", "held_days"]
        labels = {
            "per_person": "To one person",
            "person_days": "Within so many days",
            "per_sender": "By one colleague in a day",
            "per_day": "By all of us in a day",
            "held_days": "Days a conversation is held",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (
            ("per_person", 20),
            ("person_days", 365),
            ("per_sender", 500),
            ("per_day", 5000),
            ("held_days", 90),
        ):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label, help_text=self.fields[name].help_text, min_value=1, max_value=most
            )
