"""Forms about a candidate. Hostile and broken values end as a message at the field, with everything typed kept."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from candidates.channels.models import Channel
from candidates.people.actions import clean_name
from candidates.people.enums import Audience, FileKind, IdentityKind, Judgement, Rung
from candidates.people.handles import Handle, handle_of, handles_in
from candidates.people.models import Candidate, Motivation
from candidates.people.refusals import CandidateError
from workspace.files.fields import UploadField
from workspace.staff.models import User


class NameField(forms.CharField):
    """A person's name: any script, no control characters."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {"max_length": 200, "widget": forms.TextInput(attrs={"autocomplete": "off"})}
        super().__init__(**given | kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        try:
            return clean_name(value) if value else value
        except CandidateError as error:
            raise ValidationError(str(error)) from error


class CandidateForm(forms.Form):
    """Quick add: a name is enough; handles are recognised in one line of anything pasted."""

    name = NameField()
    handles = forms.CharField(
        label="E-mail, profiles",
        required=False,
        max_length=2000,
        help_text="Paste addresses and links in any order: mail, ORCID, OpenReview, GitHub, Scholar, LinkedIn, home page.",
    )
    headline = forms.CharField(label="What they do now", required=False, max_length=200)
    channel = forms.ModelChoiceField(Channel.objects.filter(is_active=True), required=False, empty_label="Not known")
    channel_detail = forms.CharField(label="Which paper, event or person", required=False, max_length=200)
    note = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_handles(self) -> list[Handle]:
        text = self.cleaned_data["handles"]
        found = handles_in(text)
        if text.strip() and not found:
            raise ValidationError(
                "Nothing in here is an address or a profile we know. Leave it empty to add the person without."
            )
        return found


class EditForm(forms.Form):
    name = NameField()
    headline = forms.CharField(label="What they do now", required=False, max_length=200)
    location = forms.CharField(required=False, max_length=120)
    time_zone = forms.CharField(
        required=False, max_length=64, help_text="Such as Europe/Lisbon; empty where it is not known."
    )
    channel = forms.ModelChoiceField(Channel.objects.all(), required=False, empty_label="Not known")
    channel_detail = forms.CharField(label="Which paper, event or person", required=False, max_length=200)
    owner = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Nobody")
    tags = forms.CharField(required=False, max_length=900, help_text="Separated by commas.")
    motivations = forms.ModelMultipleChoiceField(
        Motivation.objects.all(), label="What moves them", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        plain = {
            name: getattr(candidate, name)
            for name in ("name", "headline", "location", "time_zone", "channel", "channel_detail", "owner")
        }
        tags = ", ".join(tag.name for tag in candidate.tags.all())
        super().__init__(*args, initial=plain | {"tags": tags, "motivations": candidate.motivations.all()}, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(is_active=True, persona__in=["recruiter", "admin"])  # type: ignore[attr-defined]

    @property
    def plain(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"tags", "motivations"}}


class NoteForm(forms.Form):
    text = forms.CharField(label="Note", max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))
    audience = forms.ChoiceField(
        label="Who may read it",
        choices=Audience.choices,
        initial=Audience.EVERYONE,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not viewer.is_recruiting:
            del self.fields["audience"]

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Audience.EVERYONE


class IdentityForm(forms.Form):
    kind = forms.ChoiceField(choices=[("", "Recognise it"), *IdentityKind.choices], required=False)
    text = forms.CharField(label="Address or link", max_length=500)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, kind = data.get("text", ""), data.get("kind", "")
        if not text:
            return data
        try:
            found = handle_of(kind, text) if kind else next(iter(handles_in(text)), None)
        except CandidateError as error:
            raise ValidationError({"text": str(error)}) from error
        if found is None:
            raise ValidationError(
                {"text": "This is no address or profile we know. Choose its kind, or check that it was copied whole."}
            )
        return data | {"handle": found}


class EvidenceForm(forms.Form):
    rung = forms.TypedChoiceField(
        choices=[(rung.value, f"{rung.value} {rung.label}") for rung in Rung], coerce=int, initial=Rung.PROJECTS
    )
    title = forms.CharField(label="What it is", max_length=500)
    url = forms.URLField(label="Link", required=False, max_length=500, assume_scheme="https")
    happened_on = forms.DateField(label="When", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    source = forms.CharField(label="Where we learned of it", required=False, max_length=120)
    note = forms.CharField(
        label="What you noticed", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class JudgementForm(forms.Form):
    """Three respects in which a work can be judged; each may stay open."""

    originality = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", "Not judged"), *Judgement.choices]
    )
    execution = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", "Not judged"), *Judgement.choices]
    )
    importance = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", "Not judged"), *Judgement.choices]
    )
    note = forms.CharField(
        label="What you noticed", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class FollowUpForm(forms.Form):
    on = forms.DateField(label="Follow up on", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="About what", required=False, max_length=200)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"]
        if on < self.today:
            raise ValidationError("This day has passed. Choose today or later.")
        if on > self.today + dt.timedelta(days=730):
            raise ValidationError("Choose a day within the next two years.")
        return on


class UploadForm(forms.Form):
    file = UploadField(max_length=255)
    kind = forms.ChoiceField(choices=FileKind.choices, initial=FileKind.CV)
    audience = forms.ChoiceField(label="Who may open it", choices=Audience.choices, initial=Audience.EVERYONE)
