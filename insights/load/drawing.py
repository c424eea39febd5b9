"""From loads to a page."""

from collections.abc import Sequence

from insights.inputs.drawing import rows_url
from insights.inputs.enums import Measure, Now
from insights.load.queries import Carried
from insights.narrowing.forms import ScopeForm
from insights.narrowing.periods import DAY, Period
from insights.narrowing.tables import Cell, Line, Table
from insights.shares.comparison import ENOUGH
from insights.shares.wording import MINUS, PLUS, change_cell, count_change, share_cell
from workspace.charts import Chart, Series

TOP = 3
SHOWN = 20
LOAD = "interviewer-load"


def load_chart(rows: Sequence[Carried], form: ScopeForm) -> Chart:
    shown = rows[:SHOWN]
    return Chart(
        id="load",
        title="Interviews held in the period",
        note=f"The {SHOWN} who held most." if len(rows) > SHOWN else "",
        kind="funnel",
        label_head="Interviewer",
        labels=[row.user.name for row in shown],
        series=[
            Series(
                "interviews",
                [row.held for row in shown],
                [rows_url(form, Measure.INTERVIEWS, form.period, str(row.user.uuid)) for row in shown],
            )
        ],
    )


def load_table(rows: Sequence[Carried], form: ScopeForm) -> Table:
    """Each interviewer beside a fair share, which follows what everybody takes a week at most; beside the period before where wanted."""
    total, caps = sum(row.held for row in rows), sum(row.cap for row in rows)
    lines = [Line(row.user.name, _cells(row, total, caps, form), person=row.user) for row in rows]
    heads = ["Interviewer", "Held", "Beside a fair share", "Busiest week", "Weeks over the most"]
    heads += ["Next 7 days", "Scorecards owed", "Within 24 h"]
    heads += ["Held before", "Within 24 h, against before"] if form.before else []
    note = "A fair share is by what each takes a week at most, among those who interview in these roles. Shadows are not counted."
    if form.before:
        note += f" Before is {form.before.in_words()}; who held none since and has none to come is not listed."
    return Table(LOAD, "Load and fairness", heads, lines, note=note, empty="No interviews in this period.")


def _cells(row: Carried, total: int, caps: int, form: ScopeForm) -> list[Cell]:
    period, who = form.period, str(row.user.uuid)
    cells = [
        Cell(row.held, url=rows_url(form, Measure.INTERVIEWS, period, who)),
        _beside_fair(row, total, caps),
        _busiest(row, form),
        Cell(row.weeks_over),
        Cell(row.coming, url=rows_url(form, Now.COMING, None, who)),
        Cell(row.owed, url=rows_url(form, Now.OWED, None, who)),
        share_cell(row.in_time, rows_url(form, Measure.SCORECARDS, period, who)),
    ]
    if form.before:
        url = rows_url(form, Measure.INTERVIEWS, form.before, who)
        cells += [count_change(row.held, row.held_before, url), change_cell(row.in_time, row.in_time_before)]
    return cells


def _busiest(row: Carried, form: ScopeForm) -> Cell:
    """The number of the busiest week, with its rows: only the days of it that are in the period."""
    note = f"takes {row.cap} at most"
    if (monday := row.busiest_week) is None:
        return Cell(row.busiest, note=note)
    days = Period(max(monday, form.period.first or monday), min(monday + 6 * DAY, form.period.last or monday + 6 * DAY))
    return Cell(row.busiest, note=note, url=rows_url(form, Measure.INTERVIEWS, days, str(row.user.uuid)))


def _beside_fair(row: Carried, total: int, caps: int) -> Cell:
    if total < ENOUGH or not caps:
        return Cell(None, "too few to tell", f"{total} interviews in all")
    fair = total * row.cap / caps
    apart = row.held - fair
    sign = PLUS if apart > 0 else MINUS
    return Cell(round(apart, 1), f"{sign}{abs(apart):.1f}", f"fair {fair:.1f}")


def figures(rows: Sequence[Carried]) -> list[Cell]:
    """How unevenly the work lies: what the busiest three carry, beside what three of so many would."""
    total, people = sum(row.held for row in rows), len(rows)
    # Sums of a column below: each person's number there opens its rows.
    table = f"#{LOAD}"
    found = [Cell(total, note="interviews held", url=table), Cell(people, note="people who interview", url=table)]
    if total >= ENOUGH and people > TOP:
        top = sum(row.held for row in rows[:TOP])
        even = TOP / people
        found.append(
            Cell(
                round(100 * top / total),
                f"{100 * top / total:.0f} %",
                f"on the busiest {TOP}; even would be {100 * even:.0f} %",
                table,
            )
        )
    return [*found, Cell(sum(row.owed for row in rows), note="scorecards owed now", url=table)]
