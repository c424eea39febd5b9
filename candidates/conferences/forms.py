"""What a browser may send about conferences and encounters."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.channels.models import Channel
from candidates.conferences.models import Conference, Consent
from candidates.people.actions import clean_name
from candidates.people.refusals import CandidateError
from workspace.staff.models import User
from workspace.typed import LineField, ParagraphsField

BIG = {"class": "form-control form-control-lg"}


class ConferenceForm(forms.Form):
    name = LineField(max_length=120, help_text="Without the year.")
    year = forms.IntegerField(min_value=1990, max_value=2100)
    starts_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label="To", widget=forms.DateInput(attrs={"type": "date"}))
    place = LineField(required=False, max_length=120)
    time_zone = LineField(required=False, max_length=64, help_text="Such as Europe/Vienna.")
    venue = LineField(
        label="Venue of its papers",
        required=False,
        max_length=200,
        help_text="As the papers name it, letter by letter.",
    )
    url = forms.URLField(label="Web page", required=False, max_length=500, assume_scheme="https")
    channel = forms.ModelChoiceField(
        Channel.objects.filter(is_active=True), required=False, to_field_name="slug", empty_label="Conferences"
    )

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name:
            Conference._meta.get_field("time_zone").run_validators(name)
        return name

    def clean(self) -> dict[str, Any] | None:
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "It ends before it starts.")
        return self.cleaned_data


class EncounterForm(forms.Form):
    """Whom one met: the name first, the rest where there is time."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    met_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    name = LineField(
        label="Whom did you meet?",
        max_length=200,
        widget=forms.TextInput(attrs={**BIG, "autocomplete": "off", "autocapitalize": "words", "autofocus": True}),
    )
    said = ParagraphsField(
        label="What was said", required=False, max_length=5_000, widget=forms.Textarea(attrs={**BIG, "rows": 3})
    )
    place = LineField(
        label="Where",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={**BIG, "placeholder": "Poster 214"}),
    )
    conference = forms.ModelChoiceField(
        Conference.objects.none(),
        required=False,
        to_field_name="uuid",
        empty_label="None",
        widget=forms.Select(attrs={"class": "form-select form-select-lg"}),
    )
    handle = LineField(
        label="E-mail or profile",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={**BIG, "autocapitalize": "none", "inputmode": "email"}),
    )
    follow_up_on = forms.DateField(
        label="You promised to write by",
        required=False,
        widget=forms.DateInput(attrs={**BIG, "type": "date"}),
        help_text="You will be reminded that morning.",
    )
    consent = forms.ChoiceField(
        label="May we write to them?", choices=Consent.choices, initial=Consent.NOT_ASKED, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, viewer: User, today: dt.date, **kwargs: Any) -> None:
        near = conferences_near(today)
        going = next((one for one in near if one.is_on(today)), None)
        initial = {"uuid": uuid.uuid4(), "conference": going.uuid if going else None}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["conference"]
        # An entry may be sent weeks later, from a device that was offline: any conference we know will do.
        choices.queryset = Conference.objects.order_by("-starts_on")
        choices.choices = [("", "None"), *((str(one.uuid), str(one)) for one in near)]

    def clean_name(self) -> str:
        try:
            return clean_name(self.cleaned_data["name"])
        except CandidateError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if data.get("consent") == Consent.NO and data.get("follow_up_on"):
            self.add_error(
                "follow_up_on", "They asked not to be written to. Take the date away, or change their answer."
            )
        return data


def conferences_near(today: dt.date) -> list[Conference]:
    """Return the conferences somebody may be at or come from, the latest first."""
    around = (today - dt.timedelta(days=60), today + dt.timedelta(days=60))
    return list(Conference.objects.filter(starts_on__range=around).order_by("-starts_on", "-pk")[:20])
