"""Forms about conflicts of interest: what people say of themselves, what they declare, and how it is decided."""

from typing import Any

from django import forms

from candidates.conflicts.enums import ConflictKind, SelfKind, TieKind
from candidates.conflicts.models import ConflictRules
from workspace.staff.models import User
from workspace.typed import LineField, ParagraphsField

DECLARED = [(kind.value, kind.label) for kind in ConflictKind if kind is not ConflictKind.SAME_PERSON]


class OwnHandleForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=SelfKind)
    value = LineField(label="Name or handle", max_length=200, help_text="A name as papers print it, or a profile.")

    def clean_kind(self) -> SelfKind:
        return SelfKind(self.cleaned_data["kind"])


class TieForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=TieKind)
    name = LineField(label="Its name, or theirs", max_length=200)
    since = forms.IntegerField(label="Since (year)", min_value=1950, max_value=2100, required=False)
    until = forms.IntegerField(
        label="Until (year)", help_text="Empty: still so.", min_value=1950, max_value=2100, required=False
    )

    def clean_kind(self) -> TieKind:
        return TieKind(self.cleaned_data["kind"])


class DeclareForm(forms.Form):
    """One's own conflict; for whoever decides, also a colleague's."""

    colleague = forms.ModelChoiceField(
        User.objects.none(), to_field_name="uuid", label="Whose conflict", empty_label=None
    )
    kind = forms.ChoiceField(label="What it is", choices=DECLARED)
    note = ParagraphsField(label="In a line, what it is", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    steps_aside = forms.BooleanField(
        label="I step aside now",
        required=False,
        help_text="This person is hidden from you at once, everywhere. A recruiter can lift it.",
    )

    def __init__(self, *args: Any, viewer: User, declares_for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        if declares_for_others:
            self.fields["colleague"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
            self.fields["colleague"].initial = viewer.uuid
        else:
            del self.fields["colleague"]

    def wanted(self) -> dict[str, Any]:
        """What to ask the action for. Only once the form is valid."""
        data = self.cleaned_data
        return {
            "user": data.get("colleague") or self.viewer,
            "kind": ConflictKind(data["kind"]),
            "note": data["note"],
            "steps_aside": data["steps_aside"],
        }


class ReasonForm(forms.Form):
    reason = ParagraphsField(label="Why", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RulesForm(forms.ModelForm):
    class Meta:
        model = ConflictRules
        fields = ["years"]
        labels = {"years": "Years a shared paper, employer or lab counts"}
