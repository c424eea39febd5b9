"""What is typed to book, move or fill an interview, in the zone of whoever types it."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from hiring.pipeline.models import Application
from interviews.kits.models import Kit
from interviews.schedule.actions import LONGEST, SHORTEST
from interviews.schedule.concerns import concerns
from interviews.schedule.models import Interview, SeatKind
from interviews.schedule.queries import Colleague, colleagues
from interviews.schedule.times import NoSuchTime, moment_of
from workspace.staff.models import User

FURTHEST = dt.timedelta(days=730)

# The names under which seats are ticked, with the kind each gives.
SEATS = {
    "interviewers": SeatKind.INTERVIEWER,
    "shadows": SeatKind.SHADOW,
    "reverse_shadows": SeatKind.REVERSE_SHADOW,
}


class AskedForm(forms.Form):
    """A form that is always bound: to what was posted, or to what the address or the interview says, which nobody has to complete yet."""

    def look(self) -> None:
        """Read what is there, and complain of nothing."""
        self.full_clean()
        self.errors.clear()


class SlotForm(AskedForm):
    """When and where. Before anything odd is booked its oddities are listed, and booked only once more “all the same”."""

    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label="Starts at", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text="Empty: as long as the kit takes.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "5"}),
    )
    location = forms.CharField(label="Room or link", required=False, max_length=300)
    despite = forms.BooleanField(label="Book it all the same", required=False)

    def __init__(
        self, *args: Any, application: Application, by: User, interview: Interview | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.application, self.by, self.interview = application, by, interview
        self.concerns: list[str] = []
        self._colleagues: list[Colleague] | None = None

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return self.by.zone

    def clean_day(self) -> dt.date:
        """Refuse a day so far off that it can only be a slip."""
        day: dt.date = self.cleaned_data["day"]
        today = timezone.localdate(timezone=self.zone)
        if not today - FURTHEST <= day <= today + FURTHEST:
            raise forms.ValidationError("This day is more than two years away.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "day" in data and "time" in data:
            try:
                data["starts_at"] = moment_of(data["day"], data["time"], self.zone)
            except NoSuchTime as error:
                self.add_error("time", str(error))
        if "minutes" in data and data["minutes"] is None:
            data["minutes"] = self.minutes_by_default(data)
        return data

    def minutes_by_default(self, data: dict[str, Any]) -> int | None:
        """As long as it was."""
        assert self.interview is not None
        return int((self.interview.ends_at - self.interview.starts_at).total_seconds()) // 60

    def kit_meant(self) -> Kit | None:
        """The kit this is about, as far as it is known."""
        return self.interview.kit if self.interview else None

    def people_meant(self) -> list[tuple[User, bool]]:
        """Everybody who would sit in it, with whether they interview."""
        assert self.interview is not None
        seats = self.interview.seats.filter(is_live=True).select_related("user")
        return [(seat.user, seat.kind == SeatKind.INTERVIEWER) for seat in seats]

    def around(self) -> dt.datetime:
        """The moment whose day and week are looked at: the one typed, else now."""
        data = getattr(self, "cleaned_data", {})
        return data.get("starts_at") or timezone.localtime(timezone=self.zone)

    @property
    def colleagues(self) -> list[Colleague]:
        """Everybody who could sit in it. One query, once."""
        if self._colleagues is None:
            known = getattr(self, "cleaned_data", {})
            minutes = known.get("minutes") or 0 if known.get("starts_at") else 0
            self._colleagues = colleagues(self.application, self.kit_meant(), self.around(), minutes, self.interview)
        return self._colleagues

    def wanted(self) -> dict[str, Any]:
        """What to ask the action for. Only once the form is valid."""
        return {name: self.cleaned_data[name] for name in ("starts_at", "minutes", "location")}

    def is_agreed(self) -> bool:
        """Whether nothing speaks against a valid form, or it was said to go ahead; else `concerns` says what does."""
        data = self.cleaned_data
        ends_at = (data["starts_at"].astimezone(dt.UTC) + dt.timedelta(minutes=data["minutes"])).astimezone(self.zone)
        known = {colleague.user.pk: colleague for colleague in self.colleagues}
        invited = [
            known[user.pk].as_invited(is_interviewer=interviews)
            for user, interviews in self.people_meant()
            if user.pk in known
        ]
        self.concerns = concerns(data["starts_at"], ends_at, invited, timezone.now())
        return data["despite"] or not self.concerns


class PeopleForm(AskedForm):
    """Who holds it and who shadows."""

    interviewers = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True),
        to_field_name="uuid",
        error_messages={"required": "Choose at least one interviewer."},
    )
    shadows = forms.ModelMultipleChoiceField(User.objects.filter(is_active=True), to_field_name="uuid", required=False)
    reverse_shadows = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True), to_field_name="uuid", required=False
    )

    data: QueryDict

    def wanted(self) -> dict[str, Any]:
        """What to ask the action for. Only once the form is valid."""
        return {name: list(self.cleaned_data[name]) for name in SEATS}

    @property
    def ticked_interviewers(self) -> set[str]:
        return set(self.data.getlist("interviewers"))

    @property
    def ticked_shadows(self) -> set[str]:
        return set(self.data.getlist("shadows"))

    @property
    def ticked_reverse_shadows(self) -> set[str]:
        return set(self.data.getlist("reverse_shadows"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        holding, *learning = (set(data.get(name, ())) for name in SEATS)
        if both := holding & (learning[0] | learning[1]):
            names = " and ".join(sorted(user.name for user in both))
            self.add_error("shadows", f"{names} cannot hold the interview and shadow it.")
        if both := learning[0] & learning[1]:
            names = " and ".join(sorted(user.name for user in both))
            self.add_error("shadows", f"{names} can watch the interview or lead it, not both.")
        return data


class BookingForm(PeopleForm, SlotForm):
    """Everything a new interview needs."""

    kit = forms.ModelChoiceField(Kit.objects.current(), to_field_name="slug", label="Kit", empty_label="Choose a kit")

    def wanted(self) -> dict[str, Any]:
        """What to ask the action for. Only once the form is valid."""
        return {"kit": self.cleaned_data["kit"], **SlotForm.wanted(self), **PeopleForm.wanted(self)}

    def kit_meant(self) -> Kit | None:
        kit: Kit | None = getattr(self, "cleaned_data", {}).get("kit")
        return kit

    def minutes_by_default(self, data: dict[str, Any]) -> int | None:
        """As long as the kit takes."""
        return data["kit"].minutes if "kit" in data else None

    def people_meant(self) -> list[tuple[User, bool]]:
        data = self.cleaned_data
        return [(user, name == "interviewers") for name in SEATS for user in data[name]]
