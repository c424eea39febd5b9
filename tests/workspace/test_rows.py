import pytest
from django.contrib.postgres.expressions import ArraySubquery

from candidates.people.models import Candidate, Note
from tests import factories
from workspace.activity.models import Activity
from workspace.rows import FrozenRow


@pytest.fixture
def row(recruiter):
    return Activity.objects.create(actor=recruiter, verb="moved", subject_kind="application")


def test_append_only_row_refuses_to_be_changed(row):
    row.verb = "deleted"

    with pytest.raises(FrozenRow):
        row.save()

    assert Activity.objects.get().verb == "moved"


@pytest.mark.parametrize("act", [lambda: Activity.objects.update(verb="x"), lambda: Activity.objects.all().delete()])
def test_append_only_table_refuses_bulk_changes(row, act):
    with pytest.raises(FrozenRow):
        act()

    assert Activity.objects.get().verb == "moved"


def test_append_only_row_refuses_to_be_deleted(row):
    with pytest.raises(FrozenRow):
        row.delete()

    assert Activity.objects.count() == 1


def test_factories_make_every_row(db):
    rating = factories.RatingFactory()
    hypothesis = factories.HypothesisFactory()

    assert rating.version.scorecard.submitted_at is not None
    assert hypothesis.application.changes.count() == 1


def test_keys_are_found_among_any_number_and_among_those_a_query_finds(db):
    first, second, third = factories.CandidateFactory.create_batch(3)
    found = Candidate.objects.filter(pk__gt=first.pk).order_by("pk").values("pk")
    note = factories.NoteFactory(candidate=third)

    assert set(Candidate.objects.filter(pk__among=[first.pk, third.pk])) == {first, third}
    assert list(Candidate.objects.filter(pk__among=[])) == []
    assert list(Candidate.objects.filter(pk__among=ArraySubquery(found[:1]))) == [second]
    assert list(Candidate.objects.filter(pk__among=ArraySubquery(found.none()))) == []
    assert list(Note.objects.filter(candidate__pk__among=[second.pk, third.pk])) == [note]
