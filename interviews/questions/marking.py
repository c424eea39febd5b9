"""How answers are marked: fixed formulas, published in docs/marking.md and said beside every mark. Free of Django.

No formula here learns from anything, and a mark decides nothing by itself.
"""

import math
from dataclasses import dataclass
from itertools import combinations, permutations

from interviews.questions.faults import Planted
from interviews.questions.items import Form
from interviews.questions.numbers import UnreadableNumber, read_number
from interviews.questions.responses import Response
from interviews.questions.variants import Variant

HALF = 0.5
APART = 1  # blind markers whose points differ by more talk, or a third one marks

RULES = {
    Form.SINGLE: "1 for the right choice, else 0.",
    Form.PLOT: "1 for the right choice, else 0.",
    Form.MULTI: "(right choices ticked − wrong choices ticked) ÷ right choices there are, never below 0.",
    Form.MATCHING: "Pairs matched rightly ÷ pairs.",
    Form.ORDERING: "Of all pairs of steps: (in the right order − in the wrong order) ÷ pairs, never below 0. A step without a place of its own counts as wrong.",
    Form.NUMERIC: "1 within the tolerance, else 0.",
    Form.FAULT: "Each fault: ½ for its line, give or take what the question states, and 1 for line and effect together. Each naming that hits nothing takes ½ away. Sum ÷ faults, never below 0.",
    Form.SHORT: "Points by the written anchors, from two people who do not see each other’s, ÷ the most points.",
}


@dataclass(frozen=True)
class Mark:
    """The share of the question that was right, 0 to 1; None while a person still has to mark it.

    A question that was left out has the share 0 and `is_answered` False: the two are told apart wherever marks are shown.
    """

    share: float | None
    is_answered: bool
    words: str


def mark(variant: Variant, response: Response) -> Mark:
    """Mark one answer by the formula of its form."""
    if response.is_empty:
        return Mark(0.0, False, "Not answered.")
    match variant.asked.form:
        case Form.SINGLE | Form.PLOT:
            return _one_choice(variant, response)
        case Form.MULTI:
            return _many_choices(variant, response)
        case Form.MATCHING:
            return _matching(variant, response)
        case Form.ORDERING:
            return _ordering(variant, response)
        case Form.NUMERIC:
            return _numeric(variant, response)
        case Form.FAULT:
            return _faults(variant, response)
        case Form.SHORT:
            return Mark(None, True, "Waits for two markers.")


def mark_by_hand(points: float, most_points: int) -> Mark:
    """Turn points by the rubric into a mark. `points` is 0 to `most_points`, or halfway where two markers met there."""
    if not 0 <= points <= most_points or most_points < 1:
        raise ValueError(f"points must lie between 0 and {most_points}, not {points}")
    return Mark(points / most_points, True, f"{points:g} of {most_points} points.")


def agreed_points(first: int, second: int) -> float | None:
    """The mean of two blind markers, or None where they are too far apart and must talk."""
    return (first + second) / 2 if abs(first - second) <= APART else None


