import pytest

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
