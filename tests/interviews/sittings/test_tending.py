"""What time does by itself, however often it is asked."""

import datetime as dt

import pytest
from django.utils import timezone

from interviews.models import Attempt
from interviews.sittings.actions import begin
from interviews.sittings.clock import GRACE
from interviews.sittings.tasks import tend
from interviews.sittings.tending import close_due_attempts, remind_candidates
from tests.interviews.exam_fixtures import invite, long_ago
from workspace.models import Mail

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
# A Wednesday noon, when anybody may be written to.
NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)


def open_since(exam, application, *, days, left, **fields):
    """An invitation that opened so many days before NOON and has so many left."""
    invitation = invite(exam, application, opens_at=NOON - days * DAY, closes_at=NOON + left * DAY, **fields)
    type(invitation).objects.filter(pk=invitation.pk).update(created_at=NOON - days * DAY)
    return invitation


def reminders():
    return sorted(Mail.objects.values_list("key", flat=True))


def test_task_twice_hands_in_once(attempt):
    long_ago(attempt, 40 + GRACE.total_seconds() / 60 + 1)

    assert tend() == (1, 0)
    assert tend() == (0, 0)

    assert Attempt.objects.get().handed_in_by == "time"


def test_running_attempts_are_left_alone(attempt):
    assert close_due_attempts(now=attempt.deadline + GRACE) == 0


def test_never_opened_is_reminded_of_once(exam, application):
    invitation = open_since(exam, application, days=4, left=5)

    assert remind_candidates(now=NOON) == 1
    assert remind_candidates(now=NOON + dt.timedelta(hours=1)) == 0

    mail = Mail.objects.get()
    assert mail.key == f"exam/{invitation.uuid}/reminder/unopened"
    assert (mail.to, mail.is_secret, mail.headers) == (
        "elin@mail.example",
        True,
        {"Reply-To": invitation.invited_by.email},
    )
    assert "/exam/" in mail.body


def test_opened_link_is_not_reminded_of_until_its_last_day(exam, application):
    open_since(exam, application, days=4, left=2, opened_at=NOON - DAY)

    assert remind_candidates(now=NOON) == 0
    assert remind_candidates(now=NOON + 1.5 * DAY) == 1
    assert reminders()[0].endswith("/reminder/last")


@pytest.mark.parametrize(
    "fields",
    [
        {"days": 2, "left": 5},  # too soon
        {"days": 4, "left": 5, "address": ""},
        {"days": 0.5, "left": 0.5},  # a window as short as the reminder's own
    ],
)
def test_nobody_is_reminded_too_soon_or_without_an_address(exam, application, fields):
    open_since(exam, application, **fields)

    assert remind_candidates(now=NOON) == 0


def test_begun_withdrawn_and_closed_are_not_reminded_of(exam, application, role, recruiter):
    begun = invite(exam, application)
    begin(invitation=begun)
    open_since(exam, application, days=4, left=5, withdrawn_at=timezone.now(), withdrawn_by=recruiter)
    application.standing, application.closed_at = "withdrawn", timezone.now()
    application.save()
    open_since(exam, application, days=4, left=5)

    assert remind_candidates(now=NOON) == 0


def test_reminder_waits_for_the_candidates_own_morning(exam, application):
    candidate = application.candidate
    candidate.time_zone = "Asia/Tokyo"
    candidate.save()
    open_since(exam, application, days=4, left=5)

    remind_candidates(now=NOON)  # nine in the evening in Tokyo

    assert Mail.objects.get().not_before == dt.datetime(2026, 3, 5, 0, tzinfo=dt.UTC)
    assert "(Asia/Tokyo)" in Mail.objects.get().body


def test_last_reminder_comes_at_night_rather_than_too_late(exam, application):
    candidate = application.candidate
    candidate.time_zone = "Asia/Tokyo"
    candidate.save()
    open_since(exam, application, days=9, left=0.5, opened_at=NOON)

    remind_candidates(now=NOON)

    assert Mail.objects.get().not_before == NOON
