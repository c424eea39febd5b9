"""Forms over the organisation's competencies and stage templates."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hiring.roles.enums import CompetencySide, StageKind
from hiring.roles.models import Competency, RoleProfile

LEVELS = ("Not shown", "Some", "Strong", "Rare")
MOST_STAGES = 15


def paragraph(label: str, *, required: bool = True, rows: int = 2, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=2_000, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class CompetencyForm(forms.Form):
    """A competency: four anchors for a strength, three heights for a bar. All of them in words, for that is what raters read."""

    name = forms.CharField(max_length=80)
    side = forms.ChoiceField(choices=CompetencySide.choices)
    description = paragraph("What it is", required=False)
    mistaken_for = paragraph("What is easily taken for it, and how to tell", required=False)
    level_1 = paragraph("Strength 1, not shown")
    level_2 = paragraph("Strength 2, some")
    level_3 = paragraph("Strength 3, strong")
    level_4 = paragraph("Strength 4, rare")
    bar_low = paragraph("A low bar: what must be seen")
    bar_mid = paragraph("A middle bar: what must be seen")
    bar_high = paragraph("A high bar: what must be seen")
    is_active = forms.BooleanField(label="Offered for new roles", required=False, initial=True)

    def __init__(self, *args: Any, competency: Competency | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(competency) if competency else None, **kwargs)

    @property
    def fields_of_competency(self) -> dict[str, Any]:
        """Return the cleaned data as the model's fields."""
        data = dict(self.cleaned_data)
        anchors = [data.pop(f"level_{level}") for level in (1, 2, 3, 4)]
        return data | {"strength_anchors": anchors}


def _initial(competency: Competency) -> dict[str, Any]:
    plain = ("name", "side", "description", "mistaken_for", "bar_low", "bar_mid", "bar_high", "is_active")
    anchors = {f"level_{place}": text for place, text in enumerate(competency.strength_anchors, 1)}
    return {name: getattr(competency, name) for name in plain} | anchors


class TemplateForm(forms.Form):
    """A template of stages, one a line: name, kind, working days."""

    name = forms.CharField(max_length=80)
    stages = forms.CharField(
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false"}),
        help_text=f"One a line: name | kind | working days. Kinds: {', '.join(StageKind.values)}.",
    )

    def clean_stages(self) -> list[tuple[str, str, int]]:
        lines = [line.strip() for line in self.cleaned_data["stages"].splitlines() if line.strip()]
        if not 1 <= len(lines) <= MOST_STAGES:
            raise ValidationError(f"Write one to {MOST_STAGES} stages, one a line.")
        stages = [self._stage(number, line) for number, line in enumerate(lines, 1)]
        names = [name.casefold() for name, _, _ in stages]
        if len(set(names)) < len(names):
            raise ValidationError("Two stages have the same name.")
        return stages

    def _stage(self, number: int, line: str) -> tuple[str, str, int]:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3:
            raise ValidationError(f"Line {number}: write name | kind | working days, as in “Screen | screen | 4”.")
        name, kind, days = parts
        if not name or len(name) > 60:
            raise ValidationError(f"Line {number}: a name of up to 60 characters, please.")
        if kind not in StageKind.values:
            raise ValidationError(
                f"Line {number}: “{kind}” is no kind of stage. Use one of {', '.join(StageKind.values)}."
            )
        if not (days.isascii() and days.isdigit()) or not 1 <= int(days[:4]) <= 90:
            raise ValidationError(f"Line {number}: working days are a number from 1 to 90.")
        return name, kind, int(days)


class ProfileForm(forms.ModelForm):
    class Meta:
        model = RoleProfile
        fields = [
            "name",
            "job",
            "work_product",
            "tools",
            "ml_skill",
            "software_skill",
            "communication",
            "advice",
        ]
        widgets = {
            "job": forms.Textarea(attrs={"rows": 2}),
            "work_product": forms.Textarea(attrs={"rows": 2}),
            "advice": forms.Textarea(attrs={"rows": 5}),
        }
        labels = {"ml_skill": "ML skill", "software_skill": "Software skill"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ml_skill", "software_skill", "communication"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label,
                min_value=0,
                max_value=10,
                help_text="0 to 10",
                widget=forms.NumberInput(attrs={"min": 0, "max": 10}),
            )
