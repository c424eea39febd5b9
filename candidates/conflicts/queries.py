"""Who stands too close to whom."""

from typing import Any

from django.db.models import Q, QuerySet

from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict
from candidates.people.models import Candidate
from workspace.staff.models import User


def recused_candidates(user: User) -> "QuerySet[Any]":
    """Keys of the candidates this user must learn nothing of: the wall that every list, page, count and letter stands behind."""
    return Conflict.objects.filter(user=user, state=ConflictState.RECUSED).values("candidate")


def recused_uuids(user: User) -> "QuerySet[Any]":
    """uuids of those candidates: what notices, mails and the log go by."""
    return Conflict.objects.filter(user=user, state=ConflictState.RECUSED).values("candidate__uuid")


def merged_uuids(user: User) -> "QuerySet[Any]":
    """uuids of records that were merged into theirs."""
    return Candidate.objects.filter(merged_into__in=recused_candidates(user)).values("uuid")


def about_the_recused(user: User, field: str) -> Q:
    """The condition that `field` holds the uuid of such a candidate, or of a record merged into theirs."""
    return Q(**{f"{field}__in": recused_uuids(user)}) | Q(**{f"{field}__in": merged_uuids(user)})


def conflicted_users(candidate: int) -> "QuerySet[Any]":
    """The same as `conflicted_with`, as a condition of another query."""
    return Conflict.objects.standing().filter(candidate=candidate).values("user")


def conflicted_with(candidate: int) -> set[int]:
    """Keys of the users who must not be asked to judge a candidate: recused, or with a conflict that nobody decided yet. One query."""
    return set(conflicted_users(candidate).values_list("user", flat=True))


def recused_pairs() -> set[tuple[int, int]]:
    """Every (user, candidate) that a recusal keeps apart; there are few. For tasks that write to many. One query."""
    return set(Conflict.objects.filter(state=ConflictState.RECUSED).values_list("user", "candidate"))


def recused_users(candidate: int) -> "QuerySet[Any]":
    """Keys of the users to whom a candidate is hidden, as a condition of another query."""
    return Conflict.objects.filter(candidate=candidate, state=ConflictState.RECUSED).values("user")


def recused_from(candidate: int) -> set[int]:
    """Keys of the users to whom a candidate is hidden. One query."""
    return set(recused_users(candidate).values_list("user", flat=True))
