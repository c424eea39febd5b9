"""What a browser may send about a role."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from hiring.roles.enums import BarLevel, RequirementKind, StageKind
from hiring.roles.models import Competency, Role, RoleProfile, Stage, StageTemplate
from hiring.roles.opening import Criterion
from hiring.teams.models import Team
from workspace.staff.enums import Persona
from workspace.staff.models import User

LONGEST_LINE = 300


class StartForm(forms.Form):
    """For which team, from which profile."""

    team = forms.ModelChoiceField(Team.objects.none(), to_field_name="uuid", empty_label=None)
    profile = forms.ModelChoiceField(RoleProfile.objects.all(), to_field_name="slug", empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(user)  # type: ignore[attr-defined]


class LinesField(forms.CharField):
    """A list, one item a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the lines that hold anything."""
        lines = [line.strip(" •*-\t") for line in str(super().clean(value)).splitlines()]
        lines = [line for line in lines if line]
        for line in lines:
            if len(line) > LONGEST_LINE:
                raise ValidationError(f"Keep each line under {LONGEST_LINE} characters: “{line[:40]}…” is longer.")
        return lines


class RoleForm(forms.ModelForm):
    """The role itself and its three lists, which stay apart: a nice-to-have is no must."""

    openings = forms.IntegerField(
        min_value=1, max_value=99, initial=1, widget=forms.NumberInput(attrs={"min": 1, "max": 99})
    )
    must = LinesField(
        label="Must-haves", help_text="Without these nobody can do the job. One a line; each shrinks the pool."
    )
    nice = LinesField(label="Nice-to-haves", help_text="Welcome, and no reason to turn anybody away. One a line.")
    duty = LinesField(label="Duties", help_text="What this person does in the first year. One a line.")

    class Meta:
        model = Role
        fields = [
            "title",
            "hiring_manager",
            "recruiter",
            "openings",
            "location",
            "is_confidential",
            "problem",
            "outcomes",
        ]
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 3}),
            "outcomes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True)
        managers = staff.filter(persona__in=[Persona.HIRING_MANAGER, Persona.RECRUITER, Persona.ADMIN])
        self.fields["hiring_manager"].queryset = managers  # type: ignore[attr-defined]
        self.fields["hiring_manager"].empty_label = "Choose the hiring manager"  # type: ignore[attr-defined]
        recruiters = staff.filter(persona__in=[Persona.RECRUITER, Persona.ADMIN])
        self.fields["recruiter"].queryset = recruiters  # type: ignore[attr-defined]
        self.fields["recruiter"].empty_label = "Nobody yet"  # type: ignore[attr-defined]
        self.fields["is_confidential"].label = "Confidential"

    @property
    def lists(self) -> dict[str, list[str]]:
        """The three lists by kind, cleaned."""
        return {kind: self.cleaned_data[kind] for kind in RequirementKind.values}

    @property
    def own_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class TemplateForm(forms.Form):
    template = forms.ModelChoiceField(
        StageTemplate.objects.prefetch_related("stages"),
        to_field_name="slug",
        label="Stages",
        empty_label=None,
        help_text="They become this role's own, to rename, reorder and time as you like.",
    )


@dataclass(frozen=True)
class CriterionRow:
    """The three inputs about one competency, and why it is proposed."""

    competency: Competency
    strength: BoundField
    bar: BoundField
    anchor: BoundField
    why: str

    @property
    def is_used(self) -> bool:
        return bool(self.strength.value()) or bool(self.bar.value())


class CriteriaForm(forms.Form):
    """Of each competency: may it be the strength we hire for, is there a minimum bar. Neither means it is not assessed."""

    def __init__(self, *args: Any, proposed: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proposed = {one.competency.pk: one for one in proposed}
        known = list(Competency.objects.filter(is_active=True))
        known += [one.competency for one in self._proposed.values() if not one.competency.is_active]
        places = {key: place for place, key in enumerate(self._proposed)}
        self._competencies = sorted(known, key=lambda one: (places.get(one.pk, len(places)), one.position))
        for one in self._competencies:
            now = self._proposed.get(one.pk, Criterion(one))
            self.fields[f"strength-{one.pk}"] = forms.BooleanField(
                required=False, initial=now.may_be_strength, label=f"{one}: may be the strength"
            )
            self.fields[f"bar-{one.pk}"] = forms.ChoiceField(
                required=False,
                initial=now.bar_level,
                label=f"{one}: minimum bar",
                choices=[("", "No bar"), *((value, f"{label} bar") for value, label in BarLevel.choices)],
            )
            self.fields[f"anchor-{one.pk}"] = forms.CharField(
                required=False,
                max_length=2000,
                initial=now.bar_anchor,
                label=f"{one}: what must be seen for the bar to be met",
                widget=forms.Textarea(attrs={"rows": 2, "placeholder": "Empty: the anchor of that level."}),
            )

    def rows(self) -> Iterator[CriterionRow]:
        """Yield what the template shows, those proposed first."""
        for one in self._competencies:
            proposed = self._proposed.get(one.pk)
            yield CriterionRow(
                competency=one,
                strength=self[f"strength-{one.pk}"],
                bar=self[f"bar-{one.pk}"],
                anchor=self[f"anchor-{one.pk}"],
                why=proposed.why if proposed else "",
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a role that hires for nothing."""
        data = super().clean() or {}
        if not any(data.get(f"strength-{one.pk}") for one in self._competencies):
            raise ValidationError("Name at least one competency that may be the strength this role hires for.")
        return data

    def criteria(self) -> list[Criterion]:
        """Return what was chosen. An anchor left as that of another level follows the level."""
        data = self.cleaned_data
        return [
            Criterion(
                competency=one,
                may_be_strength=data[f"strength-{one.pk}"],
                bar_level=(level := data[f"bar-{one.pk}"]),
                bar_anchor=self._anchor(one, level, data[f"anchor-{one.pk}"].strip()),
            )
            for one in self._competencies
        ]

    def _anchor(self, competency: Competency, level: str, text: str) -> str:
        stock = {competency.bar_anchor(value) for value in BarLevel.values}
        return text if text and text not in stock else competency.bar_anchor(level) if level else ""


class StageForm(forms.Form):
    """One line of the stage editor."""

    name = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=StageKind.choices)
    sla_days = forms.IntegerField(
        label="Working days", min_value=0, max_value=120, widget=forms.NumberInput(attrs={"min": 0, "max": 120})
    )

    @classmethod
    def of(cls, stage: Stage, data: Any = None) -> "StageForm":
        """The form of a stage that exists; its fields are named after it, so that one page can hold them all."""
        now = {"name": stage.name, "kind": stage.kind, "sla_days": stage.sla_days}
        form = cls(data, prefix=str(stage.uuid), initial=now)
        form.stage = stage  # type: ignore[attr-defined]
        return form


class MemberForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), to_field_name="uuid", label="Who", empty_label="Choose somebody")

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = [key for key in (role.hiring_manager_id, role.recruiter_id) if key]
        people = User.objects.filter(is_active=True).exclude(pk__in=running)
        members = role.members.values("user")
        self.fields["user"].queryset = people.exclude(pk__in=members)  # type: ignore[attr-defined]
