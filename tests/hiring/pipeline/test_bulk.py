import pytest

from hiring.models import StageChange
from hiring.pipeline import bulk
from hiring.pipeline.actions import move_application
from hiring.pipeline.bulk import move_many, reject_many, undo_batch
from hiring.pipeline.refusals import MoveRefused
from tests.factories import ApplicationFactory, ClosingReasonFactory, RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pile(role):
    return [ApplicationFactory(role=role) for _ in range(3)]


@pytest.fixture
def onsite(role):
    return role.stages.get(name="Onsite")


def stages_of(pile):
    for application in pile:
        application.refresh_from_db()
    return [(application.stage.name, application.standing) for application in pile]


def test_move_many_writes_a_change_for_each(recruiter, pile, onsite):
    result = move_many(applications=pile, to=onsite, by=recruiter)

    assert stages_of(pile) == [("Onsite", "active")] * 3
    assert {change.application for change in result.changes} == set(pile)
    assert {change.batch for change in result.changes} == {result.batch}
    assert result.refused == []


def test_move_many_leaves_those_that_cannot_go(recruiter, pile, onsite):
    rejected = ApplicationFactory(role=onsite.role, rejected=True)

    result = move_many(applications=[*pile, rejected], to=onsite, by=recruiter)

    assert stages_of(pile) == [("Onsite", "active")] * 3
    assert [(row, "Reopen it before" in why) for row, why in result.refused] == [(rejected, True)]


def test_move_many_of_another_role_moves_nobody(recruiter, pile):
    elsewhere = RoleFactory().stages.first()

    result = move_many(applications=pile, to=elsewhere, by=recruiter)

    assert result.changes == []
    assert len(result.refused) == 3


def test_move_many_beyond_the_limit_is_refused(recruiter, pile, onsite, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)

    with pytest.raises(MoveRefused, match="at most 2 at once"):
        move_many(applications=pile, to=onsite, by=recruiter)


def test_reject_many_states_one_reason_on_each(recruiter, pile):
    reason = ClosingReasonFactory()

    result = reject_many(applications=pile, reason=reason, note="No work permit.", by=recruiter)

    assert stages_of(pile) == [("Screen", "rejected")] * 3
    assert [(change.reason, change.note, change.by) for change in result.changes] == [
        (reason, "No work permit.", recruiter)
    ] * 3


def test_reject_many_without_a_reason_is_refused(recruiter, pile):
    with pytest.raises(MoveRefused, match="needs a reason"):
        reject_many(applications=pile, reason=None, by=recruiter)

    assert stages_of(pile) == [("Screen", "active")] * 3


def test_reject_many_without_a_person_rejects_nobody(pile):
    result = reject_many(applications=pile, reason=ClosingReasonFactory(), by=None)

    assert (result.changes, len(result.refused)) == ([], 3)


def test_undo_batch_takes_all_back(recruiter, pile):
    result = reject_many(applications=pile, reason=ClosingReasonFactory(), by=recruiter)

    undone = undo_batch(batch=result.batch, by=recruiter)

    assert stages_of(pile) == [("Screen", "active")] * 3
    assert len(undone.changes) == 3


def test_undo_batch_leaves_those_that_went_on(recruiter, pile, onsite):
    result = move_many(applications=pile, to=onsite, by=recruiter)
    move_application(application=pile[0], to=onsite.role.stages.get(name="Offer"), by=recruiter)

    undone = undo_batch(batch=result.batch, by=recruiter)

    assert stages_of(pile) == [("Offer", "active"), ("Screen", "active"), ("Screen", "active")]
    assert [row for row, _ in undone.refused] == [pile[0]]


def test_undo_batch_twice_changes_nothing_more(recruiter, pile, onsite):
    batch = move_many(applications=pile, to=onsite, by=recruiter).batch
    undo_batch(batch=batch, by=recruiter)
    count = StageChange.objects.count()

    again = undo_batch(batch=batch, by=recruiter)

    assert (again.changes, len(again.refused), StageChange.objects.count()) == ([], 3, count)


def test_undo_batch_of_nothing_is_refused(recruiter):
    import uuid

    with pytest.raises(MoveRefused, match="nothing to undo"):
        undo_batch(batch=uuid.uuid4(), by=recruiter)
