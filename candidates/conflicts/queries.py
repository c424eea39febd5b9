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


def about_the_recused(user: User, field: str) -> Q:
    """The condition that `field` holds the uuid of such a candidate, or of a record merged into theirs: what notices, mails and the log go by."""
    merged = Candidate.objects.filter(merged_into__in=recused_candidates(user)).values("uuid")
    hidden = Conflict.objects.filter(user=user, state=ConflictState.RECUSED).values("candidate__uuid")
    return Q(**{f"{field}__in": hidden}) | Q(**{f"{field}__in": merged})


def conflicted_with(candidate: int) -> set[int]:
    """Keys of the users who must not be asked to judge a candidate: recused, or with a conflict that nobody decided yet. One query."""
    return set(Conflict.objects.standing().filter(candidate=candidate).values_list("user", flat=True))


def recused_from(candidate: int) -> set[int]:
    """Keys of the users to whom a candidate is hidden. One query."""
    rows = Conflict.objects.filter(candidate=candidate, state=ConflictState.RECUSED)
    return set(rows.values_list("user", flat=True))
