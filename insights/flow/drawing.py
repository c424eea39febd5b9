"""From figures to the pages of funnel and time, each number with the address of its rows."""

from collections.abc import Sequence
from dataclasses import replace

from hiring.pipeline.enums import Standing
from insights.flow.queries import MOVED, Activity, Group, Stays
from insights.funnel.drawing import active_in, funnel_chart
from insights.funnel.queries import FunnelRow, StageRow
from insights.narrowing.forms import RowsLink
from insights.narrowing.tables import Cell, Line, Table
from insights.shares.comparison import Share
from insights.shares.wording import change_cell, count_change, days_cell, share_cell
from workspace.charts import Chart, Series

WAYS = ((MOVED, "Moved on", "met"), (Standing.REJECTED, "We said no", "below"), (Standing.WITHDRAWN, "They withdrew", "info"),
        (Standing.HIRED, "Hired", "strength"))  # fmt: skip


def cohort_chart(rows: Sequence[FunnelRow], link: RowsLink) -> Chart:
    return replace(
        funnel_chart(rows, link),
        id="cohort-funnel",
        title="Who applied, and how far they ever came",
        note="Everybody who applied in the period, wherever they stand now.",
    )


def cohort_table(
    rows: Sequence[FunnelRow], link: RowsLink, before: Sequence[FunnelRow] | None, before_link: RowsLink
) -> Table:
    """Each stage with its share of all who applied and of the stage before, beside the cohort before where wanted."""
    lines = []
    for place, row in enumerate(rows):
        of_all, of_step = Share(row.reached, rows[0].reached), Share(row.reached, rows[max(place - 1, 0)].reached)
        cells = [
            Cell(row.reached, url=link.to(reached=row.kind)),
            share_cell(of_all) if place else Cell(None),
            share_cell(of_step) if place else Cell(None),
        ]
        if before is not None:
            reached = {one.kind: one.reached for one in before}
            was = reached.get(row.kind, 0)
            earlier = Share(was, reached.get(rows[max(place - 1, 0)].kind, 0)) if place else Share(0, 0)
            cells += [
                count_change(row.reached, was, before_link.to(reached=row.kind)),
                change_cell(of_step, earlier) if place else Cell(None),
            ]
        lines.append(Line(row.name, cells))
    heads = ["Stage", "Ever reached it", "Of all who applied", "Of the stage before"]
    heads += ["Cohort before", "Step, against before"] if before is not None else []
    return Table(
        "cohort",
        "Cohort: ever reached",
        heads,
        lines,
        note="A young cohort is not done: its later stages still fill up, so that beside an older one they look lower than they will be.",
    )


def activity_chart(groups: Sequence[Group], done: dict[str, Activity], link: RowsLink) -> Chart:
    return Chart(
        id="activity-ways",
        title="How people left each stage",
        note="In the period, whenever they applied.",
        kind="stacked",
        label_head="Stage",
        labels=[group.name for group in groups],
        series=[
            Series(
                name.lower(),
                [done[group.key].left[way] for group in groups],
                [link.moves(out_of=group.key, way=way) for group in groups],
                tone,
            )
            for way, name, tone in WAYS
        ],
    )


def activity_table(
    groups: Sequence[Group],
    done: dict[str, Activity],
    link: RowsLink,
    before: dict[str, Activity] | None,
    before_link: RowsLink,
) -> Table:
    """What happened in the period, stage by stage, beside the period before where wanted."""
    lines = []
    for group in groups:
        now = done[group.key]
        cells = [Cell(now.came, url=link.moves(into=group.key))]
        cells += [Cell(now.left[way], url=link.moves(out_of=group.key, way=way)) for way, _, _ in WAYS]
        onwards = Share(now.left[MOVED] + now.left[Standing.HIRED], now.gone)
        cells.append(share_cell(onwards))
        if before is not None:
            was = before[group.key]
            cells += [
                count_change(now.came, was.came, before_link.moves(into=group.key)),
                change_cell(onwards, Share(was.left[MOVED] + was.left[Standing.HIRED], was.gone)),
            ]
        lines.append(Line(group.name, cells))
    heads = ["Stage", "Came in", *(name for _, name, _ in WAYS), "Of those who left, onwards"]
    heads += ["Came in before", "Onwards, against before"] if before is not None else []
    return Table(
        "activity",
        "Activity: what happened",
        heads,
        lines,
        note="Changes that were undone have not happened. Who came into a stage twice counts twice.",
    )


def stays_table(
    groups: Sequence[Group], found: dict[str, Stays], link: RowsLink, before: dict[str, Stays] | None
) -> Table:
    """How long those who left had stayed: the middle, the middle half, and the slowest tenth."""
    lines = []
    for group in groups:
        one = found.get(group.key)
        number = one.number if one else 0
        half = f"half of them {one.quarter:.1f}\N{EN DASH}{one.three_quarters:.1f}" if one else ""
        cells = [
            Cell(number, url=link.moves(out_of=group.key, way="any")),
            days_cell(one.half if one else None, number, half),
            days_cell(one.nine_tenths if one else None, number),
        ]
        if before is not None:
            was = before.get(group.key)
            cells.append(
                days_cell(was.half if was else None, was.number if was else 0, f"{was.number} left" if was else "")
            )
        lines.append(Line(group.name, cells))
    heads = ["Stage", "Left it", "Median days", "One in ten longer than"]
    heads += ["Median days before"] if before is not None else []
    return Table(
        "stays",
        "Time in stage, of those who left",
        heads,
        lines,
        note="Calendar days. Who still waits is not in here, but below.",
    )


def ageing_chart(rows: Sequence[StageRow], twice: dict[str, int], link: RowsLink, *, by_kind: bool) -> Chart:
    """Who is in each stage now: within its aim, beyond it, beyond twice of it."""
    address = active_in(link, by_kind=by_kind)
    return Chart(
        id="ageing",
        title="Who waits now, against the stage’s aim",
        note="Working days; an aim is what a candidate should wait at most.",
        kind="stacked",
        label_head="Stage",
        labels=[row.name for row in rows],
        series=[
            Series(
                "within the aim",
                [row.people - row.late for row in rows],
                [address(row, late="no") for row in rows],
                "met",
            ),
            Series(
                "beyond it",
                [row.late - twice[row.key] for row in rows],
                [address(row, late="once") for row in rows],
                "below",
            ),
            Series(
                "beyond twice of it",
                [twice[row.key] for row in rows],
                [address(row, late="twice") for row in rows],
                "danger",
            ),
        ],
    )


def ageing_table(rows: Sequence[StageRow], twice: dict[str, int], link: RowsLink, *, by_kind: bool) -> Table:
    address = active_in(link, by_kind=by_kind)
    lines = []
    for row in rows:
        median = Cell(None) if row.median_days is None else Cell(round(row.median_days, 1), f"{row.median_days:.1f}")
        aim = Cell(row.sla_days, url="") if row.sla_days is not None else Cell(None, "each role’s own")
        cells = [
            Cell(row.people, url=address(row)),
            median,
            aim,
            Cell(row.late, url=address(row, late="on")),
            Cell(twice[row.key], url=address(row, late="twice")),
            share_cell(Share(row.late, row.people)),
        ]
        lines.append(Line(row.name, cells))
    return Table(
        "ageing-now",
        "Ageing: who waits now",
        [
            "Stage",
            "In it now",
            "Median days so far",
            "Aim, working days",
            "Beyond the aim",
            "Beyond twice",
            "Share beyond",
        ],
        lines,
        note="Whoever is active today, whenever they applied. Median days are calendar days, the aim is in working days.",
    )
