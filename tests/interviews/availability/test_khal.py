"""What we put into calendars, read by khal: a program for the terminal that keeps a calendar as a folder of .ics files."""

import datetime as dt
import email
import email.policy
import subprocess
import sys

import pytest
from django.utils import timezone

from interviews.availability.actions import make_feed
from interviews.availability.sources import set_receiving
from interviews.availability.tasks import write_interviews
from interviews.schedule.actions import book_interview, cancel_interview, reschedule_interview
from tests import factories
from workspace.mail.tasks import deliver

CONFIG = """
[calendars]
[[work]]
path = {folder}/work
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Zurich
default_timezone = Europe/Zurich
[sqlite]
path = {folder}/khal.db
"""


class Khal:
    """The program with a calendar of its own, on a clock in Zurich."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "work").mkdir()
        (folder / "config").write_text(CONFIG.format(folder=folder))

    def run(self, *arguments):
        command = [sys.executable, "-m", "khal", "--config", str(self.folder / "config"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    def take(self, text):
        """Import a calendar file, as a person does with an attachment."""
        (self.folder / "sent.ics").write_text(text, newline="")
        self.run("import", "--batch", "-a", "work", str(self.folder / "sent.ics"))

    def lay_down(self, texts):
        """Put objects into the folder, as what keeps it in step with a server does."""
        for old in (self.folder / "work").iterdir():
            old.unlink()
        for place, text in enumerate(texts):
            (self.folder / "work" / f"{place}.ics").write_text(text, newline="")

    def shown(self):
        """Title, start, end and place of what it lists for the coming days."""
        form = "{title}|{start-long}|{end-long}|{location}"
        lines = self.run("list", "--day-format", "", "--format", form, "today", "9d").splitlines()
        return [tuple(line.split("|")) for line in lines if line.strip()]


@pytest.fixture
def khal(tmp_path):
    return Khal(tmp_path)


@pytest.fixture
def interview(mara):
    at = (timezone.now() + dt.timedelta(days=3)).replace(hour=9, minute=30, second=0, microsecond=0)
    return book_interview(
        application=factories.ApplicationFactory(candidate__name="Elin Väsquez"),
        kit=factories.KitFactory(name="Pair débugging"),
        starts_at=at,
        minutes=45,
        interviewers=[mara],
        location="Room 4, second floor",
        by=factories.UserFactory(recruiter=True),
    )


def line(interview, zone):
    start, end = interview.starts_at.astimezone(zone), interview.ends_at.astimezone(zone)
    return ("Pair débugging with Elin Väsquez", f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}", interview.location)


def later(interview, mara):
    return reschedule_interview(
        interview=interview, starts_at=interview.starts_at + dt.timedelta(hours=3), minutes=60, by=mara
    )


def test_khal_shows_what_we_wrote_over_caldav(account, their_calendar, interview, mara, khal, zurich):
    receiving = set_receiving(source=account, receives=True)
    write_interviews(receiving.pk)
    khal.lay_down(one.data for one in their_calendar.events())
    assert khal.shown() == [line(interview, zurich)]

    moved = later(interview, mara)
    write_interviews(receiving.pk)
    khal.lay_down(one.data for one in their_calendar.events())
    assert khal.shown() == [line(moved, zurich)]


def test_khal_shows_the_feed(interview, mara, client, khal, zurich):
    khal.take(client.get(f"/calendars/{make_feed(user=mara)}.ics").content.decode())

    assert khal.shown() == [line(interview, zurich)]


def test_khal_takes_an_invitation_its_update_and_its_cancellation_as_one_event(
    interview, mara, khal, zurich, mail_server
):
    deliver()
    khal.take(calendar_in(mail_server))
    assert khal.shown() == [line(interview, zurich)]

    moved = later(interview, mara)
    deliver()
    khal.take(calendar_in(mail_server))
    assert khal.shown() == [line(moved, zurich)]

    cancel_interview(interview=moved, by=mara)
    deliver()
    khal.take(calendar_in(mail_server))
    status = khal.run("list", "--day-format", "", "--format", "{status}", "today", "9d").split()
    assert status == ["CANCELLED"]


def calendar_in(mail_server):
    message = email.message_from_bytes(mail_server.messages[-1].content, policy=email.policy.default)
    return list(message.iter_parts())[-1].get_content()
