"""Keeping the kept counts small, and proving them."""

from django.db import connection, transaction
from django.db.models import Sum

from insights.funnel.models import Tally

FACTS = ("role_id", "channel_id", "cohort", "furthest_id", "stage_id", "standing")


@transaction.atomic
def fold_tallies() -> int:
    """Replace the tally rows of each combination by their sum; return how many rows are left. Counts are the same before, during and after."""
    with connection.cursor() as cursor:
        # One folder at a time; whoever comes second has nothing to do.
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('insights.fold'))")
        if not cursor.fetchone()[0]:
            return Tally.objects.count()
        cursor.execute(
            """
            WITH gone AS (DELETE FROM insights_tally RETURNING *)
            INSERT INTO insights_tally (role_id, channel_id, cohort, furthest_id, stage_id, standing, count)
            SELECT role_id, channel_id, cohort, furthest_id, stage_id, standing, sum(count)
              FROM gone GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(count) <> 0
            """
        )
    return Tally.objects.count()


def kept_counts() -> dict[tuple[object, ...], int]:
    """Return what the tallies say: {facts: count}, zero counts left out."""
    rows = Tally.objects.values_list(*FACTS).annotate(total=Sum("count"))
    return {tuple(row[:-1]): row[-1] for row in rows if row[-1]}


def slow_recount() -> dict[tuple[object, ...], int]:
    """Return the same from the applications themselves, the slow way: what `kept_counts` must always equal."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(FACTS)}, count(*) FROM insights_truth GROUP BY {', '.join(FACTS)}")  # noqa: S608  (constant names)
        return {tuple(row[:-1]): row[-1] for row in cursor.fetchall()}
