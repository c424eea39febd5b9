"""What a browser may send about an application."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from candidates.channels.models import Channel
from hiring.pipeline.enums import ReasonSide
from hiring.pipeline.models import Application, ClosingReason
from hiring.roles.models import Role, Stage


def stages_of(role: Role) -> "QuerySet[Stage]":
    return role.stages.filter(retired_at=None).order_by("position")


class SeenForm(forms.Form):
    """Carries the stage in which the application was shown, so that the second of two people who act at once is told."""

    from_stage = forms.ModelChoiceField(
        Stage.objects.none(), to_field_name="uuid", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.fields["from_stage"].queryset = application.role.stages.all()  # type: ignore[attr-defined]
        self.fields["from_stage"].initial = application.stage.uuid


class MoveForm(SeenForm):
    to = forms.ModelChoiceField(Stage.objects.none(), to_field_name="uuid", label="Stage", empty_label=None)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        self.fields["to"].queryset = stages_of(application.role)  # type: ignore[attr-defined]


class CloseForm(SeenForm):
    """Ends an application. A rejection needs one of our reasons, a withdrawal may have one of theirs, a hire has none."""

    reason = forms.ModelChoiceField(ClosingReason.objects.none(), to_field_name="slug", empty_label="Choose a reason")
    note = forms.CharField(
        label="What decided it",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Read by those of this role. The candidate is told nothing by this.",
    )

    side: ReasonSide | None = None

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        if self.side is None:
            del self.fields["reason"]
            return
        reasons = ClosingReason.objects.filter(side=self.side, is_active=True)
        self.fields["reason"].queryset = reasons  # type: ignore[attr-defined]


class RejectForm(CloseForm):
    side = ReasonSide.OURS


class WithdrawForm(CloseForm):
    side = ReasonSide.THEIRS

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        self.fields["reason"].required = False
        self.fields["note"].label = "What they said"


class HireForm(CloseForm):
    pass


class ReopenForm(forms.Form):
    to = forms.ModelChoiceField(Stage.objects.none(), to_field_name="uuid", label="Into which stage", required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = stages_of(application.role)  # type: ignore[attr-defined]
        self.fields["to"].empty_label = f"The one it left: {application.stage}"  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    text = forms.CharField(
        label="Note",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "What should the others of this role know?"}),
    )


class AddForm(forms.Form):
    """Puts a candidate into a role's pipeline."""

    stage = forms.ModelChoiceField(
        Stage.objects.none(), to_field_name="uuid", required=False, empty_label="The first stage"
    )
    channel = forms.ModelChoiceField(
        Channel.objects.filter(is_active=True),
        to_field_name="slug",
        required=False,
        empty_label="The one on the candidate's record",
    )
    channel_detail = forms.CharField(label="Which paper, event or person", required=False, max_length=200)

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = stages_of(role)  # type: ignore[attr-defined]
