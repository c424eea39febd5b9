"""A team's week in words chosen by rule from its numbers. Free of Django.

Good and bad weeks are told by the same sentences: up and down, rose and fell. A change is told only where it is larger than what a forecast
moves by itself. No adjective is in here that a number did not earn.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from insights.forecast.wording import chance_words, day_words
from insights.updates.week import InputLine, RoleWeek, TeamWeek, Waiting

# A forecast made twice of the same figures differs by a point or two; a week in which little happens moves it by a few.
TELLING = 0.05
WORTH_A_DECISION = 0.05
LIKELY = 0.8  # from here on no change of plan is asked for
SECTIONS = ("odds", "changes", "risks", "inputs", "decisions")
HEADINGS = {
    "odds": "Odds and range",
    "changes": "What changed, and why",
    "risks": "Risks",
    "inputs": "Inputs against plan",
    "decisions": "Decisions needed",
}


@dataclass(frozen=True)
class Story:
    """The words of an update: a headline, and the lines of each section."""

    headline: str
    odds: tuple[str, ...]
    changes: tuple[str, ...]
    risks: tuple[str, ...]
    inputs: tuple[str, ...]
    decisions: tuple[str, ...]


def tell(week: TeamWeek) -> Story:
    """Put a week into words."""
    return Story(
        headline=headline(week),
        odds=tuple(odds_of(role) for role in week.roles),
        changes=tuple(change_of(role) for role in week.roles),
        risks=tuple(_risks(week)) or ("No role hangs on one channel or on the people already on their way alone.",),
        inputs=tuple(input_words(line) for line in week.inputs),
        decisions=tuple(_decisions(week)) or ("None this week.",),
    )


def headline(week: TeamWeek) -> str:
    """How many of the open roles are expected to be filled, and what was said a week ago."""
    hired = sum(role.hired for role in week.roles)
    came = f" {_number(hired).capitalize()} {'was' if hired == 1 else 'were'} hired this week." if hired else ""
    said = [role for role in week.roles if role.chance is not None]
    if not said:
        return (f"No forecast yet of {_roles(len(week.roles))}." if week.roles else "No open role.") + came
    if len(week.roles) == 1:
        chance, by = chance_words(said[0].chance or 0.0), day_words(said[0].aim)
        return f"{chance} for the one open role to be filled by {by}{_since(said[0])}.{came}"
    expected = sum(role.chance or 0.0 for role in said)
    found = (
        f"{expected:.1f} of {_roles(len(said))} expected to be filled by {day_words(max(role.aim for role in said))}"
    )
    both = [role for role in said if role.chance_before is not None]
    if len(both) < len(said):
        return f"{found}.{came}"
    before = sum(role.chance_before or 0.0 for role in both)
    if abs(expected - before) < TELLING * len(said):
        return f"{found}, about as a week ago.{came}"
    return f"{found}, {'up' if expected > before else 'down'} from {before:.1f} a week ago.{came}"


def odds_of(role: RoleWeek) -> str:
    """The chance by a day, what it was, and the range."""
    if role.chance is None:
        return f"{role.title}: no forecast yet; one is made every night."
    basis = " Based on defaults more than on our own history." if role.is_default else ""
    return f"{role.title}: {chance_words(role.chance)} by {day_words(role.aim)}{_since(role)}. {role.range}{basis}"


def _since(role: RoleWeek) -> str:
    if role.chance is None or role.chance_before is None:
        return ""
    before = chance_words(role.chance_before)
    if abs(role.chance - role.chance_before) < TELLING:
        return f", about as a week ago ({before})"
    return f", {'up' if role.chance > role.chance_before else 'down'} from {before} a week ago"


def change_of(role: RoleWeek) -> str:
    """What happened in the week, and what moved the chance."""
    happened = _happened(role)
    if role.chance is None or role.chance_before is None:
        return f"{role.title}: {happened}. No forecast of a week ago to compare with."
    moved = role.chance - role.chance_before
    if role.openings_before is not None and role.openings_left > role.openings_before:
        return f"{role.title}: {happened}. {_number(role.openings_left).capitalize()} openings are left to fill instead of {_number(role.openings_before)}."
    if abs(moved) < TELLING:
        return f"{role.title}: {happened}. The chance did not move by more than a forecast does by itself."
    direction = "rose" if moved > 0 else "fell"
    return (
        f"{role.title}: {happened}. The chance {direction} by {abs(moved) * 100:.0f} points, {_because(role, moved)}."
    )


def _because(role: RoleWeek, moved: float) -> str:
    """The larger part of a change: the people on their way, or those still to come and how fast all goes."""
    if role.hired:
        return (
            "with a hire made"
            if moved > 0
            else "with a hire made, since one opening fewer does not make the next one nearer"
        )
    if moved < 0 and not role.came and not role.advanced:
        return "after a week in which nobody came or advanced"
    if role.pipeline is None or role.pipeline_before is None:
        return "by what the week measured; the forecast of a week ago did not keep its parts"
    part = role.pipeline - role.pipeline_before
    if part * moved > 0 and abs(part) * 2 >= abs(moved):
        return f"mostly because {'more' if moved > 0 else 'less'} of it rests on people on their way than a week ago"
    return "mostly by how many people come in, how often they pass and how long stages take, as measured"


def _happened(role: RoleWeek) -> str:
    parts = [
        f"{_number(number)} {words}"
        for number, words in (
            (role.came, "came in"),
            (role.advanced, "advanced"),
            (role.left, "left the process"),
            (role.hired, "hired" if role.hired != 1 else "was hired"),
        )
        if number
    ]
    return listed(parts) if parts else "nobody came in, advanced or left"


def _risks(week: TeamWeek) -> Iterator[str]:
    for role in week.roles:
        for risk in role.risks:
            yield f"{role.title}: {risk}"


def input_words(line: InputLine) -> str:
    """What was done beside what was planned."""
    if line.of is not None:
        share = f"{line.done} of {line.of}" if line.of else "none due"
        goal = f"; {line.planned} % are planned" if line.planned is not None and line.of else ""
        return f"{line.name}: {share}{goal}."
    if line.planned is None:
        return f"{line.name}: {line.done}; no plan set."
    apart = line.done - line.planned
    beside = f" ({abs(apart)} {'more' if apart > 0 else 'fewer'})" if apart else ""
    return f"{line.name}: {line.done} of {line.planned} planned{beside}."


def _decisions(week: TeamWeek) -> Iterator[str]:
    yield from (waiting_words(one) for one in week.waiting if one.number)
    for role in week.roles:
        if role.chance is None or role.best is None or role.chance >= LIKELY:
            continue
        what, chance = role.best
        if chance - role.chance >= WORTH_A_DECISION:
            yield f"{role.title}: whether to change the plan. {what}: {chance_words(chance)} instead of {chance_words(role.chance)}."


WAITING = {
    "decision": ("candidate waits for a decision", "candidates wait for a decision"),
    "signature": ("decision waits for its second signature", "decisions wait for their second signature"),
}


def waiting_words(waiting: Waiting) -> str:
    one, more = WAITING[waiting.what]
    days = waiting.longest_days
    since = (
        "since today"
        if days < 1
        else f"{'' if waiting.number == 1 else 'the longest '}for {days} day{'s' if days > 1 else ''}"
    )
    return f"{_number(waiting.number).capitalize()} {one if waiting.number == 1 else more}, {since}."


def _roles(number: int) -> str:
    return "one open role" if number == 1 else f"{_number(number)} open roles"


def _number(number: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    return words[number] if 0 <= number < len(words) else str(number)


def listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def week_words(monday: dt.date) -> str:
    """The week by its days."""
    sunday = monday + dt.timedelta(days=6)
    first = f"{monday.day}" if monday.month == sunday.month else f"{monday.day} {monday:%B}"
    return f"{first}–{day_words(sunday)}"
