"""The form to decide, and the form to approve."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from hiring.pipeline.models import Application
from interviews.decisions.models import Verdict
from interviews.decisions.rules import may_approve_for
from workspace.staff.models import User

LONGEST = 8_000


class DecisionForm(forms.Form):
    """Verdict, reasons and, against a bar that is not met, a plan and a second person.

    The hidden fields say what the signer saw; the action refuses when either has changed since.
    """

    verdict = forms.ChoiceField(choices=Verdict, widget=forms.RadioSelect, label="Decision")
    reasons = forms.CharField(
        label="Why, in your words", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "required": True})
    )
    plan = forms.CharField(
        label="How the gap will be closed", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    plan_owner = forms.ModelChoiceField(
        User.objects.none(), required=False, label="Who closes it", empty_label="Choose who sees to it"
    )
    plan_due = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    approver = forms.ModelChoiceField(
        User.objects.none(), required=False, label="Second person", empty_label="Choose who is to approve"
    )
    seen_outcome = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_decision = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, application: Application, by: User, needs_waiver: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_waiver:
            chooser: Any = self.fields["approver"]
            chooser.queryset = may_approve_for(application, decided_by=by)
            owner: Any = self.fields["plan_owner"]
            owner.queryset = User.objects.filter(is_active=True).order_by("name")
            # Both lists are shown from one query; each field still checks what is chosen against its own.
            approves = Exists(chooser.queryset.order_by().filter(pk=OuterRef("pk")))
            people = list(owner.queryset.annotate(may_approve=approves))
            owner.widget.choices = _listed(owner, people)
            chooser.widget.choices = _listed(chooser, [one for one in people if one.may_approve])
        else:
            for name in ("plan", "plan_owner", "plan_due", "approver"):
                del self.fields[name]

    def show_again(self, seen: dict[str, str]) -> None:
        """Keep every word, but say in the hidden fields what the signer has before their eyes now."""
        shown: Any = self.data.copy()  # type: ignore[attr-defined]
        shown.update(seen)
        self.data = shown


def _listed(field: Any, people: list[Any]) -> list[tuple[Any, str]]:
    return [("", field.empty_label), *((one.pk, field.label_from_instance(one)) for one in people)]


class ApprovalForm(forms.Form):
    """The second person's answer."""

    answer = forms.ChoiceField(choices=[("approve", "Approve"), ("turn_down", "Do not approve")])
    reasons = forms.CharField(
        label="Your reasons", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "turn_down" and not cleaned.get("reasons"):
            self.add_error("reasons", "Say why you do not approve.")
        return cleaned


class GapClosedForm(forms.Form):
    """What came of the plan that a waived bar asked for."""

    note = forms.CharField(label="What came of it", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
