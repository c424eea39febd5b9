import pytest

from candidates.matching.signals import MergeRefused, candidates_merging, merge_undoing
from candidates.models import Candidate, Merge
from candidates.people.signals import candidate_erasing
from hiring.models import StageChange
from hiring.pipeline.actions import note_on_application, reject_application
from tests.factories import ApplicationFactory, CandidateFactory, ClosingReasonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge(recruiter):
    return Merge(kept=CandidateFactory(), absorbed=CandidateFactory(), merged_by=recruiter)


def announce(merge, by):
    candidates_merging.send(Merge, merge=merge, kept=merge.kept, absorbed=merge.absorbed, by=by)


def test_a_merge_takes_the_applications_along(recruiter, merge):
    theirs = ApplicationFactory(candidate=merge.absorbed)
    mine = ApplicationFactory(candidate=merge.kept)

    announce(merge, recruiter)

    assert set(merge.kept.applications.all()) == {theirs, mine}
    assert merge.moved["hiring.application"] == [theirs.pk]


def test_a_merge_of_two_active_on_one_role_is_refused(recruiter, merge):
    theirs = ApplicationFactory(candidate=merge.absorbed)
    ApplicationFactory(candidate=merge.kept, role=theirs.role)

    with pytest.raises(MergeRefused, match="Both are active on"):
        announce(merge, recruiter)

    assert merge.absorbed.applications.get() == theirs


def test_a_merge_beside_a_closed_application_goes_on(recruiter, merge):
    theirs = ApplicationFactory(candidate=merge.absorbed)
    ApplicationFactory(candidate=merge.kept, role=theirs.role, rejected=True)

    announce(merge, recruiter)

    assert merge.kept.applications.count() == 2


def test_a_merge_undone_gives_the_applications_back(recruiter, merge):
    theirs = ApplicationFactory(candidate=merge.absorbed)
    announce(merge, recruiter)
    later = ApplicationFactory(candidate=merge.kept)

    merge_undoing.send(Merge, merge=merge, by=recruiter)

    assert merge.absorbed.applications.get() == theirs
    assert merge.kept.applications.get() == later


def test_a_merge_does_not_widen_access(recruiter, hiring_manager, role, merge):
    own = ApplicationFactory(candidate=merge.kept, role=role)
    elsewhere = ApplicationFactory(candidate=merge.absorbed)

    announce(merge, recruiter)

    assert list(type(own).objects.visible_to(hiring_manager)) == [own]
    assert elsewhere not in type(own).objects.visible_to(hiring_manager)


def test_erasing_clears_what_was_written_and_keeps_the_moves(recruiter, role):
    application = ApplicationFactory(role=role, channel_detail="Referred by their sister")
    other = ApplicationFactory(role=role)
    for row in (application, other):
        note_on_application(application=row, text="Lives in Basel.", by=recruiter)
        reject_application(application=row, reason=ClosingReasonFactory(), note="Said Elin.", by=recruiter)

    candidate_erasing.send(Candidate, candidate=application.candidate, by=recruiter)

    application.refresh_from_db()
    assert [note.text for note in application.notes.all()] == [""]
    assert application.channel_detail == ""
    assert [change.note for change in application.changes.all()] == ["", ""]
    assert other.notes.get().text == "Lives in Basel."
    assert StageChange.objects.exclude(note="").get().application == other
