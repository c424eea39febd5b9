"""What is typed to offer times, and what a candidate says by their link."""

import datetime as dt
import functools
import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from interviews.booking.enums import Adjustment
from interviews.booking.taking import LONGEST_WORDS
from interviews.proposals.showing import Shown
from interviews.schedule.times import NoSuchTime, day_in_words, moment_of, zone_in_words
from workspace.staff.models import User

DAYS_TO_ANSWER = 5


def _begins(proposal: Shown, reader: User) -> str:
    start = proposal.starts_at.astimezone(reader.zone)
    return f"{day_in_words(start.date())}, from {start:%H:%M} {zone_in_words(start)}"


class OfferForm(forms.Form):
    """Which proposals the candidate may choose among, and until when."""

    choices = forms.MultipleChoiceField(
        label="Proposals",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one proposal."},
    )
    until = forms.DateField(
        label="The link works until the end of",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Until then their interviewers’ time is kept.",
    )
    location = forms.CharField(label="Room or link", required=False, max_length=300)
    words = forms.CharField(
        label="What they read above the times",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, proposals: Sequence[Shown], by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        chooser: Any = self.fields["choices"]
        chooser.choices = [(str(one.number), f"Proposal {one.number + 1}: {_begins(one, by)}") for one in proposals]
        self.initial.setdefault("choices", [str(one.number) for one in proposals])
        self.initial.setdefault("until", timezone.localdate(timezone=by.zone) + dt.timedelta(days=DAYS_TO_ANSWER))

    def clean_until(self) -> dt.datetime:
        """Return the midnight that ends the day on the offerer's clock."""
        day: dt.date = self.cleaned_data["until"]
        try:
            end = moment_of(day + dt.timedelta(days=1), dt.time(), self.by.zone)
        except NoSuchTime:
            end = dt.datetime.combine(day, dt.time(23), tzinfo=self.by.zone)
        if end <= timezone.now():
            raise forms.ValidationError("This day has passed.")
        return end


class AtOnceForm(forms.Form):
    """Booking a proposal without asking first."""

    number = forms.IntegerField(min_value=0, max_value=50)
    location = forms.CharField(label="Room or link", required=False, max_length=300)
    tell = forms.BooleanField(label="Invite the candidate", required=False, initial=True)


class ZoneForm(forms.Form):
    """The clock on which the candidate reads the times. `also` is the one they are on, however it is spelt."""

    zone = forms.ChoiceField(label="Your time zone")

    def __init__(self, *args: Any, also: str = "UTC", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = zone_names()
        names = names if also in names else (also, *names)
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in names]  # type: ignore[attr-defined]


@functools.cache
def zone_names() -> tuple[str, ...]:
    """The zones people know: by continent and city, and UTC."""
    names = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(OTHERS))
    return (*sorted(names), "UTC")


OTHERS = ("Etc/", "SystemV/", "US/", "posix/", "right/", "Mexico/", "Chile/", "Canada/", "Brazil/")


class NeedsForm(forms.Form):
    """What would help the candidate to show what they can do."""

    adjustments = forms.MultipleChoiceField(
        label="What would help",
        choices=Adjustment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    adjustment_words = forms.CharField(
        label="Anything we should know",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Your interviewers see what you ticked. Only those who plan the interviews read these words.",
    )


class OtherTimesForm(forms.Form):
    """When the candidate could instead."""

    words = forms.CharField(
        label="Which times would suit you",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say which times would suit you."},
    )


class DeclineForm(forms.Form):
    """Not coming."""

    why = forms.CharField(
        label="Why, if you like to say",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
