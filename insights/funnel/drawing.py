"""From figures to charts, each number with the address of its rows."""

from collections.abc import Callable, Sequence

from hiring.pipeline.enums import Standing
from insights.funnel.queries import ChannelRow, FunnelRow, StageRow
from insights.narrowing.forms import RowsLink
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


def time_chart(rows: Sequence[StageRow]) -> Chart:
    """Median time in stage of those who are in it, beside the stage's own aim."""
    series = [Series("median so far", [None if row.median_days is None else round(row.median_days, 1) for row in rows])]
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


def funnel_chart(rows: Sequence[FunnelRow], link: RowsLink) -> Chart:
    """How many ever reached each stage or went beyond it."""
    return Chart(
        id="ever-reached",
        title="Ever reached",
        note="Everybody of this cohort, wherever they stand now.",
        kind="funnel",
        label_head="Stage",
        labels=[row.name for row in rows],
        series=[Series("people", [row.reached for row in rows], [link.to(reached=row.kind) for row in rows])],
    )


def channel_links(rows: Sequence[ChannelRow], link: RowsLink, slugs: dict[int, str]) -> list[dict[str, object]]:
    """Return the channel table's rows, each number with its address."""

    def address(row: ChannelRow, **more: object) -> str:
        narrowed = {"channel": slugs[row.key]} if row.key in slugs else {"no_channel": "on"}
        return link.to(**narrowed, **more)

    return [
        {
            "row": row,
            "cells": [
                (row.entered, address(row)),
                (row.interviewed, address(row, reached="screen")),
                (row.offered, address(row, reached="offer")),
                (row.hired, address(row, reached="hired")),
            ],
        }
        for row in rows
    ]
