"""What is typed to give, hand in and look after a take-home. Moments are on the clock of whoever types them."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone

from interviews.exams.enums import AiPolicy
from interviews.kits.models import Kit
from interviews.sittings.staff_forms import day_and_time
from interviews.take_homes.choosing import Rater
from interviews.take_homes.enums import TYPE
from interviews.take_homes.handing_in import LONGEST_TEXT
from interviews.take_homes.models import RATERS_WANTED, TakeHome
from workspace.files.fields import UploadField
from workspace.staff.models import User

LONG = dt.timedelta(days=10)


class OnAClock(forms.Form):
    """A form whose deadline is typed on somebody's clock."""

    def __init__(self, *args: Any, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_closes_at(self) -> dt.datetime:
        moment: dt.datetime = self.cleaned_data["closes_at"]
        return moment.replace(tzinfo=self.zone)


class GiveForm(OnAClock):
    kit = forms.ModelChoiceField(Kit.objects.none(), to_field_name="slug", empty_label="Choose a take-home")
    closes_at = forms.SplitDateTimeField(label="To be handed in until", widget=day_and_time("To be handed in until"))
    minutes = forms.IntegerField(
        label="How long they should work, in minutes",
        min_value=15,
        max_value=1200,
        required=False,
        help_text="Empty: as the kit says. More than 240 only where it is paid.",
    )
    reward = forms.CharField(
        label="What the candidate gets",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Money, written feedback, an answer by a day. The candidate reads it as you write it.",
    )
    is_paid = forms.BooleanField(label="It is paid for", required=False)
    ai_policy = forms.ChoiceField(label="AI assistants", choices=AiPolicy.choices, initial=AiPolicy.DECLARED)
    words = forms.CharField(
        label="Words of your own above the task",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    raters_wanted = forms.IntegerField(
        label="Raters",
        min_value=1,
        max_value=4,
        initial=RATERS_WANTED,
        help_text="Those who are asked least are chosen; you can change them afterwards.",
    )

    def __init__(self, *args: Any, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        now = timezone.localtime(timezone=zone)
        late = (now + LONG).replace(hour=23, minute=59, second=0, microsecond=0)
        super().__init__(*args, zone=zone, initial={"closes_at": late}, **kwargs)
        kits = Kit.objects.current().filter(assessment_type__slug=TYPE).order_by("name")
        self.fields["kit"].queryset = kits  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kit = data.get("kit")
        if kit is not None and "minutes" in data and data["minutes"] is None:
            data["minutes"] = kit.homework_minutes or kit.minutes
        return data


class ExtendForm(OnAClock):
    closes_at = forms.SplitDateTimeField(label="New deadline", widget=day_and_time("New deadline"))
    reason = forms.CharField(
        label="Why", max_length=500, help_text="Kept with the change; the candidate does not read it."
    )


class RatersForm(forms.Form):
    """Who else is asked."""

    users = forms.MultipleChoiceField(label="Ask", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, possible: list[Rater], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = {str(one.user.uuid): one.user for one in possible}
        self.fields["users"].choices = [  # type: ignore[attr-defined]
            (str(one.user.uuid), f"{one.user.name}{f' ({one.note})' if one.note else ''}") for one in possible
        ]

    def wanted(self) -> list[User]:
        """Those chosen, of a valid form."""
        return [self.possible[key] for key in self.cleaned_data["users"]]


class CoverForm(forms.Form):
    also_cover = forms.CharField(
        label="Also cover",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A nickname, an employer, the name of a pet project: one a line.",
    )


class ReplaceForm(forms.Form):
    file = UploadField(label="A file you cleaned")


class RuleForm(forms.Form):
    is_blind = forms.BooleanField(
        label="Rate take-homes blind",
        required=False,
        help_text="Raters see the work without name, photo, school, employer or a link to the person, until they have rated it.",
    )


class HandInForm(forms.Form):
    """What a candidate hands in: a file, a link, some text, or several of them."""

    file = UploadField(
        label="A file", required=False, help_text="PDF, Word, OpenDocument, text, a picture, or a .zip of several."
    )
    link = forms.URLField(
        label="A link",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="A page or repository we can open without an account.",
    )
    text = forms.CharField(
        label="Text",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "class": "grows"}),
    )
    minutes_spent = forms.IntegerField(
        label="How many minutes it took you",
        required=False,
        min_value=0,
        max_value=6000,
        help_text="It is not judged. It tells us whether we asked for too much.",
    )
    statement = forms.CharField(
        label="What you used AI assistants for",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It lowers no rating.",
    )

    def __init__(self, *args: Any, take_home: TakeHome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if take_home.ai_policy != AiPolicy.DECLARED:
            del self.fields["statement"]


class DeclineForm(forms.Form):
    why = forms.CharField(
        label="Why, if you like to say so",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
