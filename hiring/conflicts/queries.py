"""Whom an application must be kept from."""

from candidates.conflicts.queries import conflicted_with
from hiring.pipeline.models import Application


def conflicted(application: Application) -> set[int]:
    """Keys of the users who must not be planned, proposed or booked for an application: recused from its candidate, or with a conflict that
    nobody decided yet. One query. Whoever proposes people asks this."""
    return conflicted_with(application.candidate_id)
