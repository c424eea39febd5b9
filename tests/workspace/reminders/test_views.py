import pytest
from django.urls import reverse
from django.utils import timezone

from workspace.mail.models import Mail
from workspace.models import ReminderSetting
from workspace.reminders.registry import KINDS

TIMES = "/settings/reminders/"


def answers(**changed):
    """A whole, unchanged form."""
    given = {}
    for slug, kind in KINDS.items():
        given[f"{slug}-is_on"] = "on"
        for name, _, hours in kind.steps:
            given[f"{slug}-{name}"] = hours
    return given | {key.replace("__", "-"): value for key, value in changed.items()}


def test_admin_changes_when_a_reminder_comes(admin, sign_in):
    sign_in(admin).post(TIMES, answers(scorecard__again=12, scorecard__manager=48))

    assert ReminderSetting.objects.get(kind="scorecard").hours == [12, 48]


def test_admin_turns_a_kind_off(admin, sign_in):
    given = answers()
    del given["interview-is_on"]

    sign_in(admin).post(TIMES, given)

    assert dict(ReminderSetting.objects.values_list("kind", "is_on"))["interview"] is False


@pytest.mark.parametrize("hours", ["-3", "many", "100000"])
def test_impossible_hours_are_refused_and_nothing_is_saved(admin, sign_in, hours):
    response = sign_in(admin).post(TIMES, answers(scorecard__again=hours))

    assert response.status_code == 422
    assert ReminderSetting.objects.count() == 0


def test_a_mail_that_may_not_have_arrived_is_shown_and_sent_again(admin, recruiter, sign_in):
    mail = Mail.objects.create(
        key="k", to="a@b.example", subject="Your interview", body="", not_before=timezone.now(), state="uncertain"
    )
    again = reverse("workspace:mail_again", args=[mail.uuid])

    assert "Your interview" in sign_in(admin).get(TIMES).text
    assert sign_in(recruiter).post(again).status_code == 403
    sign_in(admin).post(again)

    mail.refresh_from_db()
    assert mail.state == "waiting"
