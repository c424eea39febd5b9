"""From weekly counts to a page, each number with the address of its rows."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from insights.inputs.enums import IN_PER_CENT, Measure
from insights.inputs.forms import LACKS
from insights.inputs.weekly import Weekly
from insights.narrowing.forms import ScopeForm
from insights.narrowing.periods import DAY, Period
from insights.narrowing.tables import Cell, Line, Table
from insights.shares.comparison import Share
from insights.shares.wording import MINUS, PLUS, SPACE, change_cell, percent
from workspace.charts import Chart, Series


def rows_url(form: ScopeForm, measure: str, period: Period | None, who: str = "") -> str:
    """Return the address of the rows behind a number: of a period, or as of now where there is none; of everybody, or of one person."""
    narrowing = {"role", "team", "profile", "channel"}.difference(LACKS.get(measure, ()))
    kept = [(name, value) for name, value in form.kept if name in narrowing]
    if period is not None:
        days = [(name, str(day)) for name, day in (("since", period.first), ("until", period.last)) if day]
        kept += days or [("ever", "on")]
    kept += [("who", who)] if who else []
    return f"{reverse('insights:input_rows', args=[measure])}{'?' if kept else ''}{urlencode(kept)}"


def week_url(form: ScopeForm, measure: str, monday: dt.date) -> str:
    return rows_url(form, measure, Period(monday, monday + 6 * DAY))


def weekly_chart(found: Sequence[Weekly], mondays: Sequence[dt.date], form: ScopeForm) -> Chart:
    counted = [one for one in found if one.measure not in IN_PER_CENT]
    return Chart(
        id="inputs-weekly",
        title="What we did, week by week",
        note="Weeks from Monday, UTC; the last one may not be over.",
        kind="line",
        label_head="Week of",
        labels=[_day(monday) for monday in mondays],
        series=[
            Series(
                Measure(one.measure).label,
                [one.counts[monday] for monday in mondays],
                [week_url(form, one.measure, monday) for monday in mondays],
            )
            for one in counted
        ],
    )


def weekly_table(found: Sequence[Weekly], mondays: Sequence[dt.date], form: ScopeForm) -> Table:
    """Each week with what was done in it, latest first."""
    lines = [Line(_day(monday), [_cell(one, monday, form) for one in found]) for monday in reversed(mondays)]
    return Table("inputs-by-week", "Week by week", ["Week of", *(Measure(one.measure).label for one in found)], lines)


def _cell(one: Weekly, monday: dt.date, form: ScopeForm) -> Cell:
    url = week_url(form, one.measure, monday)
    if one.measure not in IN_PER_CENT:
        return Cell(one.counts[monday], url=url)
    owed = one.owed[monday]
    return Cell(one.counts[monday], note=f"of {owed}", url=url) if owed else Cell(None)


def plan_table(
    found: Sequence[Weekly],
    mondays: Sequence[dt.date],
    before: Sequence[dt.date],
    plans: dict[str, int],
    form: ScopeForm,
) -> Table:
    """What a week brings beside what it should, over the weeks that are over; and beside as many weeks before them, where wanted."""
    whole = [monday for monday in mondays if monday + 6 * DAY < form.today]
    lines = []
    for one in found:
        cells = _against(one, whole, plans.get(one.measure), form)
        cells += [_beside(one, whole, before, form)] if before else []
        lines.append(Line(Measure(one.measure).label, cells))
    heads = ["Input", "Plan a week", "A week brings", "Weeks that met the plan"]
    heads += ["A week brought before"] if before else []
    note = "Inputs are what we can decide to do; results follow late and by chance. Only whole weeks count here."
    if before:
        note += f" Before is {Period(before[0], before[-1] + 6 * DAY).in_words()}."
    return Table("inputs-plan", "Beside the plan", heads, lines, note=note)


def _against(one: Weekly, whole: Sequence[dt.date], plan: int | None, form: ScopeForm) -> list[Cell]:
    url = _weeks_url(one, whole, form)
    if one.measure in IN_PER_CENT:
        share = _share(one, whole)
        brings = (
            Cell(round(share.value * 100), percent(share), f"of {share.entered}", url) if share.entered else Cell(None)
        )
        weeks = [monday for monday in whole if one.owed[monday]]
        met = sum(100 * one.counts[monday] >= (plan or 0) * one.owed[monday] for monday in weeks)
        planned = Cell(None, "no plan") if plan is None else Cell(plan, f"{plan}{SPACE}%")
    else:
        weeks = list(whole)
        mean = _mean(one, whole)
        brings = Cell(None) if mean is None else Cell(round(mean, 1), f"{mean:.1f}", url=url)
        met = sum(one.counts[monday] >= (plan or 0) for monday in weeks)
        planned = Cell(None, "no plan") if plan is None else Cell(plan)
    return [planned, brings, Cell(None) if plan is None or not weeks else Cell(met, note=f"of {len(weeks)}")]


def _beside(one: Weekly, whole: Sequence[dt.date], before: Sequence[dt.date], form: ScopeForm) -> Cell:
    """What a week brought in the weeks before, and how far these are from it."""
    url = _weeks_url(one, before, form)
    if one.measure in IN_PER_CENT:
        share, change = _share(one, before), change_cell(_share(one, whole), _share(one, before))
        return (
            change
            if change.value is None
            else Cell(round(share.value * 100), percent(share), f"now {change.text}", url)
        )
    now, was = _mean(one, whole), _mean(one, before)
    if was is None:
        return Cell(None)
    apart = 0.0 if now is None else round(now, 1) - round(was, 1)
    said = f"now {PLUS if apart > 0 else MINUS}{abs(apart):.1f}" if apart else "the same"
    return Cell(round(was, 1), f"{was:.1f}", "" if now is None else said, url)


def _weeks_url(one: Weekly, weeks: Sequence[dt.date], form: ScopeForm) -> str:
    return rows_url(form, one.measure, Period(weeks[0], weeks[-1] + 6 * DAY)) if weeks else ""


def _mean(one: Weekly, weeks: Sequence[dt.date]) -> float | None:
    return sum(one.counts[monday] for monday in weeks) / len(weeks) if weeks else None


def _share(one: Weekly, weeks: Sequence[dt.date]) -> Share:
    return Share(sum(one.counts[monday] for monday in weeks), sum(one.owed[monday] for monday in weeks))


def _day(monday: dt.date) -> str:
    return f"{monday.day} {monday:%b}"
