"""Conflicts as pages show them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from candidates.conflicts.models import Conflict
from candidates.conflicts.rules import ways_to_decide
from candidates.conflicts.signals import consequences_wanted
from candidates.people.models import Candidate
from workspace.staff.models import User
from workspace.staff.rules import is_recruiting


def conflicts_shown(viewer: User) -> "QuerySet[Conflict]":
    """Those this viewer may read: of candidates they may see, all where they decide, else only what concerns themselves."""
    rows = Conflict.objects.visible_to(viewer).select_related("user", "candidate", "declared_by", "decided_by")
    if is_recruiting(viewer):
        return rows
    return rows.filter(Q(user=viewer) | ways_to_decide.q(viewer, "candidate"))


def decides_about(viewer: User, candidate: Candidate) -> bool:
    """Whether this viewer decides conflicts with this candidate. At most one query."""
    if is_recruiting(viewer):
        return True
    return Candidate.objects.filter(ways_to_decide.q(viewer), pk=candidate.pk).exists()


def add_consequences(conflicts: Sequence[Conflict]) -> None:
    """Set `consequences` on each: what its recusal leaves to be done, as (words, address)."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    answers: list[tuple[Any, Any]] = consequences_wanted.send(Conflict, conflicts=conflicts)
    for _, answer in answers:
        for key, lines in (answer or {}).items():
            found[key] += lines
    for conflict in conflicts:
        conflict.consequences = found[conflict.pk]  # type: ignore[attr-defined]
