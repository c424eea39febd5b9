import datetime as dt

import pytest
from django.utils import timezone

from hiring.models import Application, StageChange
from hiring.pipeline import entries
from hiring.pipeline.actions import move_application, note_on_application
from hiring.pipeline.bulk import undo_batch
from hiring.pipeline.entries import add_many
from hiring.pipeline.refusals import AddRefused, why_not_take_back
from insights.aggregates.actions import differences
from tests.factories import ApplicationFactory, CandidateFactory, HypothesisFactory
from workspace.models import Activity

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def people():
    return CandidateFactory.create_batch(3)


def test_add_many_puts_each_into_the_first_stage_in_one_batch(role, people, recruiter):
    result = add_many(candidates=people, role=role, by=recruiter)

    assert {made.candidate for made in result.made} == set(people)
    assert {(made.stage.name, made.added_by, made.channel) for made in result.made} == {
        ("Screen", recruiter, person.channel) for person in people
    }
    assert set(StageChange.objects.values_list("batch", "before")) == {(result.batch, None)}
    assert result.refused == []


def test_add_many_leaves_who_is_in_the_role_already(role, people, recruiter):
    inside = ApplicationFactory(role=role, candidate=people[0])

    result = add_many(candidates=people, role=role, by=recruiter)

    assert len(result.made) == 2
    assert result.refused == [(people[0], f"{people[0]} is already active on {role}.")]
    assert role.applications.filter(candidate=people[0]).get() == inside


@pytest.mark.parametrize("gone", ["erased_at", "merged_into"])
def test_add_many_leaves_who_was_erased_or_merged_since_the_list_was_shown(role, people, recruiter, gone):
    type(people[0]).objects.filter(pk=people[0].pk).update(
        **{gone: timezone.now() if gone == "erased_at" else people[1]}
    )

    result = add_many(candidates=people, role=role, by=recruiter)

    assert {made.candidate for made in result.made} == set(people[1:])
    assert [(person, "no longer in use" in why) for person, why in result.refused] == [(people[0], True)]


def test_add_many_into_a_closed_role_is_refused_once(role, people, recruiter):
    role.state = "closed"
    role.closed_at, role.closed_because = timezone.now(), "filled"
    role.save()

    with pytest.raises(AddRefused, match="is closed"):
        add_many(candidates=people, role=role, by=recruiter)


def test_add_many_of_nobody_or_of_too_many_is_refused(role, people, recruiter, monkeypatch):
    monkeypatch.setattr(entries, "MOST_AT_ONCE", 2)

    with pytest.raises(AddRefused, match="at most 2 at once"):
        add_many(candidates=people, role=role, by=recruiter)
    with pytest.raises(AddRefused, match="Choose somebody first"):
        add_many(candidates=[], role=role, by=recruiter)


def test_undo_forgets_the_entries_and_the_log_keeps_both(role, people, recruiter):
    batch = add_many(candidates=people, role=role, by=recruiter).batch

    result = undo_batch(batch=batch, by=recruiter)

    assert (len(result.changes), result.refused) == (3, [])
    assert not Application.objects.exists()
    verbs = Activity.objects.filter(role=role.uuid).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["added_application"] * 3 + ["took_back_application"] * 3
    assert differences() == {}


def test_undo_leaves_entries_on_which_something_hangs(role, people, recruiter):
    result = add_many(candidates=people, role=role, by=recruiter)
    moved, noted, named = result.made
    move_application(application=moved, to=role.stages.get(name="Onsite"), by=recruiter)
    note_on_application(application=noted, text="Called.", by=recruiter)
    HypothesisFactory(application=named)

    undone = undo_batch(batch=result.batch, by=recruiter)

    assert undone.changes == []
    assert {why for _, why in undone.refused} == {
        "Something else happened to this application since. Withdraw it instead."
    }
    assert role.applications.count() == 3


@pytest.mark.parametrize(
    ("changes", "age", "used", "says"),
    [
        (1, HOUR, False, ""),
        (1, HOUR + dt.timedelta(seconds=1), False, "more than an hour old"),
        (2, HOUR, False, "Something else happened"),
        (1, HOUR, True, "Something else happened"),
    ],
)
def test_why_an_entry_cannot_be_taken_back(changes, age, used, says):
    why = why_not_take_back(changes, age, used)

    assert says in why
    assert bool(why) == bool(says)


def test_undo_costs_as_much_for_each_one_more(role, recruiter, count_queries):
    def undo(number):
        batch = add_many(candidates=CandidateFactory.create_batch(number), role=role, by=recruiter).batch
        return count_queries(lambda: undo_batch(batch=batch, by=recruiter))

    first, second, third = undo(1), undo(2), undo(3)

    assert third - second == second - first
