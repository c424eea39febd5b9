"""From check-ins to tables."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse

from hiring.pipeline.models import Application
from insights.checkins.enums import MONTHS, Seen, Side
from insights.checkins.models import CheckIn
from insights.checkins.queries import Outcome
from insights.narrowing.tables import Cell, Line, Table
from insights.shares.comparison import Share
from insights.shares.wording import share_cell


def due_table(rows: Sequence[CheckIn]) -> Table:
    lines = [
        Line(
            one.application.candidate.name,
            [Cell(one.application.role.title), Cell(f"{one.month} months"), Cell(str(one.due_on))],
            url=reverse("insights:check_in", args=[one.uuid]),
        )
        for one in rows
    ]
    return Table(
        "due-check-ins",
        "Due now",
        ["Hire", "Role", "Check-in", "Since"],
        lines,
        empty="Nothing is due.",
        hint="A check-in is due three, six and twelve months after a first day.",
    )


def hires_table(rows: Sequence[Application], today: dt.date) -> Table:
    """Each hire with the first day and what became of each check-in."""
    lines = []
    for one in rows:
        check_ins = {check_in.month: check_in for check_in in one.check_ins.all()}  # type: ignore[attr-defined]
        start = getattr(one, "start_day", None)
        set_url = reverse("insights:set_start", args=[one.uuid])
        day = Cell(str(start.starts_on), url=set_url) if start else Cell("set it", url=set_url)
        lines.append(
            Line(
                one.candidate.name,
                [Cell(one.role.title), day, *(_state(check_ins.get(month), today) for month in MONTHS)],
                url=reverse("hiring:application", args=[one.uuid]),
            )
        )
    heads = ["Hire", "Role", "First day", *(f"{month} months" for month in MONTHS)]
    return Table(
        "hires",
        "Hires and their check-ins",
        heads,
        lines,
        empty="Nobody was hired in these roles.",
        hint="Who is hired appears here; set their first day.",
    )


def _state(check_in: CheckIn | None, today: dt.date) -> Cell:
    if check_in is None:
        return Cell(None)
    url = reverse("insights:check_in", args=[check_in.uuid])
    if check_in.filled_at:
        return Cell("filled" if check_in.still_here else "filled: has left", url=url)
    return (
        Cell("due", note=f"since {check_in.due_on}", url=url)
        if check_in.due_on <= today
        else Cell(f"on {check_in.due_on}")
    )


def outcomes_table(found: Sequence[Outcome], side: Side) -> Table:
    """How often the work showed what the interviews said, criterion by criterion and month by month."""
    lines = [
        Line(
            one.competency,
            [
                Cell(f"{one.month} months"),
                *(Cell(one.seen[seen]) for seen in Seen),
                share_cell(Share(one.seen[Seen.SAME] + one.seen[Seen.MORE], one.told)),
            ],
        )
        for one in found
        if one.side == side
    ]
    held = "of those seen, held" if side == Side.BAR else "of those seen, there"
    heads = ["Criterion", "After", *(str(seen.label) for seen in Seen), held.capitalize()]
    words = "Strengths they were hired for" if side == Side.STRENGTH else "Minimum bars they met"
    return Table(
        f"outcomes-{side}",
        words,
        heads,
        lines,
        empty="No check-in has been filled yet.",
        hint="What the work shows is gathered here, criterion by criterion.",
    )
