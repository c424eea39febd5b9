"""Writing questions: what was asked stays as it was asked."""

import pytest

from interviews.models import Question, QuestionVersion
from interviews.questions.actions import (
    QuestionRefused,
    create_question,
    edit_question,
    newest_version,
    note_asked,
    rate_pass,
    set_question_state,
    stamp_of,
)
from interviews.questions.enums import QuestionState
from interviews.questions.queries import live_versions
from interviews.questions.reading import shipped_items
from interviews.shipping.questions import ship_questions
from interviews.shipping.rows import Tally
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

BODY = {
    "slug": "coin",
    "title": "A coin",
    "area": "ml-theory",
    "depth": "recall",
    "form": "single",
    "minutes": 1,
    "text": "Heads?",
    "explanation": "Half.",
    "options": [{"text": "1/2", "right": True}, {"text": "1/3"}, {"text": "1/4"}],
}


@pytest.fixture
def author():
    return UserFactory(hiring_manager=True)


@pytest.fixture
def version(author):
    return create_question(body=BODY, by=author)


def test_new_question_is_a_draft_of_its_writer(version, author):
    question = version.question

    assert (question.state, question.owner, question.area, question.form) == ("draft", author, "ml-theory", "single")
    assert (version.number, version.item.title) == (1, "A coin")
    assert list(live_versions()) == []


def test_name_is_taken_once(version, author):
    with pytest.raises(QuestionRefused, match="already"):
        create_question(body=BODY, by=author)


def test_question_that_cannot_be_asked_is_refused(author):
    options = [{"text": "1/2", "right": True}, {"text": "1/2"}]

    with pytest.raises(QuestionRefused, match="two choices are the same"):
        create_question(body={**BODY, "options": options}, by=author)
    assert Question.objects.count() == 0


def test_wording_nobody_was_asked_is_written_over(version, author):
    rate_pass(version=version, percent=60, by=author)

    after = edit_question(question=version.question, body={**BODY, "text": "Tails?"}, seen=stamp_of(version), by=author)

    assert (after.pk, after.number, after.item.text) == (version.pk, 1, "Tails?")
    assert list(after.pass_ratings.all()) == []


def test_wording_that_was_asked_is_followed_by_another(version, author):
    note_asked([version.pk])

    after = edit_question(question=version.question, body={**BODY, "text": "Tails?"}, seen=stamp_of(version), by=author)

    assert after.number == 2
    assert QuestionVersion.objects.get(pk=version.pk).body["text"] == "Heads?"
    assert newest_version(version.question) == after


def test_second_of_two_editors_is_told(version, author):
    seen = stamp_of(version)
    edit_question(question=version.question, body={**BODY, "text": "Tails?"}, seen=seen, by=author)

    with pytest.raises(QuestionRefused, match="Somebody changed this question"):
        edit_question(question=version.question, body=BODY, seen=seen, by=author)


def test_form_and_name_stay(version, author):
    with pytest.raises(QuestionRefused, match="Write a new question"):
        edit_question(question=version.question, body={**BODY, "slug": "other"}, seen=stamp_of(version), by=author)


def test_retired_question_stays_retired(version, author):
    question = set_question_state(question=version.question, to=QuestionState.RETIRED, by=author)

    assert question.retired_at is not None
    with pytest.raises(QuestionRefused, match="cannot become live"):
        set_question_state(question=question, to=QuestionState.LIVE, by=author)
    with pytest.raises(QuestionRefused, match="was retired"):
        edit_question(question=question, body=BODY, seen=stamp_of(version), by=author)


def test_asking_is_counted_once_for_each_attempt(version):
    note_asked([version.pk])
    first = QuestionVersion.objects.get(pk=version.pk).asked_at
    note_asked([version.pk])

    assert Question.objects.get().times_asked == 2
    assert QuestionVersion.objects.get(pk=version.pk).asked_at == first


def test_shipped_questions_are_loaded_once_and_edited_ones_left_alone(author, django_assert_num_queries):
    first = Tally()
    ship_questions(first)
    version = live_versions().select_related("question").first()
    edit_question(question=version.question, body={**version.body, "title": "Ours"}, seen=stamp_of(version), by=author)

    again = Tally()
    with django_assert_num_queries(2):
        ship_questions(again)

    assert first.added["questions"] == len(shipped_items())
    assert (again.added, again.updated, again.kept["questions"]) == ({}, {}, 1)
    assert Question.objects.get(pk=version.question.pk).title == "Ours"


def test_new_wording_of_a_shipped_question_follows_the_asked_one():
    ship_questions(Tally())
    version = live_versions().first()
    QuestionVersion.objects.filter(pk=version.pk).update(body={**version.body, "title": "As it was"})
    note_asked([version.pk])

    ship_questions(Tally())

    assert sorted(version.question.versions.values_list("number", flat=True)) == [1, 2]
    assert newest_version(version.question).body["title"] != "As it was"
