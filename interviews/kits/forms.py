"""Writing a kit: the kit itself, and three lists of parts that each end in empty lines to fill."""

from typing import Any

from django import forms
from django.http import QueryDict

from hiring.roles.models import Competency, RoleProfile
from interviews.kits.actions import KitContent, Probe, Question, Step
from interviews.kits.models import AssessmentType, Depth, Kit
from workspace.staff.enums import Side

MOST_PARTS = 30
LEVELS = (1, 2, 3, 4)
SIDES = [(Side.OTHER.value, "Either side"), *(one for one in Side.choices if one[0] != Side.OTHER)]


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def minutes_field(label: str, *, least: int) -> forms.IntegerField:
    """A number of minutes that the schedule can hold."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=480, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )


class KitForm(forms.ModelForm):
    assessment_type = forms.ModelChoiceField(AssessmentType.objects.all(), empty_label="Choose one")
    profile = forms.ModelChoiceField(RoleProfile.objects.all(), label="Role profile", required=False, empty_label="Any")
    side = forms.ChoiceField(label="Held by", choices=SIDES)
    minutes = minutes_field("Minutes", least=10)
    homework_minutes = minutes_field("Minutes at home before", least=0)
    # Rows of code keep their indentation.
    material = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10, "class": "code", "spellcheck": "false"})
    )

    class Meta:
        model = Kit
        fields = [
            "name",
            "assessment_type",
            "profile",
            "side",
            "minutes",
            "homework_minutes",
            "briefing",
            "tell_candidate",
            "good_looks_like",
            "watch_out",
            "material",
            "solution",
        ]
        labels = {
            "tell_candidate": "What the candidate is told",
            "good_looks_like": "What good looks like",
            "watch_out": "What misleads here",
        }
        widgets = {
            "briefing": lines(5),
            "tell_candidate": lines(3),
            "good_looks_like": lines(4),
            "watch_out": lines(3),
            "solution": lines(5),
        }


class PartForm(forms.Form):
    """One part of a kit. `said` is how it is called while it is folded up; empty for a line that is still free."""

    NAMED_BY: str

    @property
    def said(self) -> str:
        """Return the beginning of what the part says, as typed or as it was."""
        return str(self[self.NAMED_BY].value() or "")[:80]


class StepForm(PartForm):
    NAMED_BY = "title"

    minutes = minutes_field("Minutes", least=1)
    title = forms.CharField(max_length=120)
    text = forms.CharField(required=False, widget=lines(2), label="What happens")


class QuestionForm(PartForm):
    NAMED_BY = "text"

    text = forms.CharField(widget=lines(2), label="Question")
    follow_up = forms.CharField(required=False, widget=lines(2), label="Follow-ups")
    listen_for = forms.CharField(required=False, widget=lines(2), label="Listen for")
    competency = forms.ModelChoiceField(Competency.objects.all(), required=False, to_field_name="slug", empty_label="–")


class ProbeForm(PartForm):
    NAMED_BY = "competency"

    competency = forms.ModelChoiceField(Competency.objects.all(), to_field_name="slug", empty_label="–")
    depth = forms.ChoiceField(choices=[("", "–"), *Depth.choices])
    bar_anchor = forms.CharField(required=False, widget=lines(2), label="Meeting the bar, in this interview")
    level_1 = forms.CharField(required=False, widget=lines(2), label="Level 1, not shown")
    level_2 = forms.CharField(required=False, widget=lines(2), label="Level 2, some")
    level_3 = forms.CharField(required=False, widget=lines(2), label="Level 3, strong")
    level_4 = forms.CharField(required=False, widget=lines(2), label="Level 4, rare")

    @property
    def said(self) -> str:
        """Return the competency as people call it."""
        return str(self.initial.get("name") or super().said.replace("-", " ").capitalize())

    @property
    def anchors(self) -> list[str]:
        return [self.cleaned_data.get(f"level_{level}", "") for level in LEVELS]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if any(self.anchors) and not all(self.anchors):
            raise forms.ValidationError("Describe all four levels, or none: then the competency’s own words hold.")
        if any(self.anchors) and data.get("depth") == Depth.BAR:
            raise forms.ValidationError("Only what is probed in depth has levels.")
        return data


def parts(form: type[forms.Form]) -> "type[forms.BaseFormSet]":
    return forms.formset_factory(
        form, extra=2, max_num=MOST_PARTS, validate_max=True, absolute_max=MOST_PARTS + 5, can_delete=True
    )


StepForms, QuestionForms, ProbeForms = parts(StepForm), parts(QuestionForm), parts(ProbeForm)


class WholeKitForm:
    """The kit's form and those of its parts, taken as one."""

    def __init__(self, data: QueryDict | None = None, kit: Kit | None = None) -> None:
        # What was posted is the whole kit: beside it, what the kit held before would only count as "unchanged".
        before = kit if data is None else None
        self.kit = KitForm(data, instance=kit, prefix="kit")
        self.steps = StepForms(data, initial=_steps(before), prefix="steps")
        self.questions = QuestionForms(data, initial=_questions(before), prefix="questions")
        self.probes = ProbeForms(data, initial=_probes(before), prefix="probes")

    def is_valid(self) -> bool:
        """Whether every part is; all are asked, so that all errors show at once."""
        return all([self.kit.is_valid(), self.steps.is_valid(), self.questions.is_valid(), self.probes.is_valid()])

    @property
    def content(self) -> KitContent:
        """What was typed. Only once it is valid."""
        fields = {name: self.kit.cleaned_data[name] for name in KitForm.Meta.fields}
        return KitContent(
            fields=fields,
            steps=[Step(**data) for data in _filled(self.steps)],
            questions=[Question(**data) for data in _filled(self.questions)],
            probes=[_probe(form) for form in self.probes if _is_filled(form)],
        )


