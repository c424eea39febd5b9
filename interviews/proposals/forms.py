"""What a loop shall be like: which interviews, when the candidate can, which breaks."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from hiring.pipeline.models import Application
from interviews.kits.models import Kit
from interviews.proposals.actions import LONGEST_WINDOW
from interviews.proposals.gathering import Wishes
from interviews.proposals.loops import MOST_DAYS, MOST_PARTS
from workspace.staff.models import User

DAYS_AHEAD, DAYS = 3, 14
BREAKS = [(0, "none"), (10, "10 minutes"), (15, "15 minutes"), (30, "30 minutes")]
LUNCHES = [(0, "no lunch break"), (30, "30 minutes"), (45, "45 minutes"), (60, "an hour")]
BLOCKS = [(120, "two hours"), (180, "three hours"), (240, "four hours"), (1440, "any length")]
LIKES = [("", "any time of day"), ("morning", "mornings"), ("afternoon", "afternoons")]


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class LoopForm(forms.Form):
    """Hours and days are on the candidate's clock."""

    kits = forms.MultipleChoiceField(
        label="Interviews",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one interview."},
    )
    first_day = forms.DateField(label="From", widget=date_input())
    last_day = forms.DateField(label="To", widget=date_input(), help_text="Weekends are left out.")
    opens = forms.TimeField(label="The candidate can from", widget=time_input(), initial=dt.time(9))
    closes = forms.TimeField(label="until", widget=time_input(), initial=dt.time(17))
    likes = forms.ChoiceField(label="and prefers", choices=LIKES, required=False)
    most_days = forms.TypedChoiceField(
        label="Spread over at most",
        choices=[(n, "one day" if n == 1 else f"{n} days") for n in range(1, MOST_DAYS + 1)],
        coerce=int,
        initial=1,
    )
    gap = forms.TypedChoiceField(label="Break between two", choices=BREAKS, coerce=int, initial=15)
    lunch = forms.TypedChoiceField(label="Lunch", choices=LUNCHES, coerce=int, initial=45)
    longest = forms.TypedChoiceField(
        label="Half an hour’s rest after", choices=BLOCKS, coerce=int, initial=180, help_text="of interviews in a row"
    )
    keep_order = forms.BooleanField(label="In the order of the plan", required=False)

    def __init__(self, *args: Any, application: Application, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application, self.by = application, by
        self.known = plannable(application)
        booked = set(application.interviews.live().values_list("kit__slug", flat=True))
        self.fields["kits"].choices = [(str(n), f"{kit.name}, {kit.minutes} min") for n, kit in enumerate(self.known)]  # type: ignore[attr-defined]
        self.initial.setdefault(
            "kits", [str(n) for n, kit in enumerate(self.known) if kit.slug not in booked][:MOST_PARTS]
        )
        first = timezone.localdate(timezone=by.zone) + dt.timedelta(days=DAYS_AHEAD)
        self.initial.setdefault("first_day", first)
        self.initial.setdefault("last_day", first + dt.timedelta(days=DAYS - 1))

    def clean_first_day(self) -> dt.date:
        """Refuse what has passed."""
        day: dt.date = self.cleaned_data["first_day"]
        if day < timezone.localdate(timezone=self.by.zone):
            raise forms.ValidationError("This day has passed.")
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and not 0 <= (last - first).days < LONGEST_WINDOW:
            self.add_error("last_day", f"At most {LONGEST_WINDOW} days, and not before the first.")
        if data.get("opens") and data.get("closes") and data["opens"] >= data["closes"]:
            self.add_error("closes", "Later than the start.")
        if len(data.get("kits", ())) > MOST_PARTS:
            self.add_error("kits", f"At most {MOST_PARTS} at once.")
        return data

    def wanted(self) -> dict[str, Any]:
        """What to ask the action for. Only once the form is valid."""
        data = self.cleaned_data
        names = list(Wishes.__dataclass_fields__)
        return {
            "kits": [self.known[int(n)] for n in data["kits"]],
            "first_day": data["first_day"],
            "last_day": data["last_day"],
            "wishes": Wishes(**{name: data[name] for name in names}),
        }


def plannable(application: Application) -> list[Kit]:
    """The kits of the role's plan in its order; without a plan, those of its kind of role. Two queries at most."""
    planned = application.role.planned_interviews.filter(kit__retired_at=None).select_related("kit")
    kits = [one.kit for one in planned]
    if kits:
        return kits
    return list(Kit.objects.current().filter(profiles=application.role.profile_id).order_by("name"))
