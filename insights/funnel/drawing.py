"""From figures to charts, each number with the address of its rows."""

from collections.abc import Callable, Sequence

from hiring.pipeline.enums import Standing
from insights.funnel.queries import ChannelRow, FunnelRow, StageRow
from insights.narrowing.forms import RowsLink
from insights.narrowing.tables import Cell
from workspace.charts import Chart, Series


def active_in(link: RowsLink, *, by_kind: bool) -> Callable[..., str]:
    """Return what makes the address of the people who stand in a stage now, or in a kind of stage over several roles."""

    def address(row: StageRow, **more: object) -> str:
        return link.to(standing=Standing.ACTIVE, **{"kind" if by_kind else "stage": row.key}, **more)

    return address


def stage_chart(rows: Sequence[StageRow], link: RowsLink, *, by_kind: bool) -> Chart:
    """People per stage, and how many of them have waited too long."""
    address = active_in(link, by_kind=by_kind)
    return Chart(
        id="people-per-stage",
        title="People in each stage now",
        kind="bar",
        label_head="Stage",
        labels=[row.name for row in rows],
        series=[
            Series("people", [row.people for row in rows], [address(row) for row in rows]),
            Series("waiting too long", [row.late for row in rows], [address(row, late="on") for row in rows], "below"),
        ],
    )


def time_chart(rows: Sequence[StageRow], link: RowsLink, *, by_kind: bool) -> Chart:
    """Median time in stage of those who are in it, beside the stage's own aim. A median leads to the people it is of."""
    address = active_in(link, by_kind=by_kind)
    days = [None if row.median_days is None else round(row.median_days, 1) for row in rows]
    series = [Series("median so far", days, [address(row) for row in rows])]
    if any(row.sla_days is not None for row in rows):
        series.append(Series("aim, working days", [row.sla_days for row in rows]))
    return Chart(
        id="time-in-stage",
        title="Days in stage",
        note="Calendar days, of the people who are in the stage now.",
        kind="bar",
        label_head="Stage",
        unit="days",
        labels=[row.name for row in rows],
        series=series,
    )


def funnel_chart(
    rows: Sequence[FunnelRow],
    link: RowsLink,
    before: Sequence[FunnelRow] | None = None,
    before_link: RowsLink | None = None,
) -> Chart:
    """How many ever reached each stage or went beyond it, beside the cohort before where wanted."""
    series = [Series("people", [row.reached for row in rows], [link.to(reached=row.kind) for row in rows])]
    if before is not None and before_link is not None:
        was = {row.kind: row.reached for row in before}
        links = [before_link.to(reached=row.kind) for row in rows]
        series.append(Series("cohort before", [was.get(row.kind, 0) for row in rows], links))
    return Chart(
        id="ever-reached",
        title="Ever reached",
        note="Everybody of this cohort, wherever they stand now.",
        kind="funnel",
        label_head="Stage",
        labels=[row.name for row in rows],
        series=series,
    )


def channel_links(
    rows: Sequence[ChannelRow],
    link: RowsLink,
    slugs: dict[int, str],
    before: Sequence[ChannelRow] | None = None,
    before_link: RowsLink | None = None,
) -> list[dict[str, object]]:
    """Return the channel table's rows, each number with its head and its address; and how many came in the period before, where wanted."""
    was = {row.key: row.entered for row in before or ()}

    def address(row: ChannelRow, link: RowsLink = link, **more: object) -> str:
        narrowed = {"channel": slugs[row.key]} if row.key in slugs else {"no_channel": "on"}
        return link.to(**narrowed, **more)

    return [
        {
            "row": row,
            "cells": [
                ("People", row.entered, address(row)),
                ("Reached screen", row.interviewed, address(row, reached="screen")),
                ("Reached offer", row.offered, address(row, reached="offer")),
                ("Hired", row.hired, address(row, reached="hired")),
            ],
            "before": Cell(was.get(row.key, 0), url=address(row, before_link)) if before_link else None,
        }
        for row in rows
    ]
