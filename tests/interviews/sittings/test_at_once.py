"""Two windows do the same thing at the same moment, each over a connection of its own."""

import threading
import uuid

import pytest
from django.db import connection

from interviews.models import Answer, Attempt, ItemMark
from interviews.sittings.actions import begin, hand_in, save_answer
from tests.interviews.exam_fixtures import by_form, right_fields
from workspace.activity.models import Activity

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run acts in threads that start together; return what each raised or None."""
    start, raised = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait(timeout=10)
            act()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


def test_two_who_begin_at_once_begin_one_attempt(invitation):
    assert at_once(*[lambda: begin(invitation=invitation)] * 3) == [None] * 3

    attempt = Attempt.objects.get()
    assert attempt.items.count() == 4


def test_two_who_hand_in_at_once_hand_in_once(attempt):
    assert at_once(*[lambda: hand_in(attempt=attempt)] * 3) == [None] * 3

    assert Activity.objects.filter(verb="handed_in_exam").count() == 1
    assert ItemMark.objects.count() == 4  # an unanswered question is worth nothing, once


def test_answer_that_races_with_handing_in_is_kept_and_marked_as_it_counts(attempt):
    item = by_form(attempt, "numeric")
    variant, posted = item.asked_variant, {"number": [right_fields(item)["number"]]}

    def save():
        save_answer(item=item, variant=variant, posted=posted, save_id=uuid.uuid4())

    assert at_once(save, lambda: hand_in(attempt=attempt)) == [None, None]

    item.refresh_from_db()
    answer = Answer.objects.get()
    # Either it came first and counts, or it came second, is kept and does not: never in between.
    assert (answer.came, item.share, item.given.is_empty) in {("in_time", 1, False), ("late", 0, True)}


def test_one_save_sent_twice_at_once_is_one(attempt):
    item, save_id = by_form(attempt, "numeric"), uuid.uuid4()
    variant = item.asked_variant

    def save():
        save_answer(item=item, variant=variant, posted={"number": ["5"]}, save_id=save_id)

    assert at_once(save, save) == [None, None]
    assert Answer.objects.count() == 1
