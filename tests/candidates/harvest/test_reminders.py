"""A source that has died is told to admins, once for each silence."""

import datetime as dt

import pytest
from django.utils import timezone

from candidates.harvest.queries import silence_of
from candidates.harvest.reminders import silence_settled
from candidates.models import Run, Source
from workspace.models import Notification
from workspace.reminders import actions
from workspace.reminders.actions import remind_all
from workspace.reminders.registry import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_this_kind(monkeypatch):
    monkeypatch.setattr(actions, "KINDS", {"silent_source": KINDS["silent_source"]})


@pytest.fixture
def dead():
    """A feed whose last good run was three days ago."""
    then = timezone.now() - dt.timedelta(days=3)
    source = Source.objects.create(connector="rss", scope="cs.LG", succeeded_at=then, heard_at=then)
    Run.objects.create(source=source, state="failed", finished_at=then, problem="arXiv could not be reached.")
    return source


def test_admins_hear_of_it_once(admin, recruiter, dead):
    now = timezone.now()
    for hours in range(0, 48, 6):
        remind_all(now=now + dt.timedelta(hours=hours))

    notice = Notification.objects.get()
    assert notice.user == admin
    assert notice.subject == "No papers from “arXiv: what is new today (RSS): cs.LG”"
    assert "3 days ago. arXiv could not be reached." in notice.body


def test_a_second_silence_is_told_anew(admin, dead):
    remind_all()
    Source.objects.update(succeeded_at=timezone.now(), heard_at=timezone.now())
    assert silence_settled(Notification.objects.get().key)

    remind_all(now=timezone.now() + dt.timedelta(days=4))

    assert Notification.objects.count() == 2


@pytest.mark.parametrize(
    ("connector", "succeeded", "heard", "enabled", "words"),
    [
        ("rss", 1, 1, True, None),
        ("rss", 1, 5, True, None),
        ("rss", 1, 7, True, "It answers, but has announced no paper for 7 days."),
        ("rss", 3, 1, True, "It was last read to its end 3 days ago."),
        ("rss", 30, 30, False, None),
        ("oai", 3, 3, True, "It was last read to its end 3 days ago."),
        ("acl", 14, 200, True, None),
        ("acl", 16, 200, True, "It was last read to its end 16 days ago."),
    ],
)
def test_silence_in_words(connector, succeeded, heard, enabled, words):
    now = timezone.now()
    source = Source.objects.create(
        connector=connector,
        scope="x",
        is_enabled=enabled,
        succeeded_at=now - dt.timedelta(days=succeeded),
        heard_at=now - dt.timedelta(days=heard),
    )

    silence = silence_of(source, now=now)

    assert (silence.words if silence else None) == words


def test_a_source_that_never_worked_is_silent_too():
    source = Source.objects.create(connector="oai", scope="cs")

    assert silence_of(source, now=timezone.now()) is None
    silence = silence_of(source, now=timezone.now() + dt.timedelta(days=3))
    assert silence.words == "It was connected, and never read to its end, 3 days ago."
