"""The organisation's own history of hiring, as the model reads it. Only what was known on the day it is asked for."""

import datetime as dt
import functools
from collections.abc import Iterator
from itertools import groupby

from hiring.pipeline.enums import Standing
from hiring.pipeline.models import StageChange
from hiring.roles.enums import RoleState, StageKind
from hiring.roles.models import Role as RoleRow
from hiring.roles.models import Stage
from insights.forecast.terms import History, Outcome, Role, Visit

# Roles differ in their stages; what a stage is for does not. Reading what came in is one stage, wherever it came from.
STAGES = ("review", "screen", "tech", "onsite", "offer")
STAGE_OF_KIND = {
    StageKind.SOURCED: 0,
    StageKind.CONTACTED: 0,
    StageKind.REVIEW: 0,
    StageKind.SCREEN: 1,
    StageKind.ASSESSMENT: 2,
    StageKind.ONSITE: 3,
    StageKind.DECISION: 3,
    StageKind.OFFER: 4,
}
ENDS = {Standing.REJECTED: Outcome.REJECTED, Standing.WITHDRAWN: Outcome.WITHDREW}
NO_CHANNEL = "unknown"
YEARS_BACK = 2
DAY = dt.timedelta(days=1)
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

Change = tuple[int, int, str, str, str, dt.datetime, int | None, int]


def days_since_epoch(moment: dt.datetime) -> float:
    return (moment - EPOCH) / DAY


def history_on(now: dt.datetime) -> History:
    """Everything of the last two years that was known at `now`. Two queries."""
    since = now - dt.timedelta(days=365 * YEARS_BACK)
    rows = RoleRow.objects.exclude(state=RoleState.DRAFT).filter(opened_at__gte=since, opened_at__lte=now)
    roles = {
        row.pk: Role(str(row.pk), days_since_epoch(row.opened_at), _closed(row, now))
        for row in rows.order_by("pk")
        if row.opened_at is not None
    }
    visits = [visit for steps in _applications(list(roles), now) for visit in _visits(steps, roles)]
    channels = sorted({visit.channel for visit in visits}) or [NO_CHANNEL]
    return History(days_since_epoch(now), STAGES, channels, list(roles.values()), visits)


def stages_left_out(role: RoleRow) -> frozenset[str]:
    """Which of the model's stages this role does not have. One query."""
    kinds = Stage.objects.filter(role=role, retired_at=None).values_list("kind", flat=True)
    return frozenset(STAGES) - {STAGES[STAGE_OF_KIND[StageKind(kind)]] for kind in kinds}


def _closed(row: RoleRow, now: dt.datetime) -> float | None:
    return days_since_epoch(row.closed_at) if row.closed_at and row.closed_at <= now else None


def _applications(roles: list[int], now: dt.datetime) -> Iterator[list[Change]]:
    """The changes of each application that still stand: what was undone did not happen."""
    changes = StageChange.objects.filter(application__role__in=roles, happened_at__lte=now)
    columns = (
        "application",
        "application__role",
        "application__channel__slug",
        "after__kind",
        "standing_after",
        "happened_at",
        "undoes",
        "pk",
    )
    rows = changes.order_by("application", "happened_at", "pk").values_list(*columns).iterator(chunk_size=5000)
    for _, found in groupby(rows, key=lambda row: row[0]):
        steps = list(found)
        undone: set[int] = set()
        for step in reversed(steps):  # an undo that was itself undone takes nothing back
            if step[6] and step[7] not in undone:
                undone.add(step[6])
        yield [step for step in steps if step[7] not in undone and not step[6]]


def _visits(steps: list[Change], roles: dict[int, Role]) -> Iterator[Visit]:
    """One application's visits: moves within one of the model's stages do not end it."""
    if not steps:
        return
    role, here = roles[steps[0][1]], None
    visit = functools.partial(Visit, role.id, str(steps[0][0]), steps[0][2] or NO_CHANNEL)
    for _, _, _, kind, standing, happened_at, _, _ in steps:
        at, stage = days_since_epoch(happened_at), STAGE_OF_KIND[StageKind(kind)]
        if standing == Standing.ACTIVE:
            if here and stage > here[0]:
                yield visit(STAGES[here[0]], here[1], at, Outcome.PASSED)
            # Going back is waiting on: the stage that was left too early goes on.
            here = (stage, at) if here is None or stage > here[0] else here
        elif here:
            entered, closed = here[1], role.closed
            if standing == Standing.HIRED:
                yield visit(STAGES[here[0]], entered, at, Outcome.PASSED)
                if here[0] < len(STAGES) - 1:
                    yield visit(STAGES[-1], at, at, Outcome.PASSED)
            elif closed is not None and at >= closed:  # the role ended, not what we thought of them
                yield visit(STAGES[here[0]], entered, max(closed, entered), None)
            else:
                yield visit(STAGES[here[0]], entered, at, ENDS[Standing(standing)])
            here = None
    if here:
        yield visit(STAGES[here[0]], here[1], None, None)