def _is_filled(form: forms.Form) -> bool:
    return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")


def _filled(formset: forms.BaseFormSet) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in formset
        if _is_filled(form)
    ]


def _probe(form: ProbeForm) -> Probe:
    data = form.cleaned_data
    return Probe(
        competency=data["competency"],
        depth=Depth(data["depth"]),
        strength_anchors=form.anchors if any(form.anchors) else [],
        bar_anchor=data["bar_anchor"],
    )


def _steps(kit: Kit | None) -> list[dict[str, Any]]:
    return [dict(one) for one in kit.steps.values("minutes", "title", "text")] if kit else []


def _questions(kit: Kit | None) -> list[dict[str, Any]]:
    if kit is None:
        return []
    return [
        {
            "text": one.text,
            "follow_up": one.follow_up,
            "listen_for": one.listen_for,
            "competency": one.competency and one.competency.slug,
        }
        for one in kit.questions.select_related("competency")
    ]


def _probes(kit: Kit | None) -> list[dict[str, Any]]:
    if kit is None:
        return []
    return [
        {
            "competency": one.competency.slug,
            "name": one.competency.name,
            "depth": one.depth,
            "bar_anchor": one.bar_anchor,
            **{f"level_{level}": text for level, text in zip(LEVELS, one.strength_anchors, strict=False)},
        }
        for one in kit.competencies.select_related("competency")
    ]


class AssessmentTypeForm(forms.ModelForm):
    minutes = minutes_field("Minutes", least=10)
    side = forms.ChoiceField(label="Best held by", choices=SIDES)

    class Meta:
        model = AssessmentType
        fields = ["name", "shows", "minutes", "side"]
        labels = {"shows": "What it shows, and what it does not"}
        widgets = {"shows": lines(6)}


class KitFilterForm(forms.Form):
    """Which kits to list; what is not known is left out."""

    type = forms.ModelChoiceField(AssessmentType.objects.all(), to_field_name="slug", required=False)
    profile = forms.ModelChoiceField(RoleProfile.objects.all(), to_field_name="slug", required=False)
