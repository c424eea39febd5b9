"""Making a half-year’s report, once. Loads numpy when it does: only the task and commands call it."""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from insights.fairness.models import FairnessReport, FairnessTable, PooledReading
from insights.fairness.periods import due_periods
from insights.self_identification.models import all_countries


def make_reports(now: dt.datetime) -> int:
    """Count every half-year whose day has come and that was not counted; return how many. Run twice, it counts nothing twice."""
    known = set(FairnessReport.objects.values_list("begins_on", flat=True))
    return sum(_make(begins, ends, now) for begins, ends in due_periods(now.date()) if begins not in known)


@transaction.atomic
def _make(begins: dt.date, ends: dt.date, now: dt.datetime) -> bool:
    # Loaded here: numpy and scipy stay out of whoever only imports this.
    from insights.fairness.counting import blocks_of, count, table
    from insights.fairness.walks import answers_of, walks_by_country

    report, is_new = FairnessReport.objects.get_or_create(begins_on=begins, defaults={"ends_on": ends, "made_at": now})
    if not is_new:
        return False
    rows: list[FairnessTable] = []
    for country, walks in walks_by_country(begins, ends, all_countries()).items():
        answers = answers_of({walk.person for walk in walks})
        for block in blocks_of(walks):
            for question in country.asked:
                said = {person: given[question.slug] for person, given in answers.items() if question.slug in given}
                rows.append(
                    FairnessTable(
                        report=report,
                        country=country.name,
                        block=block.name,
                        question=question.text,
                        question_slug=question.slug,
                        stages=table(question, count(block, question, said)),
                        position=len(rows),
                    )
                )
    FairnessTable.objects.bulk_create(rows)
    _read_together(report)
    return True


def _read_together(report: FairnessReport) -> None:
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
                since=alike[0].report.begins_on,
                tables=len(alike),
                stages=together([table.stages for table in alike]),
            )
