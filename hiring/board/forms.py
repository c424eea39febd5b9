"""What a browser may send about many applications."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from hiring.board.filters import as_uuid
from hiring.pipeline.bulk import MOST_AT_ONCE
from hiring.pipeline.enums import ReasonSide
from hiring.pipeline.forms import stages_of
from hiring.pipeline.models import Application, ClosingReason
from hiring.roles.enums import ClosedBecause, RoleState
from hiring.roles.models import Role, Stage
from workspace.staff.models import User
from workspace.written import written_once


class ChosenForm(forms.Form):
    """Applications of one role, by uuid; those of other roles are no choice."""

    applications = forms.ModelMultipleChoiceField(
        Application.objects.none(),
        to_field_name="uuid",
        widget=forms.MultipleHiddenInput,
        error_messages={"required": "Choose at least one candidate first."},
    )

    def __init__(self, *args: Any, role: Role, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._all = Application.objects.filter(role=role).open_to(viewer).select_related("candidate", "stage")
        self.fields["applications"].queryset = self._all  # type: ignore[attr-defined]

    def chosen(self, data: QueryDict) -> "QuerySet[Application]":
        """The applications named in `data`, whatever else it holds."""
        wanted = [key for key in map(as_uuid, data.getlist("applications")) if key]
        return self._all.filter(uuid__in=wanted[:MOST_AT_ONCE]).order_by("candidate__folded_name", "pk")


class BulkMoveForm(ChosenForm):
    to = forms.ModelChoiceField(Stage.objects.none(), to_field_name="uuid", label="Stage", empty_label=None)

    def __init__(self, *args: Any, role: Role, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, role=role, viewer=viewer, **kwargs)
        self.fields["to"].queryset = stages_of(role)  # type: ignore[attr-defined]


class BulkRejectForm(ChosenForm):
    reason = forms.ModelChoiceField(
        ClosingReason.objects.filter(side=ReasonSide.OURS, is_active=True),
        to_field_name="slug",
        label="The reason that holds for each of them",
        empty_label="Choose a reason",
    )
    note = forms.CharField(
        label="What decided it",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Stands in the timeline of each. The candidates are told nothing by this.",
    )


class CloseRoleForm(forms.Form):
    """Closes a role; while people are active in it, only together with the reason to reject them for."""

    because = forms.ChoiceField(label="Why it closes", choices=ClosedBecause.choices, widget=forms.RadioSelect)
    reason = forms.ModelChoiceField(
        ClosingReason.objects.filter(side=ReasonSide.OURS, is_active=True),
        to_field_name="slug",
        required=False,
        label="Reject everybody still in it, because",
        empty_label="Do not reject anybody",
    )
    note = forms.CharField(
        label="What decided it", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, active: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not active:
            del self.fields["reason"], self.fields["note"]


class PutIntoRoleForm(forms.Form):
    """The role that candidates shall enter. One candidate's page draws the choice itself, from `roles_to_enter`."""

    role = forms.ModelChoiceField(
        Role.objects.none(), to_field_name="slug", label="Put into a role", empty_label="Choose a role"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = _open_to_entry(user)  # type: ignore[attr-defined]


@written_once
def roles_to_enter(user: User) -> "QuerySet[Role, tuple[str, str]]":
    """Slug and title of each role this user may put somebody into."""
    return _open_to_entry(user).values_list("slug", "title")


def _open_to_entry(user: User) -> "QuerySet[Role]":
    return Role.objects.visible_to(user).exclude(state=RoleState.CLOSED)
