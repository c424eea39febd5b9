"""Keeping what is typed, on a scorecard or whatever else holds a draft of one, and saying what it still lacks."""

from collections.abc import Iterable

from django.utils import timezone

from hiring.roles.models import Competency
from interviews.scorecards.completeness import what_is_missing
from interviews.scorecards.draft import Draft, TypedRating, set_aside
from interviews.scorecards.models import Drafted
from interviews.scorecards.queries import Criterion
from interviews.scorecards.refusals import Incomplete, StaleDraft


def is_news(row: Drafted, draft: Draft, revision: int, *, what: str) -> bool:
    """Whether this has to be written on the locked row, or raise StaleDraft where it would overwrite something newer.

    `revision` is the one the window started from. The window that wrote last may go on without having heard the answer, as
    long as it counts its steps. `what` is the row's name in a sentence.
    """
    stored = Draft.from_json(row.draft)
    if draft.says_the_same_as(stored) and (row.draft_revision > 0 or draft.is_blank):
        return False
    goes_on = bool(draft.tab) and draft.tab == stored.tab and draft.step > stored.step
    if not goes_on and revision != row.draft_revision:
        raise StaleDraft(f"Another window saved a newer version of this {what}.")
    return True


def write_draft(row: Drafted, draft: Draft) -> None:
    """Keep it as the next revision."""
    row.draft = draft.as_json()
    row.draft_revision += 1
    row.draft_saved_at = timezone.now()
    row.save(update_fields=["draft", "draft_revision", "draft_saved_at", "updated_at"])


def complete(draft: Draft, criteria: Iterable[Criterion]) -> tuple[TypedRating, ...]:
    """Return the ratings to store, or raise Incomplete."""
    asked = [criterion.asked for criterion in criteria]
    _, moved = set_aside(draft, (one.key for one in asked), names_of(draft))
    problems = what_is_missing(draft, asked)
    if moved:
        problems[""] = (
            f"No longer asked for: {', '.join(moved)}. What you saw of it was moved to the summary; read it and submit again."
        )
    if problems:
        raise Incomplete(problems)
    return draft.ratings


def names_of(draft: Draft) -> dict[str, str]:
    """Return the names of the competencies a draft rates. One query, none where it rates nothing."""
    if not draft.ratings:
        return {}
    slugs = [rating.competency for rating in draft.ratings]
    return dict(Competency.objects.filter(slug__in=slugs).values_list("slug", "name"))
