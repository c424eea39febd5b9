import datetime as dt

import pytest
from django.core import mail as sent

from tests import factories
from workspace.mail.actions import deliver_due_mail
from workspace.mail.models import Mail
from workspace.models import Notification, ReminderChoice, ReminderSetting
from workspace.reminders import registry
from workspace.reminders.actions import drop_settled_mail, forget_candidate, gather_digests, mark_read, remind_all
from workspace.reminders.registry import DueReminder, Kind
from workspace.reminders.tasks import remind

FRIDAY_NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
FRIDAY_NIGHT = dt.datetime(2026, 11, 20, 22, tzinfo=dt.UTC)
MONDAY = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def reader(db):
    return factories.UserFactory(name="Rea Reader")


@pytest.fixture
def kind(monkeypatch, reader):
    """A kind of which one reminder is due; `kind.settled_keys` holds what has been done."""
    settled = set()

    def due(now, hours):
        yield DueReminder("water/1", reader.pk, "Water the plants", "They wait since Monday.", "/plants/")

    water = Kind("water", "Water", "Plants", (("first", "First", 3),), due, lambda key: key in settled)
    monkeypatch.setattr(registry, "KINDS", {"water": water})
    monkeypatch.setattr("workspace.reminders.actions.KINDS", {"water": water})
    return settled


def test_remind_all_run_twice_says_it_once(kind, reader):
    assert [remind_all(now=FRIDAY_NOON), remind_all(now=FRIDAY_NOON)] == [1, 0]

    assert Notification.objects.get().subject == "Water the plants"
    assert Mail.objects.get().not_before == FRIDAY_NOON


def test_remind_task_called_twice_mails_once(kind, settings):
    remind()
    remind()
    Mail.objects.update(not_before=FRIDAY_NOON)

    assert [deliver_due_mail(), deliver_due_mail()] == [1, 0]
    assert [message.subject for message in sent.outbox] == ["Water the plants"]
    assert "http://testserver/plants/" in sent.outbox[0].body


def test_mail_waits_for_the_quiet_hours_and_the_weekend_to_end(kind):
    remind_all(now=FRIDAY_NIGHT)

    assert deliver_due_mail(now=FRIDAY_NIGHT) == 0
    assert Notification.objects.count() == 1
    assert Mail.objects.get().not_before == dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def test_mail_is_dropped_when_the_thing_was_done_overnight(kind):
    remind_all(now=FRIDAY_NIGHT)
    kind.add("water/1")

    assert [drop_settled_mail(now=MONDAY), deliver_due_mail(now=MONDAY)] == [1, 0]
    assert Mail.objects.get().state == "dropped"


@pytest.mark.parametrize(("by_mail", "in_app"), [(False, True), (True, False), (False, False)])
def test_a_person_can_turn_a_kind_off(kind, reader, by_mail, in_app):
    ReminderChoice.objects.create(user=reader, kind="water", by_mail=by_mail, in_app=in_app)

    remind_all(now=FRIDAY_NOON)

    assert Mail.objects.count() == by_mail
    assert Notification.objects.get().is_shown == in_app


def test_the_administrator_can_turn_a_kind_off(kind):
    ReminderSetting.objects.create(kind="water", is_on=False)

    assert remind_all(now=FRIDAY_NOON) == 0


def test_somebody_who_left_gets_nothing(kind, reader):
    reader.is_active = False
    reader.save()

    assert remind_all(now=FRIDAY_NOON) == 0


def test_digest_gathers_what_came_since_the_last_morning(kind, reader, time_machine):
    reader.mail_rhythm = "digest"
    reader.save()
    time_machine.move_to(FRIDAY_NOON)
    remind_all()

    assert gather_digests() == 0
    time_machine.move_to(MONDAY)
    assert [gather_digests(), gather_digests(), deliver_due_mail()] == [1, 0, 1]
    assert sent.outbox[0].subject == "One thing waits for you"


