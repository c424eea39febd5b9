"""From weekly counts to a page, each number with the address of its rows."""

import datetime as dt
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from insights.inputs.enums import IN_PER_CENT, Measure
from insights.inputs.weekly import Weekly
from insights.narrowing.forms import ScopeForm
from insights.narrowing.tables import Cell, Line, Table
from workspace.charts import Chart, Series

SPACE = "\N{NO-BREAK SPACE}"


def rows_link(form: ScopeForm) -> Callable[[str, dt.date], str]:
    """Return what makes the address of one week's rows of one measure."""
    kept = [(name, value) for name, value in form.kept if name in {"role", "team", "profile", "channel"}]

    def to(measure: str, monday: dt.date) -> str:
        days = [("since", str(monday)), ("until", str(monday + dt.timedelta(days=6)))]
        return f"{reverse('insights:input_rows', args=[measure])}?{urlencode([*kept, *days])}"

    return to


def weekly_chart(found: Sequence[Weekly], mondays: Sequence[dt.date]) -> Chart:
    counted = [one for one in found if one.measure not in IN_PER_CENT]
    return Chart(
        id="inputs-weekly",
        title="What we did, week by week",
        note="Weeks from Monday, UTC; the last one may not be over.",
        kind="line",
        label_head="Week of",
        labels=[_day(monday) for monday in mondays],
        series=[Series(Measure(one.measure).label, [one.counts[monday] for monday in mondays]) for one in counted],
    )


def weekly_table(found: Sequence[Weekly], mondays: Sequence[dt.date], to: Callable[[str, dt.date], str]) -> Table:
    """Each week with what was done in it, latest first."""
    lines = [Line(_day(monday), [_cell(one, monday, to) for one in found]) for monday in reversed(mondays)]
    return Table("inputs-by-week", "Week by week", ["Week of", *(Measure(one.measure).label for one in found)], lines)


def _cell(one: Weekly, monday: dt.date, to: Callable[[str, dt.date], str]) -> Cell:
    url = to(one.measure, monday)
    if one.measure not in IN_PER_CENT:
        return Cell(one.counts[monday], url=url)
    owed = one.owed[monday]
    return Cell(one.counts[monday], note=f"of {owed}", url=url) if owed else Cell(None)


def plan_table(found: Sequence[Weekly], mondays: Sequence[dt.date], plans: dict[str, int], today: dt.date) -> Table:
    """What a week brings beside what it should, over the weeks that are over."""
    whole = [monday for monday in mondays if monday + dt.timedelta(days=6) < today]
    lines = [Line(Measure(one.measure).label, _against(one, whole, plans.get(one.measure))) for one in found]
    return Table(
        "inputs-plan",
        "Beside the plan",
        ["Input", "Plan a week", "A week brings", "Weeks that met the plan"],
        lines,
        note="Inputs are what we can decide to do; results follow late and by chance. Only whole weeks count here.",
    )


def _against(one: Weekly, whole: Sequence[dt.date], plan: int | None) -> list[Cell]:
    if one.measure in IN_PER_CENT:
        owed = sum(one.owed[monday] for monday in whole)
        share = 100 * sum(one.counts[monday] for monday in whole) / owed if owed else None
        brings = Cell(None) if share is None else Cell(round(share), f"{share:.0f}{SPACE}%", f"of {owed}")
        weeks = [monday for monday in whole if one.owed[monday]]
        met = sum(100 * one.counts[monday] >= (plan or 0) * one.owed[monday] for monday in weeks)
        planned = Cell(None, "no plan") if plan is None else Cell(plan, f"{plan}{SPACE}%")
    else:
        weeks = list(whole)
        mean = sum(one.counts[monday] for monday in weeks) / len(weeks) if weeks else None
        brings = Cell(None) if mean is None else Cell(round(mean, 1), f"{mean:.1f}")
        met = sum(one.counts[monday] >= (plan or 0) for monday in weeks)
        planned = Cell(None, "no plan") if plan is None else Cell(plan)
    return [planned, brings, Cell(None) if plan is None or not weeks else Cell(met, note=f"of {len(weeks)}")]


def _day(monday: dt.date) -> str:
    return f"{monday.day} {monday:%b}"
