"""Scorecards owed, on an invented clock: the end of the slot, nine next morning, a day later, the hiring manager once, then silence."""

import datetime as dt

import pytest

from interviews.scorecards.reminders import due_scorecards, scorecard_settled
from tests import factories
from workspace.mail.models import Mail
from workspace.models import Notification
from workspace.reminders import actions
from workspace.reminders.actions import drop_settled_mail, remind_all
from workspace.reminders.registry import KINDS

HOURS = {"again": 24, "manager": 36}
TUESDAY = dt.datetime(2026, 11, 17, 14, tzinfo=dt.UTC)  # the slot ends here
FRIDAY = dt.datetime(2026, 11, 20, 14, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def only_this_kind(monkeypatch):
    monkeypatch.setattr(actions, "KINDS", {"scorecard": KINDS["scorecard"]})


@pytest.fixture
def owe(time_machine, role):
    """Return a function that makes a scorecard owed since an interview that ended at `ended`."""

    def make(ended=TUESDAY, **author):
        time_machine.move_to(ended - dt.timedelta(days=2), tick=False)
        person = author.pop("person", None) or factories.UserFactory(time_zone="UTC", **author)
        application = factories.ApplicationFactory(role=role)
        interview = factories.InterviewFactory(
            application=application, during=factories.span(ended - dt.timedelta(minutes=45), minutes=45)
        )
        return factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=person))

    return make


def steps(card):
    """Who was told what so far, in order."""
    said = Notification.objects.filter(key__startswith=f"scorecard/{card.uuid}/").order_by("pk")
    return [notice.key.rpartition("/")[2] for notice in said]


def walk(time_machine, start, hours, every=1):
    """Let the clock run, reminding twice at each step."""
    for passed in range(0, hours + 1, every):
        time_machine.move_to(start + dt.timedelta(hours=passed), tick=False)
        remind_all()
        remind_all()


def test_ladder_says_each_step_once_and_then_falls_silent(owe, time_machine, role):
    card = owe()

    walk(time_machine, TUESDAY, 24 * 15, every=2)

    assert steps(card) == ["end", "morning", "again", "manager"]
    told = Notification.objects.filter(key=f"scorecard/{card.uuid}/manager").values_list("user", flat=True)
    assert list(told) == [role.hiring_manager_id]
    # “again” falls on the same day as “morning”: it waits for the next digest.
    assert Mail.objects.count() == len(steps(card)) - 1


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0, "end"), (18.9, "end"), (19, "morning"), (23.9, "morning"), (24, "again"), (35.9, "again")],
)
def test_steps_come_at_their_hours(owe, hours, expected):
    """The slot ended at 14:00; the morning after is 19 hours on."""
    owe()

    (reminder,) = due_scorecards(TUESDAY + dt.timedelta(hours=hours), HOURS)

    assert reminder.key.endswith(f"/{expected}")


def test_nothing_is_due_before_the_slot_has_ended(owe):
    owe()

    assert list(due_scorecards(TUESDAY - dt.timedelta(minutes=1), HOURS)) == []


def test_hiring_manager_is_told_at_36_hours(owe, role):
    owe()

    before = list(due_scorecards(TUESDAY + dt.timedelta(hours=35, minutes=59), HOURS))
    after = list(due_scorecards(TUESDAY + dt.timedelta(hours=36), HOURS))

    assert role.hiring_manager_id not in {reminder.recipient for reminder in before}
    assert [reminder.recipient for reminder in after if reminder.key.endswith("/manager")] == [role.hiring_manager_id]


def test_hiring_manager_who_owes_one_too_is_not_told_of_the_others(owe, role):
    card = owe()
    interview = factories.InterviewFactory(application=card.application, during=factories.span(TUESDAY, minutes=45))
    factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=role.hiring_manager))

    reminders = list(due_scorecards(TUESDAY + dt.timedelta(hours=48), HOURS))

    assert [reminder.key for reminder in reminders if reminder.key.endswith("/manager")] == []


def test_weekend_is_skipped_by_the_author_and_by_the_hiring_manager(owe, time_machine):
    card = owe(FRIDAY)

    walk(time_machine, FRIDAY, 66)
    weekend = steps(card)
    walk(time_machine, dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), 11)
    monday = steps(card)
    walk(time_machine, dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC), 48)

    assert (weekend, monday, steps(card)) == (["end"], ["end", "morning"], ["end", "morning", "manager"])
    assert {mail.not_before.weekday() for mail in Mail.objects.all()} <= {0, 1, 2, 3, 4}


def test_mail_at_night_waits_for_the_quiet_hours_to_end(owe, time_machine):
    late = TUESDAY.replace(hour=22)
    owe(late, quiet_from=dt.time(20), quiet_until=dt.time(8))

    time_machine.move_to(late, tick=False)
    remind_all()

    assert Mail.objects.get().not_before == dt.datetime(2026, 11, 18, 8, tzinfo=dt.UTC)


def test_nudges_missed_while_nothing_ran_are_not_made_up_for(owe, time_machine):
    card = owe()

    time_machine.move_to(TUESDAY + dt.timedelta(days=4), tick=False)
    remind_all()
    remind_all()

    author_told = Notification.objects.filter(user=card.author)
    assert len(author_told) == 1


def test_submitted_scorecard_is_settled_and_its_mail_dropped(owe, time_machine):
    card = owe()
    night = TUESDAY.replace(hour=14)
    time_machine.move_to(night, tick=False)
    remind_all()
    assert not scorecard_settled(f"scorecard/{card.uuid}/end")

    card.submitted_at = night
    card.save()

    assert scorecard_settled(f"scorecard/{card.uuid}/end")
    assert [drop_settled_mail(), drop_settled_mail()] == [1, 0]
    assert list(due_scorecards(TUESDAY + dt.timedelta(hours=36), HOURS)) == []


def test_reminders_hold_no_word_of_a_rating(owe):
    card = owe()
    colleague = factories.ScorecardFactory(
        seat__interview__application=card.application, application=card.application, submitted=True
    )
    factories.RatingFactory(card=colleague, observation="Never asked why.", mark="just_below")

    said = " ".join(
        reminder.subject + reminder.body for reminder in due_scorecards(TUESDAY + dt.timedelta(hours=40), HOURS)
    ).lower()

    assert said
    assert not any(word in said for word in ("below", "above", "strength", "bar", "asked why", "submitted", "hire"))
