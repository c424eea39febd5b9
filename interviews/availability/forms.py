"""What interviewers type about their time."""

from typing import Any

from django import forms

from interviews.availability.clock_words import UnclearHours, openings_in, words_of
from interviews.availability.free_time import Opening
from interviews.availability.models import InterviewerSettings, LoadPolicy, Weekday, WorkingSpan
from interviews.availability.queries import USUAL
from workspace.staff.models import User

DATE = {"type": "date"}


def date_field(label: str, **fields: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"), **fields)


class HoursField(forms.CharField):
    """A line such as “9–12:30, 13:30–17” as openings."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(required=False, max_length=120, **fields)

    def clean(self, value: Any) -> tuple[Opening, ...]:
        """Read the line, or say how to write it."""
        try:
            return openings_in(super().clean(value))
        except UnclearHours as error:
            raise forms.ValidationError(str(error)) from error


class HoursForm(forms.Form):
    """Working hours by weekday, caps, and the days between which they hold."""

    per_day = forms.IntegerField(label="Interviews a day", required=False, min_value=0, max_value=12)
    per_week = forms.IntegerField(label="Interviews a week", required=False, min_value=0, max_value=40)
    available_from = date_field("First day", required=False)
    available_until = date_field("Last day", required=False)

    def __init__(self, *args: Any, policy: LoadPolicy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            self.fields[f"day_{day.value}"] = HoursField(label=day.label)
        self.fields["per_day"].help_text = f"Empty: {policy.per_day}, as for everybody."
        self.fields["per_week"].help_text = f"Empty: {policy.per_week}, as for everybody."

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{day.value}"] for day in Weekday]

    def clean(self) -> dict[str, Any]:
        """Take empty days for days without interviews, but a form without its days for a broken one."""
        data: dict[str, Any] = super().clean() or {}
        if not any(day.html_name in self.data for day in self.days):
            raise forms.ValidationError("Your hours did not arrive. Nothing was changed; send the form again.")
        first, last = data.get("available_from"), data.get("available_until")
        if first and last and last < first:
            self.add_error("available_until", "The last day lies before the first.")
        return data

    def wanted(self) -> dict[str, Any]:
        """What to ask the action for. Only once the form is valid."""
        weekly = {day.value: self.cleaned_data[f"day_{day.value}"] for day in Weekday}
        names = ("per_day", "per_week", "available_from", "available_until")
        return {"weekly": weekly, **{name: self.cleaned_data[name] for name in names}}


def hours_typed(user: User, settings: InterviewerSettings) -> dict[str, Any]:
    """Return what the hours form starts from: what was said, else an office's hours. One query."""
    said: dict[int, list[Opening]] = {day: [] for day in range(7)}
    for span in WorkingSpan.objects.filter(user=user):
        said[span.weekday].append(Opening(span.opens, span.closes))
    if settings.hours_set_at is None:
        said |= {day: list(USUAL) for day in range(5)}
    names = ("per_day", "per_week", "available_from", "available_until")
    typed = {name: getattr(settings, name) for name in names}
    return typed | {f"day_{day}": words_of(openings) for day, openings in said.items()}


class DayOffForm(forms.Form):
    """Days off, or with other hours."""

    first = date_field("From")
    last = date_field("Until", required=False, help_text="Empty: that day alone.")
    hours = HoursField(label="Only at these hours", help_text="Empty: not at all. One span, such as 10–12.")
    label = forms.CharField(label="What for", required=False, max_length=80, help_text="For your own eyes.")

    def clean_hours(self) -> Opening | None:
        """Take one span."""
        openings: tuple[Opening, ...] = self.cleaned_data["hours"]
        if len(openings) > 1:
            raise forms.ValidationError("One span, such as 10–12. Add the day twice for two.")
        return openings[0] if openings else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", "The last day lies before the first.")
        return data

    def wanted(self) -> dict[str, Any]:
        """What to ask the action for. Only once the form is valid."""
        data = self.cleaned_data
        return {"first": data["first"], "last": data["last"], "opening": data["hours"], "label": data["label"]}


class HolidayForm(forms.Form):
    """Days on which nobody interviews."""

    first = date_field("From")
    last = date_field("Until", required=False, help_text="Empty: that day alone.")
    label = forms.CharField(label="Name", max_length=80)


class SourceForm(forms.Form):
    """A calendar to read: a feed by its address alone, a CalDAV account with a name and a password."""

    address = forms.CharField(
        label="Address",
        max_length=1000,
        help_text="The secret .ics address of a calendar (https:// or webcal://), or the address of a CalDAV server.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label="Call it", required=False, max_length=80)
    username = forms.CharField(
        label="User name",
        required=False,
        max_length=255,
        help_text="For CalDAV only.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label="App password",
        required=False,
        max_length=255,
        help_text="Made in your calendar account's security settings; never your main one. It is kept encrypted.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("username")) != bool(data.get("password")):
            missing = "password" if data.get("username") else "username"
            self.add_error(missing, "CalDAV needs both; a feed needs neither.")
        return data


class FeedForm(forms.Form):
    """How much one's own calendars tell."""

    names_candidates = forms.BooleanField(label="Name the candidate in the title", required=False)
    alarm_minutes = forms.IntegerField(label="Alarm, minutes before", min_value=0, max_value=1440, help_text="0: none.")


class PolicyForm(forms.Form):
    """What holds for everybody who set nothing else."""

    per_day = forms.IntegerField(label="Interviews a day", min_value=1, max_value=12)
    per_week = forms.IntegerField(label="Interviews a week", min_value=1, max_value=40)
    hold_minutes = forms.IntegerField(
        label="Minutes kept free around each",
        min_value=0,
        max_value=120,
        help_text="Before to prepare, after to write the scorecard.",
    )
