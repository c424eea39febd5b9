"""The counts the database keeps equal a slow recount, whatever happened."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from candidates.matching.merging import merge_candidates, undo_merge
from candidates.matching.models import Merge
from candidates.matching.signals import MergeRefused
from candidates.models import Candidate
from candidates.people.refusals import CandidateError
from candidates.privacy.actions import erase_candidate
from hiring.models import Application, Stage, StageChange
from hiring.pipeline import actions
from hiring.pipeline.refusals import HiringError
from insights.aggregates.actions import (
    differences,
    fold_tallies,
    kept_counts,
    kept_passages,
    rebuild,
    slow_passages,
    slow_recount,
)
from insights.aggregates.tasks import fold, recount
from insights.models import Fact, Passage, PassageTally, Recount, Tally
from tests import factories

ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("add", "move", "reject", "withdraw", "hire", "reopen", "undo", "merge", "unmerge", "erase"),
                *("channel", "reorder", "delete", "backdate", "fold"),
            ]
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
        case "merge":
            other = (
                Candidate.objects.exclude(pk=application.candidate_id).filter(merged_into=None).order_by("pk").first()
            )
            if other is not None:
                merge_candidates(kept=application.candidate, absorbed=other, by=by)
        case "unmerge":
            merge = Merge.objects.order_by("pk").last()
            if merge is not None:
                undo_merge(merge=merge, by=by)
        case "erase":
            erase_candidate(candidate=application.candidate, by=by)
        case "backdate":
            day = timezone.now() - dt.timedelta(days=3)
            actions.move_application(application=application, to=stage, at=day, by=by)
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
                except (HiringError, CandidateError, MergeRefused):
                    continue

        assert (kept_counts(), kept_passages()) == (slow_recount(), slow_passages())
        fold_tallies()
        assert (kept_counts(), kept_passages()) == (slow_recount(), slow_passages())
        assert differences() == {}


def test_fold_task_called_twice_changes_no_count(application, recruiter):
    stages = list(application.role.stages.all())
    actions.move_application(application=application, to=stages[1], by=recruiter)
    before = kept_counts()

    assert [fold(), fold()] == [3, 3]  # where it stands, that it entered, that it moved
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

    rebuild()

    assert kept_counts() == slow_recount() != {}
    assert differences() == {}


def test_a_passage_says_how_long_was_waited_and_its_undoing_takes_it_away(application, recruiter):
    stages, entered = list(application.role.stages.all()), application.changes.get().happened_at
    actions.move_application(application=application, to=stages[1], at=entered + dt.timedelta(days=2), by=recruiter)
    actions.withdraw_application(application=application, at=entered + dt.timedelta(days=5), by=recruiter)
    facts = ("before_id", "after_id", "standing_after", "days")
    assert list(Passage.objects.order_by("change_id").values_list(*facts)) == [
        (0, stages[0].pk, "active", None),
        (stages[0].pk, stages[1].pk, "active", 2.0),
        (stages[1].pk, stages[1].pk, "withdrawn", 3.0),
    ]

    actions.undo_change(change=application.changes.last(), by=recruiter)

    assert Passage.objects.count() == 2
    assert kept_passages() == slow_passages()


def test_many_moved_in_one_statement_are_counted(application, recruiter):
    stages = list(application.role.stages.all())
    rows = [application, *(factories.ApplicationFactory(role=application.role) for _ in range(2))]

    StageChange.objects.bulk_create(
        StageChange(
            application=row,
            before=stages[0],
            after=stages[1],
            standing_before="active",
            standing_after="active",
            happened_at=timezone.now(),
            by=recruiter,
        )
        for row in rows
    )

    assert Passage.objects.filter(before_id=stages[0].pk, after_id=stages[1].pk).count() == 3
    assert differences() == {}


def test_recount_task_called_twice_writes_down_what_it_found(application):
    assert [recount(), recount()] == [0, 0]
    assert [row.differences for row in Recount.objects.all()] == [{}, {}]

    PassageTally.objects.all().delete()
    Fact.objects.update(standing="hired")

    assert recount() == 3
    assert Recount.objects.first().differences == {"facts": 2, "passage tallies": 1}


def test_recount_command_reports_and_repairs(application, capsys):
    call_command("recount")
    Tally.objects.all().delete()
    with pytest.raises(CommandError, match=r"1 of the tallies.*--repair"):
        call_command("recount")
    call_command("recount", "--repair")
    call_command("recount")

    said = capsys.readouterr().out
    assert said.count("No difference") == 2
    assert "They were written anew." in said
    assert kept_counts() == slow_recount() != {}
