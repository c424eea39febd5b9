"""A role's interview plan and the parameters of its rule, as a browser sends them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from hiring.roles.enums import BarPolicy
from hiring.roles.models import Role, RoleCompetency
from interviews.kits.models import Kit
from interviews.plans.actions import Wanted
from interviews.plans.models import PlannedInterview

# Past five interviews the page warns; past ten a plan is a mistake.
MOST_INTERVIEWS = 10
SPARE = 2


class RolePlanForm(forms.Form):
    """The interviews in their order, a kit and a stage each; a row without a kit is left out."""

    def __init__(
        self, *args: Any, role: Role, kits: Sequence[Kit], planned: Sequence[PlannedInterview], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        stages = list(role.stages.filter(retired_at=None).order_by("position"))
        # A kit that the plan asks for stays a choice, though it would not be offered anew.
        self.kits = {kit.slug: kit for kit in (*(one.kit for one in planned), *kits)}
        self.stages = {str(stage.uuid): stage for stage in stages}
        kit_choices = [("", "No interview"), *((slug, f"{kit} ({kit.minutes} min)") for slug, kit in self.kits.items())]
        stage_choices = [("", "Any stage"), *((key, stage.name) for key, stage in self.stages.items())]
        self.count = min(MOST_INTERVIEWS, len(planned) + SPARE)
        for place in range(self.count):
            one = planned[place] if place < len(planned) else None
            self.fields[f"kit_{place}"] = forms.ChoiceField(
                choices=kit_choices, required=False, label=f"Kit {place + 1}", initial=one.kit.slug if one else ""
            )
            self.fields[f"stage_{place}"] = forms.ChoiceField(
                choices=stage_choices,
                required=False,
                label=f"Stage {place + 1}",
                initial=str(one.stage.uuid) if one and one.stage else "",
            )

    def rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Yield the two fields of each row."""
        for place in range(self.count):
            yield self[f"kit_{place}"], self[f"stage_{place}"]

    def wanted(self) -> list[Wanted]:
        """The interviews of a valid form, in their order."""
        data = self.cleaned_data
        return [
            Wanted(self.kits[data[f"kit_{place}"]], self.stages.get(data[f"stage_{place}"]))
            for place in range(self.count)
            if data[f"kit_{place}"]
        ]


class RuleForm(forms.Form):
    """The parameters of a role's decision rule."""

    bar_policy = forms.ChoiceField(
        choices=BarPolicy.choices,
        label="When a bar is borderline",
        widget=forms.RadioSelect,
        help_text="On a near miss fewer good people are turned away; on either side fewer are let through who miss a bar.",
    )
    careful = forms.MultipleChoiceField(
        required=False,
        label="Bars that must not be wrong",
        widget=forms.CheckboxSelectMultiple,
        help_text="These ask for a second opinion on either side, whatever is chosen above.",
    )
    strength_level = forms.TypedChoiceField(
        choices=[(2, "Level 2, some"), (3, "Level 3, strong"), (4, "Level 4, rare")],
        coerce=int,
        label="A strength is supported from",
    )
    confirmations = forms.TypedChoiceField(
        choices=[(1, "One rating"), (2, "Two independent ratings"), (3, "Three independent ratings")],
        coerce=int,
        label="A strength is confirmed by",
    )

    def __init__(self, *args: Any, role: Role, bars: Sequence[RoleCompetency], **kwargs: Any) -> None:
        initial = {
            "bar_policy": role.bar_policy,
            "strength_level": role.strength_level,
            "confirmations": role.confirmations,
            "careful": [str(one.competency.slug) for one in bars if one.must_not_be_wrong],
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.competencies = {one.competency.slug: one.competency_id for one in bars}
        self.fields["careful"].choices = [(one.competency.slug, str(one.competency)) for one in bars]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The parameters of a valid form, as `set_rule` wants them."""
        data = self.cleaned_data
        return {
            "bar_policy": BarPolicy(data["bar_policy"]),
            "strength_level": data["strength_level"],
            "confirmations": data["confirmations"],
            "careful": [self.competencies[slug] for slug in data["careful"]],
        }
