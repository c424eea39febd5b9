"""The form in which strengths are named before the interviews."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from hiring.pipeline.models import Application
from hiring.roles.models import RoleCompetency
from interviews.plans.actions import Named, fingerprint
from interviews.plans.coverage import MOST_HYPOTHESES
from interviews.plans.models import Hypothesis

LONGEST = 2_000
PARTS = ("competency", "suggested_by", "refuted_by")


class HypothesesForm(forms.Form):
    """Up to three rows of competency, what suggests it and what would refute it; a row without a competency is left out."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        *args: Any,
        application: Application,
        standing: list[Hypothesis],
        possible: Iterable[RoleCompetency] | None = None,
        **kwargs: Any,
    ) -> None:
        """`possible` are the role's criteria that may be strengths, where the caller has them."""
        rows: dict[str, Any] = {"seen": fingerprint(standing)}
        for place, one in enumerate(standing):
            rows |= {
                f"competency_{place}": one.competency_id,
                f"suggested_by_{place}": one.suggested_by,
                f"refuted_by_{place}": one.refuted_by,
            }
        super().__init__(*args, initial=rows, **kwargs)
        if possible is None:
            possible = application.role.criteria.filter(may_be_strength=True).select_related("competency")
        self.strengths = {str(one.competency_id): one.competency for one in possible}
        choices = [("", "No strength here"), *((key, one.name) for key, one in self.strengths.items())]
        for place in range(MOST_HYPOTHESES):
            self.fields[f"competency_{place}"] = forms.TypedChoiceField(
                choices=choices, coerce=self.strengths.get, empty_value=None, required=False, label="Strength"
            )
            self.fields[f"suggested_by_{place}"] = _words(
                "What suggests it", "The evidence: a paper, a project, a talk."
            )
            self.fields[f"refuted_by_{place}"] = _words(
                "What would refute it", "What you would have to see to drop it."
            )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows as bound fields, for the template."""
        for place in range(MOST_HYPOTHESES):
            yield {
                "place": place + 1,
                "fields": [self[f"{part}_{place}"] for part in PARTS],
                "is_open": place == 0 or any(self[f"{part}_{place}"].value() for part in PARTS),
            }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in range(MOST_HYPOTHESES):
            parts = ("suggested_by", "refuted_by")
            texts = [cleaned.get(f"{part}_{place}", "") for part in parts]
            if cleaned.get(f"competency_{place}") is None:
                if any(texts) and f"competency_{place}" not in self.errors:
                    self.add_error(f"competency_{place}", "Choose the strength these words are about, or clear them.")
                continue
            for part, text in zip(parts, texts, strict=True):
                if not text and f"{part}_{place}" not in self.errors:
                    self.add_error(f"{part}_{place}", "Say it in a sentence: it decides what counts later.")
        return cleaned

    def named(self) -> list[Named]:
        """The strengths of a valid form, in their order."""
        found = self.cleaned_data
        return [
            Named(found[f"competency_{place}"], found[f"suggested_by_{place}"], found[f"refuted_by_{place}"])
            for place in range(MOST_HYPOTHESES)
            if found.get(f"competency_{place}")
        ]


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        required=False, label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2, "placeholder": hint})
    )