def perfect(variant: Variant) -> Response:
    """An answer that earns everything that is marked without a person."""
    key, asked = variant.key, variant.asked
    match asked.form:
        case Form.SINGLE | Form.PLOT | Form.MULTI:
            return Response(chosen=tuple(sorted(key.right)))
        case Form.MATCHING:
            return Response(matched=key.matched)
        case Form.ORDERING:
            return Response(placed=tuple(sorted((choice, place) for place, choice in enumerate(key.order, start=1))))
        case Form.NUMERIC:
            return Response(number=repr(key.number))
        case Form.FAULT:
            return Response(faults=tuple((fault.lines[len(fault.lines) // 2], fault.effect) for fault in key.faults))
        case Form.SHORT:
            return Response(words="Every word of the last anchor.")


def wrong_pattern(variant: Variant, response: Response) -> tuple[str, ...]:
    """What was chosen wrongly, by places in the item, so that two people's slips compare although their letters differ."""
    key, origin = variant.key, variant.key.origin
    match variant.asked.form:
        case Form.SINGLE | Form.PLOT | Form.MULTI:
            return tuple(sorted(origin(one) for one in response.chosen if one not in key.right))
        case Form.MATCHING:
            prompts = {one.id: one.text for one in variant.asked.prompts}
            wrong = set(response.matched) - set(key.matched)
            return tuple(sorted(f"{prompts.get(prompt, '')} → {origin(choice)}" for prompt, choice in wrong))
        case Form.ORDERING:
            order = [origin(choice) for choice, _ in sorted(response.placed, key=lambda one: one[1])]
            return tuple(order) if order != [origin(one) for one in key.order] else ()
        case Form.NUMERIC:
            return (response.number,) if response.number and mark(variant, response).share == 0 else ()
        case Form.FAULT:
            right = {fault.effect for fault in key.faults}
            return tuple(sorted(origin(effect) for _, effect in response.faults if effect and effect not in right))
        case Form.SHORT:
            return ()


def _one_choice(variant: Variant, response: Response) -> Mark:
    is_right = len(response.chosen) == 1 and set(response.chosen) == variant.key.right
    return Mark(float(is_right), True, "Right." if is_right else "Not the right choice.")


def _many_choices(variant: Variant, response: Response) -> Mark:
    right, chosen = variant.key.right, set(response.chosen)
    hits, false = len(chosen & right), len(chosen - right)
    return Mark(
        max(0.0, (hits - false) / len(right)), True, f"{hits} of {len(right)} right ones ticked, {false} wrong ones."
    )


def _matching(variant: Variant, response: Response) -> Mark:
    # A prompt answered twice can only come from a forged form; its last answer counts.
    hits = len(set(dict(response.matched).items()) & set(variant.key.matched))
    most = len(variant.key.matched)
    return Mark(hits / most, True, f"{hits} of {most} matched.")


def _ordering(variant: Variant, response: Response) -> Mark:
    place = dict(response.placed)
    pairs = list(combinations(variant.key.order, 2))
    good = sum(first in place and second in place and place[first] < place[second] for first, second in pairs)
    share = max(0.0, (2 * good - len(pairs)) / len(pairs))
    return Mark(share, True, f"{good} of {len(pairs)} pairs of steps in the right order.")


def _numeric(variant: Variant, response: Response) -> Mark:
    key = variant.key
    if key.number is None:
        raise ValueError("the variant has no number for a key")
    try:
        value = read_number(response.number, variant.asked.unit)
    except UnreadableNumber as error:
        return Mark(0.0, True, f"Not read as a number: {error}")
    allowed = max(key.absolute, key.relative * abs(key.number))
    # The width of a rounding error, so that an answer exactly at the edge is inside.
    is_right = abs(value - key.number) <= allowed + 1e-9 * max(abs(key.number), allowed)
    return Mark(float(is_right), True, "Right." if is_right else "Outside the tolerance.")


def _faults(variant: Variant, response: Response) -> Mark:
    """Assign namings to faults so that most is earned: there are at most three of each, so all ways are tried."""
    faults, named = variant.key.faults, [one for one in response.faults if one[0]]
    best, earned, misses = -float(len(response.faults)), 0.0, len(response.faults)
    # None stands for a fault that nobody named.
    for tried in permutations([*named, *[None] * len(faults)], len(faults)):
        credits = [_credit(fault, naming) for fault, naming in zip(faults, tried, strict=True)]
        missed = len(response.faults) - sum(credit > 0 for credit in credits)
        if (net := sum(credits) - HALF * missed) > best:
            best, earned, misses = net, sum(credits), missed
    words = f"{earned:g} of {len(faults)} for faults named"
    if misses:
        words += f", {misses} naming{'s' if misses > 1 else ''} that hit nothing"
    return Mark(max(0.0, best / len(faults)), True, f"{words}.")


def _credit(fault: Planted, naming: tuple[int, str] | None) -> float:
    if naming is None or naming[0] not in fault.lines:
        return 0.0
    return 1.0 if naming[1] == fault.effect else HALF


def allowed_words(variant: Variant) -> str:
    """Say which numbers are right, for markers."""
    key = variant.key
    if key.number is None:
        return ""
    allowed = max(key.absolute, key.relative * abs(key.number))
    return f"{key.shown} ± {allowed:.3g}" if not math.isclose(allowed, 0) else key.shown
