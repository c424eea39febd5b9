"""Writing a kit: the kit itself, and three lists of parts that each end in empty lines to fill."""

from typing import Any

from django import forms
from django.http import QueryDict

from hiring.roles.models import Competency, RoleProfile
from hiring.teams.models import Team
from interviews.kits.actions import COLUMNS, KitContent, Probe, Question, Step
from interviews.kits.models import AssessmentType, Depth, Half, Kit, WorkKind
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
    profiles = forms.ModelMultipleChoiceField(
        RoleProfile.objects.all(),
        label="Role profiles it fits",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick no profile where it fits any.",
    )
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="Everybody’s", label="Whose own")
    about_work = forms.ChoiceField(
        choices=[("", "No"), *WorkKind.choices],
        required=False,
        label="Held about one work of theirs",
        help_text="Its texts may then say &lt;work&gt;, &lt;venue&gt;, &lt;place&gt;, &lt;others&gt;, &lt;repository&gt;, &lt;title&gt;, &lt;metric&gt; and &lt;share&gt;.",
    )
    side = forms.ChoiceField(label="Held by", choices=SIDES)
    minutes = minutes_field("Minutes", least=10)
    homework_minutes = minutes_field("Minutes at home before", least=0)
    # Rows of code keep their indentation.
    material = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10, "class": "code", "spellcheck": "false"})
    )

    class Meta:
        model = Kit
        fields = [*COLUMNS[:3], "profiles", *COLUMNS[3:]]
        labels = {
            "tell_candidate": "What the candidate is told",
            "good_looks_like": "What good looks like",
            "watch_out": "What misleads here",
            "leave_out": "What not to ask or note",
            "adjustments": "What keeps it fair",
        }
        widgets = {
            "briefing": lines(5),
            "tell_candidate": lines(3),
            "good_looks_like": lines(4),
            "watch_out": lines(3),
            "leave_out": lines(3),
            "adjustments": lines(3),
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
    listen_for = forms.CharField(required=False, widget=lines(2), label="A good answer holds")
    weak = forms.CharField(required=False, widget=lines(2), label="A weak one sounds like")
    half = forms.ChoiceField(
        choices=[("", "–"), *Half.choices],
        required=False,
        label="Asks after",
        help_text="Where it is held about a work.",
    )
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
    step_1 = forms.CharField(required=False, widget=lines(2), label="Clearly below the bar")
    step_2 = forms.CharField(required=False, widget=lines(2), label="Just below")
    step_3 = forms.CharField(required=False, widget=lines(2), label="Just above")
    step_4 = forms.CharField(required=False, widget=lines(2), label="Clearly above")

    @property
    def said(self) -> str:
        """Return the competency as people call it."""
        return str(self.initial.get("name") or super().said.replace("-", " ").capitalize())

    @property
    def anchors(self) -> list[str]:
        return [self.cleaned_data.get(f"level_{level}", "") for level in LEVELS]

    @property
    def steps(self) -> list[str]:
        return [self.cleaned_data.get(f"step_{level}", "") for level in LEVELS]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if any(self.steps) and not all(self.steps):
            raise forms.ValidationError("Describe all four steps of the bar, or none: then the competency’s own hold.")
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


class WhyForm(forms.Form):
    why = forms.CharField(
        max_length=300, label="Why you change it", help_text="One line; it stands beside this version for good."
    )


class CopyForm(forms.Form):
    team = forms.ModelChoiceField(Team.objects.all(), label="Team", empty_label="Choose a team")


class WholeKitForm:
    """The kit's form and those of its parts, taken as one."""

    def __init__(self, data: QueryDict | None = None, kit: Kit | None = None) -> None:
        # What was posted is the whole kit: beside it, what the kit held before would only count as "unchanged".
        before = kit if data is None else None
        self.kit = KitForm(data, instance=kit, prefix="kit")
        self.why = WhyForm(data) if kit else None
        self.steps = StepForms(data, initial=_steps(before), prefix="steps")
        self.questions = QuestionForms(data, initial=_questions(before), prefix="questions")
        self.probes = ProbeForms(data, initial=_probes(before), prefix="probes")

    def is_valid(self) -> bool:
        """Whether every part is; all are asked, so that all errors show at once."""
        whys = [self.why.is_valid()] if self.why else []
        return all(
            [*whys, self.kit.is_valid(), self.steps.is_valid(), self.questions.is_valid(), self.probes.is_valid()]
        )

    @property
    def reason(self) -> str:
        """Why it was changed, as typed. Only once it is valid."""
        return str(self.why.cleaned_data["why"]) if self.why else ""

    @property
    def content(self) -> KitContent:
        """What was typed. Only once it is valid."""
        return KitContent(
            fields={name: self.kit.cleaned_data[name] for name in COLUMNS},
            profiles=list(self.kit.cleaned_data["profiles"]),
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
        bar_steps=form.steps if any(form.steps) else [],
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
            "weak": one.weak,
            "half": one.half,
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
            **{f"step_{level}": text for level, text in zip(LEVELS, one.bar_steps, strict=False)},
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
    use = forms.ChoiceField(choices=[("", "In use"), ("retired", "Out of use")], required=False)
