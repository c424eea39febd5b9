"""The bank at a glance: how many live questions each area and depth has, and what the statistics row says of one question."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from interviews.questions.enums import QuestionArea, QuestionDepth, QuestionState
from interviews.questions.items import Item
from interviews.questions.models import BankStatistics, Question, QuestionVersion
from interviews.questions.preview import Preview
from interviews.questions.statistics import ENOUGH
from workspace.charts import Chart, Series

ADVISED_A_CELL = 4


@dataclass(frozen=True)
class Cell:
    """The live questions of one area at one depth."""

    depth: str
    depth_label: str
    count: int
    is_thin: bool


@dataclass(frozen=True)
class Coverage:
    """One area of the grid."""

    area: str
    label: str
    cells: list[Cell]
    total: int


def coverage() -> list[Coverage]:
    """Count the live questions by area and depth. One query."""
    rows = (
        Question.objects.live()
        .order_by()
        .values("area", "depth")
        .annotate(n=Count("pk"))
        .values_list("area", "depth", "n")
    )
    counts = Counter({(area, depth): n for area, depth, n in rows})
    return [
        Coverage(
            area.value,
            area.label,
            [
                Cell(
                    depth.value,
                    depth.label,
                    counts[area.value, depth.value],
                    counts[area.value, depth.value] < ADVISED_A_CELL,
                )
                for depth in QuestionDepth
            ],
            sum(counts[area.value, depth.value] for depth in QuestionDepth),
        )
        for area in QuestionArea
    ]


def narrowed(questions: "QuerySet[Question]", by: dict[str, str]) -> "QuerySet[Question]":
    """Narrow the list by what was chosen; retired questions only come when asked for."""
    for name in ("area", "depth", "form", "state"):
        if value := by.get(name):
            questions = questions.filter(**{name: value})
    if "state" not in by:
        questions = questions.exclude(state=QuestionState.RETIRED)
    if words := by.get("q"):
        questions = questions.filter(title__icontains=words)
    return questions


def kept_statistics() -> BankStatistics | None:
    """The statistics as they were last reckoned. One query."""
    return BankStatistics.objects.first()


def facts_of(
    kept: BankStatistics | None, version: QuestionVersion, item: Item, preview: Preview
) -> dict[str, Any] | None:
    """What is known of one wording, for its page; None while nobody answered it."""
    if kept is None:
        return None
    slug = version.question.slug
    facts = kept.facts.get("versions", {}).get(f"{slug}/{version.number}")
    if facts is None:
        return None
    used = {one["origin"]: one for one in facts["choices"]}
    is_right = [option.is_right for option in item.options]
    choices = [
        {"text": text, "is_right": right, **used.get(str(place), {"count": 0, "share": 0.0})}
        for place, (text, right) in enumerate(zip(preview.options, is_right, strict=True))
    ]
    question = kept.facts["questions"].get(slug, {})
    return {
        **facts,
        "choices": choices,
        "question": question,
        "over_time": _over_time(question.get("drift")),
        "missing": max(0, ENOUGH - facts["n"]),
        "reckoned_at": kept.updated_at,
    }


def _over_time(drift: dict[str, Any] | None) -> Chart | None:
    """How many got it right month by month, beside what it was at first; all its wordings together."""
    if not drift:
        return None
    months = drift["months"]
    return Chart(
        id="over-time",
        title="Right, month by month",
        note="all wordings; beside what it was at first",
        kind="line",
        labels=[f"{one['month']} (n {one['n']})" for one in months],
        series=[
            Series("Right", [round(100 * one["share"]) for one in months]),
            Series("At first", [round(100 * drift["before"])] * len(months), tone="quiet"),
        ],
        unit="%",
        label_head="Month",
    )
