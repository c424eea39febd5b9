"""Answers as statistics read them."""

import pytest

from interviews.models import AttemptItem
from interviews.questions.tasks import reckon_questions
from interviews.results.records import exam_answers, shown_attempts
from tests import factories
from tests.interviews.exam_fixtures import applied, invite, sat

pytestmark = pytest.mark.django_db


def test_answers_carry_marks_places_and_no_name(handed_in):
    found = {record.question.split("-")[0]: record for record in exam_answers()}

    assert set(found) == {"coin", "sum", "why"}
    # The right option stands first in the item, whatever its letter was.
    assert (found["coin"].mark, found["coin"].chosen, found["coin"].wrong) == (1.0, ("0",), ())
    assert (found["why"].mark, found["why"].is_answered) == (None, True)
    assert {record.attempt for record in found.values()} == {str(handed_in.uuid)}
    assert "Elin" not in repr(found)


def test_what_was_left_out_is_told_from_what_was_wrong(invitation):
    sat(invitation, right=False)

    assert {(record.mark, record.is_answered) for record in exam_answers()} >= {(0.0, False)}


def test_running_attempts_and_void_questions_do_not_count(exam, role, attempt, handed_in_too):
    first = AttemptItem.objects.filter(attempt=handed_in_too).first()
    AttemptItem.objects.filter(pk=first.pk).update(is_void=True)

    records = list(exam_answers())

    assert {record.attempt for record in records} == {str(handed_in_too.uuid)}
    assert len(records) == 3


@pytest.fixture
def handed_in_too(exam, role):
    return sat(invite(exam, applied(role, "Ben Ode")))


def test_reading_costs_the_same_for_one_and_three(exam, role, handed_in, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(list(exam_answers())) == 4
    for name in ("Ben Ode", "Cleo Park"):
        sat(invite(exam, applied(role, name)))
    with django_assert_num_queries(1):
        assert len(list(exam_answers())) == 12


def test_attempts_are_named_to_those_who_may_read_them_and_never_by_code_name(handed_in, recruiter):
    names = [str(handed_in.uuid)]

    said = shown_attempts(names, recruiter)

    assert said[names[0]][0] == "Elin Vasquez, Basics"
    assert handed_in.code_name not in repr(said)
    assert shown_attempts(names, factories.UserFactory()) == {}


def test_night_reads_real_attempts(exam, role, handed_in):
    assert reckon_questions() == 4
