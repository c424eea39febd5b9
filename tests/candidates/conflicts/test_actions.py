import pytest

from candidates.conflicts import actions
from candidates.conflicts.enums import ConflictKind, ConflictState
from candidates.conflicts.queries import conflicted_with, recused_from
from candidates.conflicts.refusals import ConflictRefused
from candidates.matching.merging import merge_candidates, undo_merge
from candidates.models import Candidate, Conflict, ConflictChange
from candidates.privacy.actions import erase_candidate
from hiring.conflicts.queries import conflicted
from hiring.models import Application
from tests import factories
from workspace.activity.veils import unveiled
from workspace.models import Activity


@pytest.fixture
def candidate(db):
    return factories.CandidateFactory()


def found(user, candidate, kind=ConflictKind.COAUTHOR):
    return actions.note_found(user=user, candidate=candidate, kind=kind, evidence=["One shared paper, in 2025."])


def test_found_conflict_waits_for_a_decision_and_keeps_out_of_interviews(interviewer, candidate):
    application = factories.ApplicationFactory(candidate=candidate)

    conflict = found(interviewer, candidate)

    assert (conflict.state, conflict.was_found, conflict.changes.get().after) == ("proposed", True, "proposed")
    assert conflicted_with(candidate.pk) == conflicted(application) == {interviewer.pk}
    assert recused_from(candidate.pk) == set()


def test_finding_it_again_brings_the_evidence_up_to_date_and_nothing_else(interviewer, recruiter, candidate):
    conflict = found(interviewer, candidate)
    actions.clear(conflict=conflict, reason="A paper with 3,000 authors.", by=recruiter)

    again = actions.note_found(user=interviewer, candidate=candidate, kind=ConflictKind.COAUTHOR, evidence=["Two."])

    assert (again.pk, again.evidence, again.state) == (conflict.pk, ["Two."], "cleared")
    assert again.changes.count() == 2


def test_recusal_hides_the_candidate_and_their_applications(recruiter, admin, candidate):
    application = factories.ApplicationFactory(candidate=candidate)
    other = factories.ApplicationFactory(role=application.role)
    conflict = found(recruiter, candidate)
    assert candidate in Candidate.objects.visible_to(recruiter)

    actions.recuse(conflict=conflict, by=admin)

    assert set(Candidate.objects.visible_to(recruiter)) == {other.candidate}
    assert set(Application.objects.visible_to(recruiter)) == {other}
    assert set(Application.objects.in_roles_of(recruiter)) == {other}
    assert set(Candidate.objects.visible_to(admin)) == {candidate, other.candidate}


def test_recusal_settles_what_else_was_open_and_lifting_it_lifts_all(interviewer, recruiter, candidate):
    first, second = found(interviewer, candidate), found(interviewer, candidate, ConflictKind.EMPLOYER)
    someone_else = found(recruiter, candidate)

    actions.recuse(conflict=first, by=recruiter)
    assert set(Conflict.objects.filter(state="recused")) == {first, second}

    actions.clear(conflict=second, reason="They never met.", by=recruiter)
    assert set(Conflict.objects.filter(state="cleared")) == {first, second}
    assert conflicted_with(candidate.pk) == {someone_else.user_id}


def test_clearing_one_proposal_leaves_the_others_open(interviewer, recruiter, candidate):
    first, second = found(interviewer, candidate), found(interviewer, candidate, ConflictKind.EMPLOYER)

    actions.clear(conflict=first, reason="They never met.", by=recruiter)

    second.refresh_from_db()
    assert second.state == "proposed"
    assert conflicted_with(candidate.pk) == {interviewer.pk}


def test_what_cannot_be_decided_is_refused_in_words(interviewer, recruiter, candidate):
    conflict = found(interviewer, candidate)
    with pytest.raises(ConflictRefused, match="Say why"):
        actions.clear(conflict=conflict, reason=" ", by=recruiter)
    with pytest.raises(ConflictRefused, match="their own"):
        actions.clear(conflict=conflict, reason="I can be fair.", by=interviewer)
    actions.recuse(conflict=conflict, by=recruiter)
    with pytest.raises(ConflictRefused, match="decided meanwhile: recused"):
        actions.recuse(conflict=conflict, by=recruiter)

    erase_candidate(candidate=candidate, by=recruiter)
    with pytest.raises(ConflictRefused, match="erased"):
        actions.clear(conflict=conflict, reason="Why not.", by=recruiter)
    assert not Conflict.objects.exists()
    assert not ConflictChange.objects.exists()


def test_declaring_ones_own_may_step_aside_at_once(interviewer, candidate):
    told = {"user": interviewer, "candidate": candidate, "kind": ConflictKind.PERSONAL, "by": interviewer}
    with pytest.raises(ConflictRefused, match="in a line"):
        actions.declare_conflict(**told, note="  ")

    conflict = actions.declare_conflict(**told, note="My sister.", steps_aside=True)

    assert (conflict.state, conflict.decided_by, conflict.declared_by) == ("recused", interviewer, interviewer)
    with pytest.raises(ConflictRefused, match="recused from this candidate already"):
        actions.declare_conflict(**told, note="My sister.")


def test_nobody_makes_somebody_else_step_aside_while_declaring(interviewer, recruiter, candidate):
    with pytest.raises(ConflictRefused, match="Only they themselves"):
        actions.declare_conflict(
            user=interviewer, candidate=candidate, kind="other", note="Rivals.", steps_aside=True, by=recruiter
        )
    assert not Conflict.objects.exists()


def test_declaring_what_was_cleared_opens_it_again(interviewer, recruiter, candidate):
    conflict = found(interviewer, candidate)
    actions.clear(conflict=conflict, reason="Long ago.", by=recruiter)

    again = actions.declare_conflict(
        user=interviewer, candidate=candidate, kind=ConflictKind.COAUTHOR, note="We write a new one.", by=interviewer
    )

    assert (again.pk, again.state, again.decided_by, again.reason) == (conflict.pk, "proposed", None, "")
    assert list(again.changes.order_by("pk").values_list("before", "after")) == [
        ("", "proposed"),
        ("proposed", "cleared"),
        ("cleared", "proposed"),
    ]


def test_recusal_follows_the_person_through_a_merge_and_back(admin, recruiter, candidate):
    twin = factories.CandidateFactory()
    actions.recuse(conflict=found(recruiter, twin), by=admin)
    known = found(recruiter, candidate)

    merge = merge_candidates(kept=candidate, absorbed=twin, by=admin)
    assert candidate not in Candidate.objects.visible_to(recruiter)

    undo_merge(merge=merge, by=admin)
    assert candidate in Candidate.objects.visible_to(recruiter)
    assert twin not in Candidate.objects.visible_to(recruiter)
    known.refresh_from_db()
    assert (known.candidate, known.state) == (candidate, ConflictState.PROPOSED)


def test_log_tells_the_recused_nothing_of_the_candidate(admin, recruiter, candidate):
    other_admin = factories.UserFactory(admin=True)
    twin = factories.CandidateFactory()
    merge_candidates(kept=candidate, absorbed=twin, by=admin)
    actions.recuse(conflict=found(other_admin, candidate), by=admin)
    told = Activity.objects.filter(candidate__in=[candidate.uuid, twin.uuid])

    assert told.exists()
    assert not unveiled(told, other_admin).exists()
    assert unveiled(told, admin).count() == told.count()
