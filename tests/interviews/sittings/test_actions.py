"""Sitting an exam: what was typed last counts, nothing is thrown away, nothing happens twice."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from interviews.models import Answer, Attempt, AttemptEvent, Question
from interviews.sittings.actions import (
    ask_for_adjustment,
    begin,
    close_if_due,
    count_late_answers,
    given_for,
    hand_in,
    note_event,
    save_answer,
)
from interviews.sittings.clock import GRACE, KEPT_FOR
from interviews.sittings.enums import Came, EventKind
from interviews.sittings.refusals import SittingRefused
from tests.interviews.exam_fixtures import (
    answer,
    by_form,
    invite,
    items_of,
    long_ago,
    make_exam,
    make_question,
    right_fields,
    sat,
)

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def test_beginning_draws_the_form_and_starts_the_clock(attempt, invitation):
    items = items_of(attempt)

    assert [item.position for item in items] == [1, 2, 3, 4]
    assert sorted(item.question.question.form for item in items) == ["numeric", "short", "single", "single"]
    assert attempt.deadline == attempt.started_at + 40 * MINUTE
    assert all(item.question.asked_at for item in items)
    assert sorted(Question.objects.filter(times_asked=1).values_list("pk", flat=True)) == sorted(
        item.question.question_id for item in items
    )


def test_beginning_twice_is_beginning_once(attempt, invitation):
    assert begin(invitation=invitation) == attempt
    assert Attempt.objects.count() == 1


def test_extra_time_moves_the_deadline(exam, application):
    attempt = begin(invitation=invite(exam, application, extra_percent=25))

    assert (attempt.minutes, attempt.deadline - attempt.started_at) == (50, 50 * MINUTE)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"opens_at": dt.timedelta(hours=1)}, "too early"),
        ({"closes_at": dt.timedelta(hours=-1)}, "time to begin is over"),
    ],
)
def test_outside_its_window_it_cannot_begin(exam, application, fields, why):
    now = timezone.now()
    invitation = invite(exam, application, **{name: now + by for name, by in fields.items()})

    with pytest.raises(SittingRefused, match=why):
        begin(invitation=invitation)
    assert Attempt.objects.count() == 0


def test_withdrawn_invitation_and_closed_application_cannot_begin(exam, application, recruiter):
    invitation = invite(exam, application, withdrawn_at=timezone.now(), withdrawn_by=recruiter)
    with pytest.raises(SittingRefused, match="no longer open"):
        begin(invitation=invitation)

    other = invite(exam, application)
    application.standing, application.closed_at = "withdrawn", timezone.now()
    application.save()
    with pytest.raises(SittingRefused, match="no longer open"):
        begin(invitation=other)


def test_bank_that_ran_dry_starts_no_clock(invitation):
    Question.objects.filter(form="short").update(state="retired", retired_at=timezone.now())

    with pytest.raises(SittingRefused, match="Your time has not begun"):
        begin(invitation=invitation)
    assert Attempt.objects.count() == 0


def test_second_form_asks_nothing_again(exam, application):
    for number in range(3, 6):
        make_question(f"coin-{number}")
    make_question("why-1", "short", "diagnose")
    first = sat(invite(exam, application))

    second = begin(invitation=invite(exam, application))

    assert {item.fingerprint for item in items_of(first)} & {item.fingerprint for item in items_of(second)} == set()


def test_question_with_numbers_is_a_canary_of_its_link(attempt):
    assert [item.question.question.form for item in items_of(attempt) if item.is_canary] == ["numeric"]


def test_answer_is_kept_and_counts(attempt):
    item = by_form(attempt, "numeric")

    saved = answer(item, right_fields(item))

    item.refresh_from_db()
    assert (saved.came, saved.counts) == (Came.IN_TIME, True)
    assert item.given.number == right_fields(item)["number"]


def test_same_save_twice_is_one(attempt):
    item, save_id = by_form(attempt, "numeric"), uuid.uuid4()
    for number in ("4", "5"):
        save_answer(item=item, variant=item.asked_variant, posted={"number": [number]}, save_id=save_id)

    item.refresh_from_db()
    assert item.given.number == "4"
    assert item.answers.count() == 1


def test_last_typed_counts_whichever_arrives_last(attempt):
    """A phone that was offline sends its older answer after the laptop sent a newer one."""
    long_ago(attempt, 10)
    item = by_form(attempt, "numeric")
    answer(item, {"number": "7"}, device="laptop")

    answer(item, {"number": "3"}, age=5 * MINUTE, device="phone")

    item.refresh_from_db()
    assert item.given.number == "7"
    assert [one.response for one in item.answers.all()] == [{"number": "3"}, {"number": "7"}]
    assert given_for(item).number == "7"


def test_answer_can_be_taken_back(attempt):
    item = by_form(attempt, "numeric")
    answer(item, {"number": "7"})

    answer(item, {"number": ""})

    item.refresh_from_db()
    assert item.given.is_empty


def test_typed_in_time_and_arrived_in_the_grace_counts(attempt):
    item = by_form(attempt, "numeric")

    saved = answer(item, {"number": "7"}, now=attempt.deadline + GRACE, age=GRACE + MINUTE)

    item.refresh_from_db()
    assert saved.came == Came.IN_GRACE
    assert item.given.number == "7"


def test_late_answer_is_kept_and_does_not_count(attempt):
    item = by_form(attempt, "numeric")

    saved = answer(item, {"number": "7"}, now=attempt.deadline + MINUTE)

    item.refresh_from_db()
    assert (saved.came, saved.counts) == (Came.LATE, False)
    assert item.given.is_empty
    assert item.answers.get().response == {"number": "7"}


def test_answer_after_handing_in_is_kept_and_does_not_count(attempt):
    item = by_form(attempt, "numeric")
    hand_in(attempt=attempt)

    assert answer(item, {"number": "7"}).came == Came.LATE


def test_after_a_week_nothing_is_kept(attempt):
    with pytest.raises(SittingRefused, match="over long ago"):
        answer(by_form(attempt, "numeric"), {"number": "7"}, now=attempt.deadline + KEPT_FOR + MINUTE)
    assert Answer.objects.count() == 0


def test_person_can_let_late_answers_count(attempt, recruiter):
    item = by_form(attempt, "numeric")
    hand_in(attempt=attempt)
    answer(item, right_fields(item))

    assert count_late_answers(attempt=attempt, reason="Power cut in their street.", by=recruiter) == 1

    item.refresh_from_db()
    assert item.share == 1
    assert list(item.marks.values_list("number", "share", "reason")) == [
        (1, 0, ""),
        (2, 1, "Power cut in their street."),
    ]
    with pytest.raises(SittingRefused, match="Nothing came late"):
        count_late_answers(attempt=attempt, reason="Again.", by=recruiter)


def test_late_answers_count_for_a_reason_only(attempt, recruiter):
    with pytest.raises(SittingRefused, match="Say why"):
        count_late_answers(attempt=attempt, reason=" ", by=recruiter)


def test_handing_in_twice_is_handing_in_once(attempt):
    first = hand_in(attempt=attempt, statement="Nothing.")
    second = hand_in(attempt=attempt, statement="Something else.")

    assert (first.handed_in_at, second.ai_statement) == (second.handed_in_at, "Nothing.")
    assert second.handed_in_by == "candidate"


def test_time_hands_in_after_the_grace_and_not_before(attempt):
    assert not close_if_due(attempt=attempt, now=attempt.deadline + GRACE)
    assert close_if_due(attempt=attempt, now=attempt.deadline + GRACE + MINUTE)
    assert not close_if_due(attempt=attempt, now=attempt.deadline + GRACE + MINUTE)

    attempt.refresh_from_db()
    assert attempt.handed_in_by == "time"


def test_time_at_a_question_is_no_more_than_has_passed(attempt):
    long_ago(attempt, 5)
    item = by_form(attempt, "numeric")
    answer(item, {"number": "1"}, spent=60)
    answer(item, {"number": "2"}, spent=99_999)

    item.refresh_from_db()
    assert 299 <= item.seconds <= 302


def test_without_a_script_time_runs_from_asking_for_the_page(attempt):
    long_ago(attempt, 5)
    item = by_form(attempt, "numeric")
    item.shown_at = timezone.now() - 2 * MINUTE
    item.save()

    answer(item, {"number": "1"})

    item.refresh_from_db()
    assert 119 <= item.seconds <= 122


def test_other_device_is_allowed_and_noted(attempt):
    item = by_form(attempt, "numeric")
    for device in ("phone", "phone", "laptop"):
        answer(item, {"number": "1"}, device=device)

    assert list(attempt.events.values_list("kind", flat=True)) == [EventKind.DEVICE]


def test_looking_away_is_counted_until_it_is_handed_in(attempt):
    note_event(attempt=attempt, kind=EventKind.LEFT, seconds=12)
    hand_in(attempt=attempt)

    assert note_event(attempt=attempt, kind=EventKind.LEFT, seconds=5) is None
    assert AttemptEvent.objects.get().seconds == 12


def test_adjustment_is_asked_for_before_beginning_only(invitation):
    ask_for_adjustment(invitation=invitation, words="  A third more time. ")
    invitation.refresh_from_db()
    assert invitation.request == "A third more time."
    assert invitation.waits_for_an_answer

    with pytest.raises(SittingRefused, match="Say what would help"):
        ask_for_adjustment(invitation=invitation, words=" ")
    begin(invitation=invitation)
    with pytest.raises(SittingRefused, match="before you begin"):
        ask_for_adjustment(invitation=invitation, words="More time.")


def test_code_names_differ(application, bank):
    exam = make_exam(slug="small", blueprint=[["ml-theory", "recall", 1]])
    names = {begin(invitation=invite(exam, application)).code_name for _ in range(3)}

    assert len(names) == 3
