"""What the ratings of one minimum bar add up to: untested, met, borderline or not met.

One rating is noisy, so a single rating just below settles nothing. People are counted on each side of the bar; a
"clearly" counts twice (`Rule.clear_weighs`). Then:

    nobody rated it                                             untested
    two or more below, and more below than above                not met
    more above than below (two-sided bars: two or more above)   met
    anything else                                               borderline: ask one more independent person

With the default parameters three independent ratings always settle a bar.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviews.rule.terms import DEFAULT_RULE, Bar, BarMark, BarRating, Key, Rule, standing
from interviews.rule.wording import number


class BarState(enum.Enum):
    """Where a minimum bar stands. Without an order: a state is a word, not a score."""

    UNTESTED = "untested"
    MET = "met"
    BORDERLINE = "borderline"
    NOT_MET = "not met"


@dataclass(frozen=True, slots=True)
class BarFinding:
    """One bar, its state, and why, in words.

    `raters` are the people whose ratings stand; `contested` says that they stand on both sides of the bar;
    `one_source` that a single person carries the state.
    """

    bar: Bar
    state: BarState
    reason: str
    raters: frozenset[Key]
    contested: bool
    one_source: bool


def bar_state(marks: Sequence[BarMark], *, two_sided: bool = False, rule: Rule = DEFAULT_RULE) -> BarState:
    """The state of a bar after these marks by independent people, in any order.

    The order of the marks never matters, a higher mark never makes the state worse, and one more mark above the bar
    never makes it worse.
    """
    if not marks:
        return BarState.UNTESTED
    below = sum(rule.clear_weighs if mark.is_clear else 1 for mark in marks if mark.is_below)
    above = sum(rule.clear_weighs if mark.is_clear else 1 for mark in marks if not mark.is_below)
    if below >= rule.fails_to_confirm and below > above:
        return BarState.NOT_MET
    if above > below and above >= (2 if two_sided else 1):
        return BarState.MET
    return BarState.BORDERLINE


def judge_bar(bar: Bar, ratings: Iterable[BarRating], rule: Rule = DEFAULT_RULE) -> BarFinding:
    """One bar's finding from all ratings of the application; those of other criteria are ignored."""
    counted = standing(ratings, bar.criterion)
    marks = [rating.mark for rating in counted if rating.mark is not None]
    state = bar_state(marks, two_sided=bar.must_not_be_wrong, rule=rule)
    return BarFinding(
        bar=bar,
        state=state,
        reason=_reason(state, marks, bar),
        raters=frozenset(rating.rater for rating in counted),
        contested=any(mark.is_below for mark in marks) and any(not mark.is_below for mark in marks),
        one_source=len(marks) == 1,
    )


def _reason(state: BarState, marks: Sequence[BarMark], bar: Bar) -> str:
    if state is BarState.UNTESTED:
        return "nobody has rated it"
    said = tally(marks)
    if state is BarState.BORDERLINE and bar.must_not_be_wrong and not any(mark.is_below for mark in marks):
        return f"{said}, and this bar must not be wrong"
    return said


def tally(marks: Iterable[BarMark]) -> str:
    """The marks in words: "one rating just below the bar, two just above"."""
    marks = list(marks)
    parts: list[str] = []
    for mark in BarMark:
        if count := marks.count(mark):
            noun = f" {'rating' if count == 1 else 'ratings'}" if not parts else ""
            side = f" {mark.words}" + ("" if parts else " the bar")
            parts.append(f"{number(count)}{noun}{side}")
    return ", ".join(parts)
