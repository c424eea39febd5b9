"""Making a half-year’s report, once. Loads numpy when it does: only the task and commands call it."""

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from insights.fairness.hiding import shown
from insights.fairness.models import FairnessReport, FairnessTable, PooledReading, WaitingCount
from insights.fairness.periods import due_periods
from insights.fairness.waiting import FORGOTTEN_AFTER, Counted, is_due, joins, newly_counted, read_back, written
from insights.self_identification.models import CountryQuestions, all_countries
from insights.self_identification.questions import Question

if TYPE_CHECKING:
    from insights.fairness.counting import Block, Walk


def make_reports(now: dt.datetime) -> int:
    """Count every half-year whose day has come and that was not counted; return how many. Run twice, it counts nothing twice."""
    known = set(FairnessReport.objects.values_list("begins_on", flat=True))
    return sum(_make(begins, ends, now) for begins, ends in due_periods(now.date()) if begins not in known)


@transaction.atomic
def _make(begins: dt.date, ends: dt.date, now: dt.datetime) -> bool:
    # Loaded here: numpy and scipy stay out of whoever only imports this.
    from insights.fairness.walks import answers_of, walks_by_country

    report, is_new = FairnessReport.objects.get_or_create(begins_on=begins, defaults={"ends_on": ends, "made_at": now})
    if not is_new:
        return False
    rows: list[FairnessTable] = []
    for country, walks in walks_by_country(begins, ends, all_countries()).items():
        rows += tables_of(report, country, walks, answers_of({walk.person for walk in walks}))
    for position, row in enumerate(rows):
        row.position = position
    FairnessTable.objects.bulk_create(rows)
    WaitingCount.objects.filter(since__lt=begins - FORGOTTEN_AFTER).delete()
    read_together(report)
    return True


def tables_of(
    report: FairnessReport, country: CountryQuestions, walks: "list[Walk]", answers: dict[int, dict[str, str]]
) -> list[FairnessTable]:
    """Return the tables of one country that can be shown now, not saved yet; what cannot is kept waiting."""
    from insights.fairness.counting import blocks_of, count

    rows: list[FairnessTable] = []
    blocks = blocks_of(walks)
    for block in blocks:
        found = []
        for question in country.asked:
            said = {person: given[question.slug] for person, given in answers.items() if question.slug in given}
            new = newly_counted(block.name, report.begins_on, count(block, question, said))
            found.append(_table(report, country, question, new, [one.name for one in blocks]))
        rows += [row for row in found if row]
        if len(found) > 1 and all(row and not row.since for row in found[:2]):
            rows += _crossed_table(report, country, block, answers)
    return rows


def _crossed_table(
    report: FairnessReport, country: CountryQuestions, block: "Block", answers: dict[int, dict[str, str]]
) -> list[FairnessTable]:
    """The table of the first two questions crossed, where any of it can be shown. Only those two: with a third, three tables would overlap."""
    from insights.fairness.counting import table
    from insights.fairness.crossing import cells_of, crossed, shown_crossed

    first, second = country.asked[:2]
    if (found := shown_crossed(cells_of(block, first, second, answers))) is None:
        return []
    both = crossed(first, second)
    names = {"country": country.name, "block": block.name, "question": both.text, "question_slug": both.slug}
    return [FairnessTable(report=report, stages=table(both, found), **names)]


def _table(
    report: FairnessReport, country: CountryQuestions, question: Question, counted: Counted, blocks: list[str]
) -> FairnessTable | None:
    """The table of one question in one block and of what waited for it; None where all of it goes on waiting."""
    from insights.fairness.counting import table

    waiting = WaitingCount.objects.filter(country=country.name, question_slug=question.slug)
    joined = [row for row in waiting if joins(row.block, counted.block, blocks)]
    for row in joined:
        counted = counted.joined(read_back(row.block, row.since, row.counts))
    WaitingCount.objects.filter(pk__in=[row.pk for row in joined]).delete()
    names = {"country": country.name, "block": counted.block, "question": question.text, "question_slug": question.slug}
    stages = table(question, shown(counted.stages, counted.parts))
    if is_due(counted, stages):
        since = counted.since if counted.has_waited else None
        return FairnessTable(report=report, since=since, stages=stages, **names)
    WaitingCount.objects.create(since=counted.since, counts=written(counted), **names)
    return None


def read_together(report: FairnessReport) -> None:
    """Keep what all tables of a question say together, those of earlier half-years beside the new ones."""
    from insights.fairness.pooling import MOST_HALF_YEARS, together

    known = FairnessReport.objects.filter(begins_on__lte=report.begins_on)[:MOST_HALF_YEARS]
    tables = FairnessTable.objects.filter(report__in=list(known)).select_related("report")
    found: dict[tuple[str, str], list[FairnessTable]] = defaultdict(list)
    for table in tables.order_by("report__begins_on", "position"):
        found[table.country, table.question_slug].append(table)
    for (country, slug), alike in found.items():
        if len(alike) > 1 and alike[-1].report_id == report.pk:
            PooledReading.objects.create(
                report=report,
                country=country,
                question=alike[-1].question,
                question_slug=slug,
                since=min(table.begins_on for table in alike),
                tables=len(alike),
                stages=together([table.stages for table in alike]),
            )
