"""The administrator's form for one kind of reminder."""

from typing import Any

from django import forms

from workspace.reminders.models import ReminderSetting
from workspace.reminders.registry import Kind


class TimesForm(forms.Form):
    """Whether a kind of reminder is sent at all, and after how many hours each of its steps comes."""

    is_on = forms.BooleanField(label="Send these reminders", required=False)

    def __init__(self, *args: Any, kind: Kind, setting: ReminderSetting | None, **kwargs: Any) -> None:
        super().__init__(*args, prefix=kind.slug, initial={"is_on": setting.is_on if setting else True}, **kwargs)
        self.kind = kind
        chosen = setting.hours if setting else []
        for place, (name, label, hours) in enumerate(kind.steps):
            initial = chosen[place] if place < len(chosen) else hours
            self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=24 * 30, initial=initial)

    def save(self) -> ReminderSetting:
        """Store the times, in the order of the kind's steps."""
        hours = [self.cleaned_data[name] for name, _, _ in self.kind.steps]
        setting, _ = ReminderSetting.objects.update_or_create(
            kind=self.kind.slug, defaults={"is_on": self.cleaned_data["is_on"], "hours": hours}
        )
        return setting
