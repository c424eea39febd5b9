"""The counts the database keeps equal a slow recount, whatever happened."""

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candidates.matching.models import Merge
from hiring.models import Application, Stage
from hiring.pipeline import actions
from hiring.pipeline.refusals import HiringError
from insights.funnel.actions import fold_tallies, kept_counts, slow_recount
from insights.funnel.tasks import fold
from insights.models import Fact, Tally
from tests import factories

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "move", "reject", "withdraw", "hire", "reopen", "undo", "channel", "reorder", "delete", "fold"]
        ),
        st.integers(0, 5),
        st.integers(0, 2),
    ),
    max_size=16,
)


def act(name, application, stage, by, reason):
    match name:
        case "move":
            actions.move_application(application=application, to=stage, by=by)
        case "reject":
            actions.reject_application(application=application, reason=reason, by=by)
        case "withdraw":
            actions.withdraw_application(application=application, reason=reason, by=by)
        case "hire":
            actions.hire_application(application=application, by=by)
        case "reopen":
            actions.reopen_application(application=application, by=by)
        case "undo":
            actions.undo_change(change=application.changes.last(), by=by)
        case "channel":
            application.channel = factories.ChannelFactory(slug=f"channel-{stage.position}")
            application.save()
        case "reorder":
            others = list(application.role.stages.all())
            others.insert(0, others.pop())
            for place, row in enumerate(others):
                Stage.objects.filter(pk=row.pk).update(position=place + 50)
        case "delete":
            # Nothing in the product deletes an application; somebody at the database's own prompt might.
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE hiring_stagechange SET undoes_id = NULL WHERE application_id = %s", [application.pk]
                )
                cursor.execute("DELETE FROM hiring_stagechange WHERE application_id = %s", [application.pk])
                cursor.execute("DELETE FROM hiring_application WHERE id = %s", [application.pk])


class KeptCounts(TestCase):
    """hypothesis rolls each example back, which is what its TestCase is for."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ACTS)
    def test_kept_counts_equal_a_slow_recount_after_any_history(self, acts):
        role, by, reason = (
            factories.RoleFactory(),
            factories.UserFactory(recruiter=True),
            factories.ClosingReasonFactory(),
        )
        for name, which, place in acts:
            rows = list(Application.objects.order_by("pk"))
            if name == "add" or not rows:
                factories.ApplicationFactory(role=role)
            elif name == "fold":
                fold_tallies()
            else:
                application = rows[which % len(rows)]
                try:
                    act(name, application, list(role.stages.all())[place], by, reason)
                except HiringError:
                    continue

        assert kept_counts() == slow_recount()
        fold_tallies()
        assert kept_counts() == slow_recount()


def test_fold_task_called_twice_changes_no_count(application, recruiter):
    stages = list(application.role.stages.all())
    actions.move_application(application=application, to=stages[1], by=recruiter)
    before = kept_counts()

    assert [fold(), fold()] == [1, 1]
    assert kept_counts() == before == slow_recount()


def test_an_undone_move_never_reached_anything(application, recruiter):
    stages = list(application.role.stages.all())
    change = actions.move_application(application=application, to=stages[2], by=recruiter)
    assert Fact.objects.get().furthest_id == stages[2].pk

    actions.undo_change(change=change, by=recruiter)

    assert Fact.objects.get().furthest_id == stages[0].pk
    assert kept_counts() == slow_recount()


def test_a_merge_moves_no_count(application, recruiter):
    other = factories.ApplicationFactory()
    before = kept_counts()

    other.candidate, kept = application.candidate, other.candidate
    other.save()

    assert Merge.objects.count() == 0
    assert kept.applications.count() == 0
    assert kept_counts() == before == slow_recount()


def test_bulk_writes_count_too(application):
    Application.objects.filter(pk=application.pk).update(channel=None)

    assert Fact.objects.get().channel_id == 0
    assert kept_counts() == slow_recount()


def test_rebuild_counts_what_was_written_with_the_triggers_off(application):
    Tally.objects.all().delete()
    Fact.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute("SELECT insights_rebuild()")

    assert kept_counts() == slow_recount() != {}
