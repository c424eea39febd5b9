"""Imports as pages show them."""

import dataclasses

from django.db.models import Count, Q, QuerySet

from candidates.imports.enums import BatchState, Decision, Outcome, Verdict
from candidates.imports.models import ImportBatch, ImportRow
from candidates.people.models import walls_before_candidates
from workspace.staff.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there are of a kind, and what narrows the list to them."""

    value: str
    label: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is: rows done of rows to do, how many rows will be written, and the tallies to choose from."""

    done: int
    of: int
    will_write: int
    undecided: int
    tallies: list[Tally]


def standing_of(batch: ImportBatch) -> Standing:
    """Count a batch's rows. Two queries, whatever its size."""
    rows = batch.rows.all()
    by_verdict = dict(rows.values_list("verdict").annotate(n=Count("pk")).order_by())
    by_outcome = dict(rows.values_list("outcome").annotate(n=Count("pk")).order_by())
    sums = rows.aggregate(
        will_write=Count("pk", filter=~Q(decision=Decision.LEAVE)),
        undecided=Count("pk", filter=Q(verdict=Verdict.DOUBT, decision=Decision.LEAVE)),
    )
    after = batch.state in {BatchState.DONE, BatchState.UNDOING, BatchState.UNDONE}
    kinds: list[Verdict] | list[Outcome] = list(Outcome) if after else [Verdict(value) for value in Verdict if value]
    counts = by_outcome if after else by_verdict
    tallies = [
        Tally(kind.value or "none", str(kind.label), counts[kind.value]) for kind in kinds if counts.get(kind.value)
    ]
    written = sum(count for outcome, count in by_outcome.items() if outcome)
    taken_back = sum(by_outcome.get(kind, 0) for kind in (Outcome.TAKEN_BACK, Outcome.KEPT))
    checked = sum(count for verdict, count in by_verdict.items() if verdict)
    done, of = {
        BatchState.CHECKING: (checked, batch.total),
        BatchState.RUNNING: (written, sums["will_write"]),
        BatchState.UNDOING: (taken_back, written),
    }.get(BatchState(batch.state), (0, 0))
    return Standing(done, of, sums["will_write"], sums["undecided"], tallies)


def rows_shown(batch: ImportBatch, show: str, *, viewer: User) -> "QuerySet[ImportRow]":
    """Return the rows a list shows this viewer, narrowed to one verdict before the import has run and to one outcome after it."""
    shown = batch.rows.exclude(walls_before_candidates.q(viewer, "candidate"))
    rows = shown.select_related("candidate", "paper").defer("said", "changes", "paper__abstract", "paper__search")
    rows = rows.defer("candidate__search", "candidate__search_text")
    if not show:
        return rows
    value = "" if show == "none" else show
    after = batch.state in {BatchState.DONE, BatchState.UNDOING, BatchState.UNDONE}
    if value not in (Outcome.values if after else Verdict.values):  # an address somebody altered
        return rows.none()
    return rows.filter(outcome=value) if after else rows.filter(verdict=value)
