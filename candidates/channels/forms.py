"""The form of a channel."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms

from candidates.channels.models import Channel, ChannelKind
from workspace.typed import LineField, ParagraphsField

# Icons that tell channels apart at a glance; one that came with the product stays on offer for its own channel.
MARKS = (
    "file-text", "books", "git-fork", "microphone-2", "users", "inbox", "certificate", "brand-linkedin", "user-search",
    "school", "brand-github", "trophy", "flask", "presentation", "world", "speakerphone", "message-circle", "rocket",
)  # fmt: skip


class ChannelForm(forms.Form):
    name = LineField(max_length=80)
    kind = forms.ChoiceField(choices=ChannelKind.choices)
    mark = forms.ChoiceField(widget=forms.RadioSelect)
    description = ParagraphsField(
        label="How we use it", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    position = forms.IntegerField(
        min_value=0, max_value=1000, initial=500, help_text="Channels are listed from the lowest number on."
    )
    is_active = forms.BooleanField(
        label="In use",
        required=False,
        initial=True,
        help_text="Out of use it is not offered; who came through it keeps it.",
    )

    def __init__(self, *args: Any, channel: Channel | None = None, **kwargs: Any) -> None:
        if channel is not None:
            kwargs["initial"] = {name: getattr(channel, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        own = [channel.mark] if channel is not None and channel.mark not in MARKS else []
        self.fields["mark"].choices = [(name, name.replace("-", " ")) for name in [*own, *MARKS]]  # type: ignore[attr-defined]
        if channel is None:
            self.fields["mark"].initial = MARKS[0]
            del self.fields["is_active"]


class CostForm(forms.Form):
    """What a channel took: at least hours or money."""

    what = LineField(
        label="What for", max_length=160, help_text="A conference ticket, an agency's fee, reading papers."
    )
    hours = forms.DecimalField(
        label="Hours of our own", required=False, min_value=0, max_value=2000, max_digits=6, decimal_places=2
    )
    amount = forms.DecimalField(
        label="Money", required=False, min_value=0, max_value=10_000_000, max_digits=10, decimal_places=2
    )
    spent_on = forms.DateField(label="When", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, today: dt.date, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"spent_on": today}, **kwargs)
        self.today = today
        self.fields["amount"].label = f"Money, {currency}"

    def clean_spent_on(self) -> dt.date:
        spent_on: dt.date = self.cleaned_data["spent_on"]
        if spent_on > self.today:
            raise forms.ValidationError("This day is still to come. Log a cost when it has been spent.")
        if spent_on.year < 2000:
            raise forms.ValidationError("This is too long ago. Check the year.")
        return spent_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("hours", "amount"):
            data[name] = data.get(name) or Decimal(0)
        if not self.errors and not (data["hours"] or data["amount"]):
            raise forms.ValidationError("Fill in hours, money, or both.")
        return data
