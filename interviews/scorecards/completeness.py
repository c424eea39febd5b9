"""What a scorecard still lacks before it can be submitted. Free of Django."""

from collections.abc import Iterable
from dataclasses import dataclass

from interviews.scorecards.draft import Draft, TypedRating

WHOLE = ""  # the key of what concerns the whole scorecard


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion on the form. `is_expected` says that the kit covers it, so that silence would be ambiguous."""

    key: str
    name: str
    is_expected: bool


def what_is_missing(draft: Draft, asked: Iterable[Asked]) -> dict[str, str]:
    """Say what keeps this draft from being submitted: criterion keys (or WHOLE) to sentences. Empty means nothing.

    "Not assessed" has to be chosen, never inferred, where the kit covers the criterion; elsewhere leaving it blank says the same.
    """
    problems = {}
    for criterion in asked:
        if problem := _problem(draft.rating(criterion.key), criterion):
            problems[criterion.key] = problem
    if not problems and not draft.summary and not any(rating.is_assessed for rating in draft.ratings):
        problems[WHOLE] = "Nothing is assessed. Say in the summary what happened instead."
    return problems


def _problem(typed: TypedRating | None, criterion: Asked) -> str:
    if typed is None:
        return "Choose a step, or say that you did not assess it." if criterion.is_expected else ""
    if not typed.choice:
        return "You wrote what you saw. Choose a step too, or “not assessed”."
    if typed.is_assessed and not typed.seen:
        return "Say what you saw: a rating without an observation convinces nobody."
    return ""
