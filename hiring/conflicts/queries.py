"""Whom an application must be kept from."""

from typing import Any

from django.db.models import QuerySet

from candidates.conflicts.queries import conflicted_users, conflicted_with
from hiring.pipeline.models import Application


def conflicted(application: Application) -> set[int]:
    """Keys of the users who must not be planned, proposed or booked for an application: recused from its candidate, or with a conflict that
    nobody decided yet. One query. Whoever proposes people asks this."""
    return conflicted_with(application.candidate_id)


def conflicted_people(application: Application) -> "QuerySet[Any]":
    """The same as `conflicted`, as a condition of another query."""
    return conflicted_users(application.candidate_id)