def test_digest_leaves_out_what_was_done(kind, reader, time_machine):
    reader.mail_rhythm = "digest"
    reader.save()
    time_machine.move_to(FRIDAY_NOON)
    remind_all()
    kind.add("water/1")

    time_machine.move_to(MONDAY)

    assert [gather_digests(), gather_digests()] == [0, 0]
    assert Mail.objects.count() == 0


def test_stale_reminders_are_never_said(kind, reader, monkeypatch):
    late = DueReminder("water/2", reader.pk, "Too late", "", "", stale_at=FRIDAY_NOON)
    stale = Kind("late", "Late", "", (), lambda now, hours: [late], lambda key: False)
    monkeypatch.setattr("workspace.reminders.actions.KINDS", {"late": stale})

    assert remind_all(now=FRIDAY_NOON) == 0


def test_mark_read_touches_only_ones_own(kind, reader):
    remind_all(now=FRIDAY_NOON)
    other = factories.UserFactory()

    assert [mark_read(user=other), mark_read(user=reader), mark_read(user=reader)] == [0, 1, 0]


def test_forget_candidate_erases_notices_mails_and_digests(reader):
    about = factories.CandidateFactory()
    digest = Mail.objects.create(key="digest/1", to=reader.email, subject="One", body="Elin", not_before=FRIDAY_NOON)
    Mail.objects.create(
        key="reminder/1", to=reader.email, subject="Elin", body="Elin", not_before=FRIDAY_NOON, candidate=about.uuid
    )
    Notification.objects.create(user=reader, kind="k", key="1", subject="Elin", candidate=about.uuid, mail=digest)

    forget_candidate(about.uuid)

    assert (Mail.objects.count(), Notification.objects.count()) == (0, 0)


# --- One digest a day, and never more than one extra ------------------------------------------------------------------


@pytest.fixture
def many(monkeypatch, reader):
    """Return a function that makes so many reminders due, all of them for now or none."""

    def make(count, *, is_now=False):
        def due(now, hours):
            for number in range(count):
                yield DueReminder(f"post/{number}", reader.pk, f"Letter {number}", "", "/post/", is_now=is_now)

        post = Kind("post", "Post", "", (), due, lambda key: False)
        monkeypatch.setattr("workspace.reminders.actions.KINDS", {"post": post})

    return make


def test_second_mail_of_a_day_waits_for_the_digest(many, time_machine):
    many(3)
    time_machine.move_to(FRIDAY_NOON, tick=False)
    assert remind_all() == 3
    assert [(mail.key.partition("/")[0], mail.subject) for mail in Mail.objects.all()] == [("reminder", "Letter 0")]

    time_machine.move_to(MONDAY, tick=False)

    assert [gather_digests(), gather_digests()] == [1, 0]
    digest = Mail.objects.get(key__startswith="digest/")
    assert digest.subject == "2 things wait for you"
    assert ("Letter 1" in digest.body, "Letter 2" in digest.body, "Letter 0" in digest.body) == (True, True, False)


def test_what_is_asked_now_is_the_one_extra_of_who_gathers_a_digest(many, reader, time_machine):
    reader.mail_rhythm = "digest"
    reader.save()
    many(2, is_now=True)
    time_machine.move_to(FRIDAY_NOON, tick=False)

    remind_all()

    assert [mail.subject for mail in Mail.objects.all()] == ["Letter 0"]


def test_extra_counts_on_the_day_it_leaves_on_the_readers_clock(many, reader, time_machine):
    reader.time_zone = "Asia/Tokyo"
    reader.save()
    many(1)
    time_machine.move_to(dt.datetime(2026, 11, 18, 1, tzinfo=dt.UTC), tick=False)  # Wednesday, ten in the morning
    remind_all()
    many(2)

    time_machine.move_to(dt.datetime(2026, 11, 18, 16, tzinfo=dt.UTC), tick=False)  # Thursday, one in the night
    remind_all()

    assert Mail.objects.filter(key__startswith="reminder/").count() == 2
