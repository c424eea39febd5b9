"""Who may see and keep a candidate's file."""

from typing import Any

import rules

from candidates.people.models import Candidate
from workspace.staff.models import User
from workspace.staff.rules import is_recruiting, is_staff_member, plans_hiring


@rules.predicate
def may_see_candidate(user: User, candidate: Candidate | None) -> bool:
    """One query, or none for one that was just loaded for this user. The twin of `CandidateQuerySet.visible_to`, which decides."""
    if candidate is None or candidate.loaded_for == user.pk:
        return candidate is not None
    return Candidate.objects.visible_to(user).filter(pk=candidate.pk).exists()


@rules.predicate
def may_note(user: User, candidate: Candidate | None) -> bool:
    """Those who plan hiring and may see the candidate; an interviewer's words belong into the scorecard."""
    return bool(plans_hiring(user)) and bool(may_see_candidate(user, candidate))


@rules.predicate
def wrote_it_or_recruits(user: User, row: Any) -> bool:
    """A row of a candidate's file is taken away by those who keep the file, a note by its author too."""
    return bool(is_recruiting(user)) or getattr(row, "author_id", None) == user.pk


rules.add_perm("candidates.list_candidates", plans_hiring)
rules.add_perm("candidates.add_candidate", plans_hiring)
rules.add_perm("candidates.view_candidate", may_see_candidate)
rules.add_perm("candidates.note_on_candidate", may_note)
rules.add_perm("candidates.open_file", is_staff_member)
rules.add_perm("candidates.judge_evidence", plans_hiring)
rules.add_perm("candidates.remove_row", wrote_it_or_recruits)
rules.add_perm("candidates.edit_candidate", is_recruiting)
rules.add_perm("candidates.export_candidates", is_recruiting)
rules.add_perm("candidates.merge_candidates", is_recruiting)
rules.add_perm("candidates.import_candidates", is_recruiting)
rules.add_perm("candidates.read_papers", plans_hiring)
rules.add_perm("candidates.erase_candidate", is_recruiting)
rules.add_perm("candidates.copy_candidate", is_recruiting)
