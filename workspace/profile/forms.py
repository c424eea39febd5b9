"""What each person sets for themselves."""

from typing import Any

from django import forms

from workspace.reminders.models import ReminderChoice
from workspace.reminders.registry import KINDS, Kind
from workspace.staff.enums import MailRhythm, Theme
from workspace.staff.forms import time_zone_choices
from workspace.staff.models import User


class ProfileForm(forms.ModelForm):
    """Name, zone, quiet hours, rhythm of mails, theme and keys."""

    time_zone = forms.ChoiceField(
        choices=time_zone_choices, help_text="Pages and your mails show times in this zone, and quiet hours go by it."
    )
    mail_rhythm = forms.ChoiceField(label="Mails", choices=MailRhythm, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label="Colours", choices=Theme, widget=forms.RadioSelect)

    class Meta:
        model = User
        fields = ["name", "title", "time_zone", "mail_rhythm", "quiet_from", "quiet_until", "theme", "has_letter_keys"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "quiet_until": "No mail in between, and none at weekends; it waits for the next morning.",
            "has_letter_keys": "Such as j and k in a list, or / to search. Turn them off if you speak to your computer or press"
            " keys by accident; keys with Ctrl or ⌘, and Enter, Esc and Tab, stay.",
        }
        labels = {"quiet_from": "Quiet from", "quiet_until": "Quiet until"}


class ChoiceForm(forms.Form):
    """How one kind of reminder reaches this person."""

    by_mail = forms.BooleanField(label="Mail", required=False)
    in_app = forms.BooleanField(label="Bell", required=False)

    def __init__(self, *args: Any, kind: Kind, choice: ReminderChoice | None, **kwargs: Any) -> None:
        initial = {"by_mail": choice.by_mail if choice else True, "in_app": choice.in_app if choice else True}
        super().__init__(*args, prefix=f"kind-{kind.slug}", initial=initial, **kwargs)
        self.kind = kind


def choice_forms(user: User, data: Any = None) -> list[ChoiceForm]:
    """Return a form for each kind of reminder there is. One query."""
    choices = {choice.kind: choice for choice in ReminderChoice.objects.filter(user=user)}
    kinds = sorted(KINDS.values(), key=lambda kind: kind.label)
    return [ChoiceForm(data, kind=kind, choice=choices.get(kind.slug)) for kind in kinds]
