"""Declaring conflicts, noting those that were found, and deciding them."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from candidates.conflicts.enums import DECISIONS, ConflictKind, ConflictState
from candidates.conflicts.models import Conflict, ConflictChange
from candidates.conflicts.refusals import ConflictRefused
from candidates.conflicts.signals import conflict_decided
from candidates.people.models import Candidate
from workspace.activity.actions import log_activity
from workspace.staff.models import User

VERBS = {ConflictState.RECUSED: "recused_colleague", ConflictState.CLEARED: "cleared_conflict"}


@transaction.atomic
def note_found(*, user: User, candidate: Candidate, kind: ConflictKind, evidence: Sequence[str]) -> Conflict:
    """Propose a conflict that was found, or bring its evidence up to date. What somebody decided stays decided."""
    words = [line[:400] for line in evidence]
    conflict, is_new = Conflict.objects.get_or_create(
        user=user, candidate=candidate, kind=kind, defaults={"evidence": words}
    )
    if is_new:
        ConflictChange.objects.create(conflict=conflict, after=ConflictState.PROPOSED)
    elif conflict.evidence != words:
        conflict.evidence = words
        conflict.save(update_fields=["evidence", "updated_at"])
    return conflict


@transaction.atomic
def declare_conflict(
    *, user: User, candidate: Candidate, kind: ConflictKind, note: str, steps_aside: bool = False, by: User
) -> Conflict:
    """Say that `user` has a conflict with a candidate; raises ConflictRefused. Whoever declares their own may step aside at once."""
    if not note.strip():
        raise ConflictRefused("Say in a line what the conflict is, so that whoever decides can judge it.")
    if steps_aside and user != by:
        raise ConflictRefused("Only they themselves can step aside. Declare it, then decide it.")
    conflict, is_new = Conflict.objects.select_for_update(of=("self",)).get_or_create(
        user=user, candidate=candidate, kind=kind, defaults={"note": note.strip(), "declared_by": by}
    )
    if is_new:
        ConflictChange.objects.create(conflict=conflict, after=ConflictState.PROPOSED, by=by)
    else:
        _declare_again(conflict, note.strip(), by)
    log_activity(
        verb="declared_conflict", subject=candidate, candidate=candidate.uuid, facts={"kind": str(kind)}, by=by
    )
    if steps_aside and conflict.state == ConflictState.PROPOSED:
        _change(conflict, ConflictState.RECUSED, note.strip(), by)
    return conflict


def _declare_again(conflict: Conflict, note: str, by: User) -> None:
    """Somebody knows more than what was found, or than what was decided on: it is open again."""
    if conflict.state == ConflictState.RECUSED:
        raise ConflictRefused(f"{conflict.user} is recused from this candidate already.")
    conflict.note, conflict.declared_by = note, by
    if conflict.state == ConflictState.CLEARED:
        ConflictChange.objects.create(
            conflict=conflict, before=conflict.state, after=ConflictState.PROPOSED, reason=note, by=by
        )
        conflict.state, conflict.decided_by, conflict.decided_at = ConflictState.PROPOSED, None, None
        conflict.reason = ""
    conflict.save()


@transaction.atomic
def recuse(*, conflict: Conflict, reason: str = "", by: User) -> Conflict:
    """Hide the candidate from the colleague everywhere; raises ConflictRefused. Their other open conflicts with this candidate are settled by it."""
    found = _locked(conflict, by, ConflictState.RECUSED)
    for one in found:
        if one.pk == conflict.pk or one.state == ConflictState.PROPOSED:
            _change(one, ConflictState.RECUSED, reason.strip(), by)
    return Conflict.objects.get(pk=conflict.pk)


@transaction.atomic
def clear(*, conflict: Conflict, reason: str, by: User) -> Conflict:
    """Say that a conflict is none; raises ConflictRefused. Clearing a recusal lifts it: all that recuse this colleague from this candidate."""
    if not reason.strip():
        raise ConflictRefused("Say why this is no conflict; the reason is kept.")
    found = _locked(conflict, by, ConflictState.CLEARED)
    before = next(one.state for one in found if one.pk == conflict.pk)
    for one in found:
        if one.pk == conflict.pk or one.state == before == ConflictState.RECUSED:
            _change(one, ConflictState.CLEARED, reason.strip(), by)
    return Conflict.objects.get(pk=conflict.pk)


def _locked(conflict: Conflict, by: User, after: ConflictState) -> list[Conflict]:
    """Return all conflicts of the pair, by key, so that two decisions about one person queue up."""
    pair = Conflict.objects.filter(user=conflict.user_id, candidate=conflict.candidate_id)
    found = list(pair.select_for_update(of=("self",)).select_related("user", "candidate").order_by("pk"))
    current = next((one for one in found if one.pk == conflict.pk), None)
    if current is None:
        raise ConflictRefused("This conflict is gone: the candidate’s data was erased. Reload the page.")
    if after == ConflictState.CLEARED and current.user_id == by.pk:
        raise ConflictRefused("Nobody clears their own conflict. Ask another recruiter or the hiring manager.")
    if after not in DECISIONS[current.state]:
        raise ConflictRefused(f"This was decided meanwhile: {current.get_state_display().lower()}. Reload the page.")
    return found


def _change(conflict: Conflict, after: ConflictState, reason: str, by: User) -> None:
    ConflictChange.objects.create(conflict=conflict, before=conflict.state, after=after, reason=reason, by=by)
    conflict.state, conflict.reason = after, reason
    conflict.decided_by, conflict.decided_at = by, timezone.now()
    conflict.save(update_fields=["state", "reason", "decided_by", "decided_at", "updated_at"])
    # Who was recused is the log's subject, not the candidate: whoever reads it must see whom it concerns.
    log_activity(
        verb=VERBS[after],
        subject=conflict.user,
        candidate=conflict.candidate.uuid,
        facts={"kind": conflict.kind},
        by=by,
    )
    conflict_decided.send(Conflict, conflict=conflict)
