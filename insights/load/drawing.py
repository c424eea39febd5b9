"""From loads to a page."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from insights.channels.comparison import ENOUGH, Share
from insights.channels.wording import MINUS, PLUS, share_cell
from insights.load.queries import Carried
from insights.narrowing.forms import ScopeForm
from insights.narrowing.tables import Cell, Line, Table
from workspace.charts import Chart, Series

TOP = 3
SHOWN = 20


def load_chart(rows: Sequence[Carried]) -> Chart:
    shown = rows[:SHOWN]
    return Chart(
        id="load",
        title="Interviews held in the period",
        note=f"The {SHOWN} who held most." if len(rows) > SHOWN else "",
        kind="funnel",
        label_head="Interviewer",
        labels=[row.user.name for row in shown],
        series=[Series("interviews", [row.held for row in shown])],
    )


def load_table(rows: Sequence[Carried], form: ScopeForm) -> Table:
    """Each interviewer beside a fair share, which follows what everybody takes a week at most."""
    total, caps = sum(row.held for row in rows), sum(row.cap for row in rows)
    kept = [*form.link().kept, *([] if form.period.first or form.period.last else [("ever", "on")])]
    lines = []
    for row in rows:
        url = f"{reverse('insights:input_rows', args=['interviews'])}?{urlencode([*kept, ('who', str(row.user.uuid))])}"
        lines.append(
            Line(
                row.user.name,
                [
                    Cell(row.held, url=url),
                    _beside_fair(row, total, caps),
                    Cell(row.busiest, note=f"takes {row.cap} at most"),
                    Cell(row.weeks_over),
                    Cell(row.coming),
                    Cell(row.owed),
                    share_cell(Share(row.in_time, row.due)),
                ],
                person=row.user,
            )
        )
    heads = ["Interviewer", "Held", "Beside a fair share", "Busiest week", "Weeks over the most"]
    heads += ["Next 7 days", "Scorecards owed", "Within 24 h"]
    return Table(
        "interviewer-load",
        "Load and fairness",
        heads,
        lines,
        note="A fair share is by what each takes a week at most, among those who interview in these roles. Shadows are not counted.",
        empty="No interviews in this period.",
    )


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
    found = [Cell(total, note="interviews held"), Cell(people, note="people who interview")]
    if total >= ENOUGH and people > TOP:
        top = sum(row.held for row in rows[:TOP])
        even = TOP / people
        found.append(
            Cell(
                round(100 * top / total),
                f"{100 * top / total:.0f} %",
                f"on the busiest {TOP}; even would be {100 * even:.0f} %",
            )
        )
    return [*found, Cell(sum(row.owed for row in rows), note="scorecards owed now")]
