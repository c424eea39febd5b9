"""Marks: by formula at once, by hand blind and twice, and changed only with a reason that stays."""

import copy
import uuid

import pytest

from interviews.models import HandMark, ItemMark
from interviews.questions.actions import edit_question, newest_version, set_question_state, stamp_of
from interviews.questions.enums import QuestionState
from interviews.results.marking import correct_key, give_points, mark_attempt, void_question
from interviews.results.queries import agreement_on, result_of
from interviews.results.refusals import MarkRefused
from interviews.results.sampling import HandState, agreement, finding, markers_wanted
from interviews.sittings.actions import count_late_answers, hand_in
from interviews.sittings.refusals import SittingRefused
from tests import factories
from tests.interviews.exam_fixtures import answer, by_form, items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def markers(db):
    return [factories.UserFactory(name=f"Marker {letter}") for letter in "ABC"]


def test_handing_in_marks_what_formulas_can(handed_in):
    found = {item.question.question.form: item.share for item in items_of(handed_in)}

    assert found == {"single": 1, "numeric": 1, "short": None}
    assert set(ItemMark.objects.values_list("number", "by", "words")) == {(1, None, "Right.")}


def test_marking_twice_gives_no_second_mark(handed_in):
    before = ItemMark.objects.count()

    mark_attempt(attempt=handed_in)

    assert ItemMark.objects.count() == before


def test_unanswered_short_answer_needs_nobody(attempt):
    hand_in(attempt=attempt)

    assert by_form(attempt, "short").share == 0


def test_two_who_agree_settle_it(short, markers):
    give_points(item=short, points=2, note="Two reasons.", by=markers[0])
    short.refresh_from_db()
    assert short.share is None

    give_points(item=short, points=3, note="", by=markers[1])

    short.refresh_from_db()
    assert float(short.share) == pytest.approx(2.5 / 3, abs=0.0001)
    assert result_of(short.attempt).score == pytest.approx((3 + 2.5 / 3) / 4, abs=0.0001)


def test_two_who_are_apart_need_a_third(short, markers):
    give_points(item=short, points=0, note="", by=markers[0])
    give_points(item=short, points=3, note="", by=markers[1])
    short.refresh_from_db()
    assert short.share is None

    settling = give_points(item=short, points=1, note="One holds.", by=markers[2])

    short.refresh_from_db()
    assert settling.settles
    assert float(short.share) == pytest.approx(1 / 3, abs=0.0001)


def test_nobody_marks_twice_nor_after_it_is_settled(short, markers):
    give_points(item=short, points=2, note="", by=markers[0])
    with pytest.raises(MarkRefused, match="marked this answer already"):
        give_points(item=short, points=3, note="", by=markers[0])
    give_points(item=short, points=2, note="", by=markers[1])

    with pytest.raises(MarkRefused, match="Somebody was faster"):
        give_points(item=short, points=2, note="", by=markers[2])
    assert HandMark.objects.count() == 2


@pytest.mark.parametrize("points", [-1, 4])
def test_points_beyond_the_anchors_are_refused(short, markers, points):
    with pytest.raises(MarkRefused, match="0 to 3 points"):
        give_points(item=short, points=points, note="", by=markers[0])


def test_what_a_formula_marks_is_not_marked_by_hand(handed_in, markers):
    with pytest.raises(MarkRefused, match="nothing to mark by hand"):
        give_points(item=by_form(handed_in, "numeric"), points=1, note="", by=markers[0])


def test_running_exam_is_not_marked(attempt, markers):
    answer(by_form(attempt, "short"), {"words": "Because."})

    with pytest.raises(MarkRefused, match="nothing to mark"):
        give_points(item=by_form(attempt, "short"), points=1, note="", by=markers[0])


def test_corrected_key_marks_anew_and_keeps_what_stood(handed_in, hiring_manager):
    item = by_form(handed_in, "single")
    question = item.question.question
    version = newest_version(question)
    corrected = copy.deepcopy(version.body)
    corrected["options"] = [{"text": "1/2"}, {"text": "1/3", "right": True}, {"text": "1/4"}]
    edit_question(question=question, body=corrected, seen=stamp_of(version), by=hiring_manager)

    assert correct_key(question=question, reason="A coin is loaded here.", by=hiring_manager) == 1

    item.refresh_from_db()
    assert item.share == 0
    assert list(item.marks.values_list("number", "share", "reason", "by")) == [
        (1, 1, "", None),
        (2, 0, "A coin is loaded here.", hiring_manager.pk),
    ]
    assert correct_key(question=question, reason="Once more.", by=hiring_manager) == 0


