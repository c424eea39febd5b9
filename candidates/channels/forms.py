"""The form of a channel."""

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
