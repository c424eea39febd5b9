"""What is typed to take somebody into training or to let them hold a type."""

from typing import Any

from django import forms

from interviews.kits.models import AssessmentType
from workspace.staff.models import User


class StartForm(forms.Form):
    """Somebody and a type; with a reason the right is granted at once."""

    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True), to_field_name="uuid", label="Who", empty_label="Choose somebody"
    )
    kind = forms.ModelChoiceField(
        AssessmentType.objects.all(), to_field_name="slug", label="Assessment type", empty_label="Choose a type"
    )
    reason = forms.CharField(
        label="Needs no training, because",
        required=False,
        max_length=300,
        help_text="Empty: they start by shadowing. With a reason they may hold it at once.",
    )
    expires_on = forms.DateField(
        label="Holds until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Empty: without end.",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("expires_on") and not data.get("reason", "").strip():
            self.add_error("reason", "Only a right that is granted can end on a day. Say why they need no training.")
        return data


class SignForm(forms.Form):
    """Until when a sign-off holds."""

    expires_on = forms.DateField(
        label="Holds until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Empty: for good.",
    )
