"""Inviting to an exam, in the zone of whoever invites."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone

from hiring.pipeline.models import Application
from interviews.exams.models import Exam
from interviews.exams.queries import exams_for
from interviews.sittings.clock import MOST_EXTRA
from interviews.sittings.models import ExamInvitation

LONG = dt.timedelta(days=7)


def day_and_time(what: str) -> forms.SplitDateTimeWidget:
    """A day and a time beside each other, each with a name of its own for who cannot see the label over both."""
    return forms.SplitDateTimeWidget(
        date_attrs={"type": "date", "class": "form-control day-part", "aria-label": f"{what}: day"},
        time_attrs={"type": "time", "class": "form-control day-part", "aria-label": f"{what}: time"},
        date_format="%Y-%m-%d",
        time_format="%H:%M",
    )


class WindowForm(forms.Form):
    """From when until when it can be begun, and with how much extra time."""

    opens_at = forms.SplitDateTimeField(label="Can be begun from", widget=day_and_time("Can be begun from"))
    closes_at = forms.SplitDateTimeField(label="and until", widget=day_and_time("Can be begun until"))
    extra_percent = forms.IntegerField(
        label="Extra time, in percent",
        min_value=0,
        max_value=MOST_EXTRA,
        initial=0,
        help_text="Markers are not told.",
    )

    def __init__(self, *args: Any, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("opens_at", "closes_at"):
            if data.get(name):
                # Typed on the clock of whoever invites.
                data[name] = data[name].replace(tzinfo=self.zone)
        return data


class InviteForm(WindowForm):
    exam = forms.ModelChoiceField(Exam.objects.none(), to_field_name="slug", empty_label="Choose an exam")

    field_order = ["exam", "opens_at", "closes_at", "extra_percent"]

    def __init__(self, *args: Any, application: Application, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        now = timezone.localtime(timezone=zone).replace(second=0, microsecond=0)
        initial = {"opens_at": now, "closes_at": (now + LONG).replace(hour=23, minute=59)}
        super().__init__(*args, zone=zone, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        self.fields["exam"].queryset = exams_for(application.role)  # type: ignore[attr-defined]


class ChangeForm(WindowForm):
    """Another window or extra time, with what the candidate is told."""

    answer = forms.CharField(
        label="What we tell the candidate",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, invitation: ExamInvitation, zone: zoneinfo.ZoneInfo, data: Any = None) -> "ChangeForm":
        """The form as the invitation stands."""
        initial = {
            "opens_at": invitation.opens_at.astimezone(zone),
            "closes_at": invitation.closes_at.astimezone(zone),
            "extra_percent": invitation.extra_percent,
            "answer": invitation.answer,
        }
        return cls(data, zone=zone, initial=initial)
