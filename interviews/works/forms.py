"""Judging a work: three aspects of it, each apart from the others and all apart from the person's own part."""

from typing import Any

from django import forms

from candidates.people.enums import Judgement
from interviews.kits.models import WorkKind
from interviews.works.anchors import CODE, PAPER
from interviews.works.models import WorkJudgement

MOST = 8_000


def aspect(anchors: tuple[str, ...], name: str) -> forms.TypedChoiceField:
    """One aspect of a work, with what each level looks like."""
    question, *levels = anchors
    choices = [
        ("", "Not judged"),
        *((one.value, f"{one.label}: {text}") for one, text in zip(Judgement, levels, strict=True)),
    ]
    return forms.TypedChoiceField(
        label=f"{name.capitalize()}: {question}",
        choices=choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class WorkJudgementForm(forms.ModelForm):
    class Meta:
        model = WorkJudgement
        fields = ["originality", "execution", "importance", "of_the_work", "their_part"]

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, anchors in (PAPER if kind == WorkKind.PAPER else CODE).items():
            self.fields[name] = aspect(anchors, name)
        for name, label in (
            ("of_the_work", "What in the work shows it?"),
            ("their_part", "What of it was theirs, and how do you know?"),
        ):
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=MOST, widget=forms.Textarea(attrs={"rows": 3, "class": "grows"})
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if any(data.get(name) for name in PAPER) and not data.get("of_the_work"):
            self.add_error(
                "of_the_work", "Say what in the work shows it; a judgement without that cannot be discussed."
            )
        return data
