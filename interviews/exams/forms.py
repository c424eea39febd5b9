"""Writing an exam: its terms, and the grid of areas and depths."""

from decimal import Decimal
from typing import Any

from django import forms

from hiring.roles.models import Role, RoleProfile
from interviews.exams.blueprint import Blueprint, Place
from interviews.exams.enums import CutMethod
from interviews.exams.models import Exam
from interviews.questions.items import Area, Depth

MOST_IN_A_CELL = 20


def cell_name(area: str, depth: str) -> str:
    return f"cell-{area}-{depth}"


class ExamForm(forms.ModelForm):
    """The exam's terms and, as `cell-<area>-<depth>`, how many questions of each kind. `blueprint` is theirs once it is valid."""

    profile = forms.ModelChoiceField(RoleProfile.objects.all(), label="Role profile", required=False, empty_label="Any")
    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(), required=False, help_text="None chosen: for every role of the profile."
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=240)
    cut_percent = forms.IntegerField(
        label="Pass line, in percent of the marks",
        required=False,
        min_value=5,
        max_value=95,
        help_text="Where a person who knows just enough would stand. Within its band a person decides.",
    )
    cap_percent = forms.IntegerField(
        label="Exposure cap, in percent of recent forms",
        min_value=1,
        max_value=100,
        help_text="A question in more forms than this rests while there are others.",
    )

    class Meta:
        model = Exam
        fields = [
            "name",
            "profile",
            "roles",
            "minutes",
            "measures",
            "notice",
            "ai_policy",
            "cut_method",
            "hand_marking",
        ]
        labels = {
            "measures": "What it measures, as candidates read it",
            "notice": "What else candidates should know about their data",
            "ai_policy": "AI tools",
            "cut_method": "How the pass line is set",
            "hand_marking": "Marking short answers",
        }
        widgets = {
            "measures": forms.Textarea(attrs={"rows": 3}),
            "notice": forms.Textarea(attrs={"rows": 2}),
            "ai_policy": forms.RadioSelect,
            "cut_method": forms.RadioSelect,
            "hand_marking": forms.RadioSelect,
        }

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        exam: Exam | None = kwargs.get("instance")
        plan = {cell.place: cell.count for cell in exam.plan.cells} if exam else {}
        numbers = {
            "cut_percent": int(exam.cut * 100) if exam else 60,
            "cap_percent": int(exam.exposure_cap * 100) if exam else 30,
            **{cell_name(*place): count for place, count in plan.items()},
        }
        super().__init__(*args, **{**kwargs, "initial": numbers | (kwargs.get("initial") or {})})
        self.fields["roles"].queryset = roles  # type: ignore[attr-defined]
        for area in Area:
            for depth in Depth:
                self.fields[cell_name(area, depth)] = forms.IntegerField(
                    label=f"{area.label}, {depth.label.lower()}",
                    required=False,
                    min_value=0,
                    max_value=MOST_IN_A_CELL,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.blueprint.cells:
            self.add_error(None, "Ask for at least one question: write how many of each kind into the table.")
        if data.get("cut_method") == CutMethod.FIXED and "cut_percent" in data and data["cut_percent"] is None:
            self.add_error("cut_percent", "Write the line, or let the judges set it.")
        return data

    @property
    def counts(self) -> dict[Place, int]:
        """What was typed into the grid, as far as it is numbers."""
        data = getattr(self, "cleaned_data", {})
        return {(area.value, depth.value): data.get(cell_name(area, depth)) or 0 for area in Area for depth in Depth}

    @property
    def blueprint(self) -> Blueprint:
        return Blueprint.of(self.counts)

    @property
    def terms(self) -> dict[str, Any]:
        """What the action is to write. Only once it is valid."""
        data = self.cleaned_data
        names = ("name", "profile", "minutes", "measures", "notice", "ai_policy", "cut_method", "hand_marking")
        return {
            **{name: data[name] for name in names},
            "cut": Decimal(data["cut_percent"] if data["cut_percent"] is not None else 60) / 100,
            "exposure_cap": Decimal(data["cap_percent"]) / 100,
        }

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields beside the grid, in order."""
        first = ["name", "profile", "roles", "minutes", "measures", "notice", "ai_policy"]
        rest = ["cut_method", "cut_percent", "hand_marking", "cap_percent"]
        return [self[name] for name in (*first, *rest)]
