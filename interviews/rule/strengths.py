"""What the ratings of one strength hypothesis add up to.

Somebody without any true strength looks strong somewhere half the time, so one high rating confirms nothing, and by
the same token one low rating refutes nothing. Ratings are independent when different people gave them and, where the
rule says so, through different assessment types. With s independent supporting and d independent doubting ratings:

    nobody rated it             untested
    s >= 2 and s > d            confirmed
    d >= 2 and d > s            refuted
    s >= 1, no more than that   supported once
    anything else               unsettled: one doubt, or as many doubts as confirmations
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviews.rule.terms import DEFAULT_RULE, Hypothesis, Key, Rule, StrengthRating, standing
from interviews.rule.wording import counted, listed


class HypothesisState(enum.Enum):
    """Where a hypothesis stands. Without an order: a state is a word, not a score."""

    UNTESTED = "untested"
    SUPPORTED_ONCE = "supported once"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class HypothesisFinding:
    """One hypothesis, its state, and why, in words.

    `raters` are the people whose ratings stand, `supporting_types` the assessment types that support it already,
    `contested` says that some ratings support it and others speak against it.
    """

    hypothesis: Hypothesis
    state: HypothesisState
    reason: str
    raters: frozenset[Key]
    supporting_types: frozenset[str]
    contested: bool


def judge_hypothesis(
    hypothesis: Hypothesis, ratings: Iterable[StrengthRating], rule: Rule = DEFAULT_RULE
) -> HypothesisFinding:
    """One hypothesis's finding from all ratings of the application; those of other criteria are ignored."""
    heard = standing(ratings, hypothesis.criterion)
    supporting = [rating for rating in heard if (rating.level or 0) >= rule.support_level]
    doubting = [rating for rating in heard if (rating.level or 0) <= rule.doubt_level]
    return HypothesisFinding(
        hypothesis=hypothesis,
        state=_state(bool(heard), _independent(supporting, rule), _independent(doubting, rule), rule),
        reason=_reason(heard, supporting, doubting, rule),
        raters=frozenset(rating.rater for rating in heard),
        supporting_types=frozenset(rating.assessment_type for rating in supporting),
        contested=bool(supporting and doubting),
    )


def _independent(ratings: Sequence[StrengthRating], rule: Rule) -> int:
    # `standing` leaves one rating per person, so only the assessment types can still coincide.
    return len({rating.assessment_type for rating in ratings}) if rule.different_types else len(ratings)


def _state(heard: bool, support: int, doubt: int, rule: Rule) -> HypothesisState:
    if not heard:
        return HypothesisState.UNTESTED
    if support >= rule.confirmations and support > doubt:
        return HypothesisState.CONFIRMED
    if doubt >= rule.refutations and doubt > support:
        return HypothesisState.REFUTED
    if 1 <= support < max(rule.confirmations, 2) and support >= doubt:
        return HypothesisState.SUPPORTED_ONCE
    return HypothesisState.UNSETTLED


def _reason(
    heard: Sequence[StrengthRating],
    supporting: Sequence[StrengthRating],
    doubting: Sequence[StrengthRating],
    rule: Rule,
) -> str:
    if not heard:
        return "nobody has rated it"
    parts = []
    if supporting:
        same_type = len(supporting) > 1 and _independent(supporting, rule) == 1
        note = ", both through the same assessment type" if same_type and len(supporting) == 2 else ""
        note = ", all through the same assessment type" if same_type and len(supporting) > 2 else note
        parts.append(f"{counted(len(supporting), 'rating')} at level {rule.support_level} or higher{note}")
    if doubting:
        parts.append(f"{counted(len(doubting), 'rating')} at level {rule.doubt_level} or lower")
    if between := len(heard) - len(supporting) - len(doubting):
        parts.append(f"{counted(between, 'rating')} in between")
    return listed(parts)
