"""Keeping the kept counts small, and proving them."""

import datetime as dt
import time

import structlog
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from insights.aggregates.models import PassageTally, Recount, Tally

log = structlog.get_logger(__name__)

FACTS = ("role_id", "channel_id", "cohort", "furthest_id", "stage_id", "standing")
PASSAGE_FACTS = (
    *("role_id", "channel_id", "day", "before_id", "after_id"),
    *("standing_before", "standing_after", "reason_id"),
)
KEPT_FOR = dt.timedelta(days=400)


@transaction.atomic
def fold_tallies() -> int:
    """Replace the tally rows of each combination by their sum; return how many rows are left. Counts are the same before, during and after."""
    with connection.cursor() as cursor:
        # One folder at a time; whoever comes second has nothing to do.
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('insights.fold'))")
        if cursor.fetchone()[0]:
            cursor.execute(_folding("insights_tally", FACTS))
            cursor.execute(_folding("insights_passagetally", PASSAGE_FACTS))
    return Tally.objects.count() + PassageTally.objects.count()


def _folding(table: str, facts: tuple[str, ...]) -> str:
    """Return the statement that folds a table: only the combinations that stand in more than one row, or in a row that says nothing, are touched."""
    names = ", ".join(facts)
    return f"""
        WITH several AS (SELECT {names} FROM {table} GROUP BY {names} HAVING count(*) > 1 OR sum(count) = 0),
             gone AS (DELETE FROM {table} t USING several s WHERE ({_of("t", facts)}) = ({_of("s", facts)}) RETURNING t.*)
        INSERT INTO {table} ({names}, count) SELECT {names}, sum(count) FROM gone GROUP BY {names} HAVING sum(count) <> 0
    """  # noqa: S608  (constant names)


def _of(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f"{table}.{name}" for name in names)


def kept_counts() -> dict[tuple[object, ...], int]:
    """Return what the tallies say: {facts: count}, zero counts left out."""
    rows = Tally.objects.values_list(*FACTS).annotate(total=Sum("count"))
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}


def slow_recount() -> dict[tuple[object, ...], int]:
    """Return the same from the applications themselves, the slow way: what `kept_counts` must always equal."""
    return _counted("insights_truth", FACTS)


def kept_passages() -> dict[tuple[object, ...], int]:
    """Return what the tallies of passages say, zero counts left out."""
    rows = PassageTally.objects.order_by().values_list(*PASSAGE_FACTS).annotate(total=Sum("count"))
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}


def slow_passages() -> dict[tuple[object, ...], int]:
    """Return the same from the stage changes themselves."""
    return _counted("insights_passage_truth", PASSAGE_FACTS)


def _counted(view: str, facts: tuple[str, ...]) -> dict[tuple[object, ...], int]:
    names = ", ".join(facts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}, count(*) FROM {view} GROUP BY {names}")  # noqa: S608  (constant names)
        return {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}


ROWS = {
    "facts": ("insights_fact", "insights_truth", ("application_id", *FACTS, "applied_on")),
    "passages": (
        "insights_passage",
        "insights_passage_truth",
        ("change_id", "application_id", *PASSAGE_FACTS, "days"),
    ),
}
SUMS = {
    "tallies": ("insights_tally", "insights_truth", FACTS),
    "passage tallies": ("insights_passagetally", "insights_passage_truth", PASSAGE_FACTS),
}


def differences() -> dict[str, int]:
    """Return how many rows of each kept table differ from a slow recount. One statement, so that nobody's move comes in between."""
    parts = [
        _odd(name, f"SELECT {', '.join(columns)}", "", table, view) for name, (table, view, columns) in ROWS.items()
    ]
    for name, (table, view, columns) in SUMS.items():
        names = ", ".join(columns)
        parts.append(_odd(name, f"SELECT {names}, count(*)", f"GROUP BY {names}", table, view))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {name: found for name, found in cursor.fetchall() if found}


def _odd(name: str, select: str, group: str, table: str, view: str) -> str:
    """Return the query that counts the rows a kept table and its truth do not share."""
    kept, truth = f"{select} FROM {table} {group}", f"{select} FROM {view} {group}"
    if group:
        kept = kept.replace("count(*)", "sum(count)") + " HAVING sum(count) <> 0"
    return f"SELECT '{name}', count(*) FROM (({kept} EXCEPT ALL {truth}) UNION ALL ({truth} EXCEPT ALL {kept})) AS odd"  # noqa: S608


def recount(*, repair: bool = False) -> Recount:
    """Count everything the slow way, write down what differed, and with `repair` put it right."""
    begin = time.monotonic()
    found = differences()
    repaired = bool(found) and repair
    if repaired:
        rebuild()
    row = Recount.objects.create(differences=found, seconds=round(time.monotonic() - begin, 2), repaired=repaired)
    Recount.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    if found:
        log.error("kept counts differ from a slow recount", differences=found, repaired=repaired)
    return row


def rebuild() -> None:
    """Write every kept count anew from the rows it counts. Moves wait meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT insights_rebuild()")
