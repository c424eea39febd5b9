"""What the page shows: one table of one report. There is nothing to narrow, so there is nothing to take the difference of."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from insights.fairness.models import FairnessReport, FairnessTable, PooledReading
from insights.fairness.rules import DECIDING
from workspace.staff.models import User


class TableForm(forms.Form):
    """A half-year, a block of applications in it, a question."""

    period = forms.ChoiceField(label="Applied in", required=False)
    block = forms.ChoiceField(label="Roles", required=False)
    question = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = FairnessTable.objects.filter(report=OuterRef("pk"))
        self.reports = {str(report.begins_on): report for report in FairnessReport.objects.filter(Exists(tables))}
        self.report = self.reports.get(self.data.get("period", "")) or next(iter(self.reports.values()), None)
        self.tables = list(FairnessTable.objects.filter(report=self.report)) if self.report else []
        blocks = list(dict.fromkeys((table.country, table.block) for table in self.tables))
        wanted = self.data.get("block", "")
        self.chosen = next((one for one in blocks if block_value(*one) == wanted), blocks[0] if blocks else ("", ""))
        self.here = [table for table in self.tables if (table.country, table.block) == self.chosen]
        self.table = next(
            (table for table in self.here if table.question_slug == self.data.get("question")),
            self.here[0] if self.here else None,
        )
        self.fields["period"].choices = [(key, str(report)) for key, report in self.reports.items()]  # type: ignore[attr-defined]
        self.fields["block"].choices = [(block_value(*one), f"{one[1]}, {one[0]}") for one in blocks]  # type: ignore[attr-defined]
        self.fields["question"].choices = [(table.question_slug, table.question) for table in self.here]  # type: ignore[attr-defined]
        self.data = QueryDict(mutable=True)  # what is shown, whatever was asked for
        if self.report and self.table:
            shown = {
                "period": str(self.report.begins_on),
                "block": block_value(*self.chosen),
                "question": self.table.question_slug,
            }
            self.data.update(shown)


def block_value(country: str, block: str) -> str:
    return f"{country}: {block}"


class ReadingForm(forms.Form):
    """Which question, of which country, is read over all its half-years; the newest reading of each."""

    reading = forms.ChoiceField(label="Question", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = PooledReading.objects.order_by("country", "question_slug", "-report__begins_on")
        found = newest.distinct("country", "question_slug").select_related("report")
        readings = {block_value(one.country, one.question_slug): one for one in found}
        wanted = self.data.get("reading", "")
        self.chosen = readings.get(wanted) or next(iter(readings.values()), None)
        self.fields["reading"].choices = [(key, str(one)) for key, one in readings.items()]  # type: ignore[attr-defined]
        self.data = QueryDict(mutable=True)
        if self.chosen:
            self.data["reading"] = block_value(self.chosen.country, self.chosen.question_slug)


class ReaderForm(forms.Form):
    """Who may read the counts: anybody but those who decide."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Let somebody read the counts",
        to_field_name="uuid",
        empty_label="Choose…",
        error_messages={
            "invalid_choice": "Choose somebody of the list: who recruits or manages hiring cannot be named."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, fairness_reader=None).exclude(persona__in=DECIDING)
        self.fields["user"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]