def test_answers_to_other_words_keep_their_key(handed_in, hiring_manager):
    item = by_form(handed_in, "single")
    question = item.question.question
    version = newest_version(question)
    rewritten = copy.deepcopy(version.body) | {"text": "Tails?"}
    rewritten["options"] = [{"text": "1/2"}, {"text": "1/3", "right": True}, {"text": "1/4"}]
    edit_question(question=question, body=rewritten, seen=stamp_of(version), by=hiring_manager)

    assert correct_key(question=question, reason="Other words.", by=hiring_manager) == 0

    item.refresh_from_db()
    assert item.share == 1


def test_void_question_counts_for_nobody(handed_in, hiring_manager):
    item = by_form(handed_in, "numeric")
    question = item.question.question
    with pytest.raises(MarkRefused, match="Retire the question first"):
        void_question(question=question, reason="Ambiguous.", by=hiring_manager)
    set_question_state(question=question, to=QuestionState.RETIRED, by=hiring_manager)
    question.refresh_from_db()

    assert void_question(question=question, reason="Ambiguous.", by=hiring_manager) == 1
    assert void_question(question=question, reason="Ambiguous.", by=hiring_manager) == 0

    item.refresh_from_db()
    result = result_of(handed_in)
    assert item.is_void
    assert (result.questions, result.void) == (3, 1)
    assert list(item.marks.values_list("number", "share", "is_void", "reason")) == [
        (1, 1, False, ""),
        (2, None, True, "Ambiguous."),
    ]


@pytest.mark.parametrize("act", [correct_key, void_question])
def test_marks_change_for_a_reason_only(handed_in, hiring_manager, act):
    with pytest.raises(MarkRefused, match="Say why"):
        act(question=by_form(handed_in, "numeric").question.question, reason="  ", by=hiring_manager)


@pytest.mark.parametrize(
    ("given", "settling", "wanted", "state", "points"),
    [
        ([], None, 2, HandState.WAITS, None),
        ([2], None, 2, HandState.WAITS, None),
        ([2], None, 1, HandState.SETTLED, 2.0),
        ([2, 3], None, 2, HandState.SETTLED, 2.5),
        ([1, 3], None, 2, HandState.APART, None),
        ([1, 3], 2, 2, HandState.SETTLED, 2.0),
    ],
)
def test_finding(given, settling, wanted, state, points):
    found = finding(given, settling, wanted)

    assert (found.state, found.points) == (state, points)


def test_a_fifth_is_marked_twice_when_sampled():
    names = [uuid.UUID(int=number * 7919) for number in range(1000)]

    assert {markers_wanted(name, everyone=True) for name in names} == {2}
    assert sum(markers_wanted(name, everyone=False) == 2 for name in names) == 200


def test_agreement_is_said_with_its_number(short, markers):
    assert agreement_on().in_words == "No answer has been marked twice yet."
    give_points(item=short, points=2, note="", by=markers[0])
    give_points(item=short, points=3, note="", by=markers[1])

    assert agreement_on().in_words == (
        "1 answers marked twice: the same points on 0%, at most one apart on 100%. Too few to tell much."
    )
    assert agreement([(1, 1)] * 30).in_words.endswith("at most one apart on 100%.")


def test_short_answer_that_came_late_goes_to_the_desk_once_it_counts(attempt, markers, recruiter):
    hand_in(attempt=attempt)
    item = by_form(attempt, "short")
    answer(item, {"words": "Because of the leak."})

    count_late_answers(attempt=attempt, reason="Power cut.", by=recruiter)

    item.refresh_from_db()
    assert (item.share, item.given.words) == (None, "Because of the leak.")
    for marker in markers[:2]:
        give_points(item=item, points=3, note="", by=marker)
    item.refresh_from_db()
    assert item.share == 1


def test_what_people_have_marked_stays_what_they_read(short, markers, recruiter):
    for marker in markers[:2]:
        give_points(item=short, points=3, note="", by=marker)
    answer(short, {"words": "Something better."})

    with pytest.raises(SittingRefused, match="Nothing came late"):
        count_late_answers(attempt=short.attempt, reason="Power cut.", by=recruiter)
