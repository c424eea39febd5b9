import datetime as dt

import pytest
from django.utils import timezone

from candidates.outreach.mailbox import MailboxProblem, Place, fetch
from candidates.outreach.models import Mailbox, Message
from candidates.outreach.tasks import fetch_replies
from tests.candidates.outreach.imap_server import ImapServer
from tests.candidates.outreach.mails import bounce, reply

TODAY = timezone.localdate()


@pytest.fixture
def imap(settings):
    server = ImapServer()
    settings.IMAP_URL = server.url
    yield server
    server.stop()


def numbers(server, place=None, **more):
    return [mail.place.uid for mail in fetch(server.url, place or Place(), today=TODAY, **more)]


def test_a_new_mailbox_is_read_from_last_week_on(imap):
    imap.box.add(b"old", TODAY - dt.timedelta(days=30))
    imap.box.add(b"new")

    [mail] = fetch(imap.url, Place(), today=TODAY)

    assert (mail.place, mail.raw) == (Place(7, 2), b"new")


def test_only_what_came_since_is_fetched(imap):
    for number in range(3):
        imap.box.add(b"mail %d" % number)

    assert numbers(imap, Place(7, 1)) == [2, 3]
    assert numbers(imap, Place(7, 3)) == []
    assert numbers(imap, most=2) == [1, 2]


def test_numbers_of_another_validity_mean_nothing(imap):
    imap.box.add(b"mail")

    assert numbers(imap, Place(6, 40)) == [1]


def test_a_mail_too_large_is_not_fetched_and_not_in_the_way(imap, monkeypatch):
    monkeypatch.setattr("candidates.outreach.mailbox.LARGEST", 10)
    imap.box.add(b"x" * 11)
    imap.box.add(b"small")

    assert [(mail.place.uid, mail.raw) for mail in fetch(imap.url, Place(), today=TODAY)] == [(1, b""), (2, b"small")]
    assert imap.box.fetched == [2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("pa%20ss", "wrong"), "cannot be read"),
        (("INBOX", "Archive"), "cannot be opened"),
        (("imap://", "pop://"), "must begin with imaps://"),
        (("127.0.0.1", "mail.example"), "must begin with imaps://"),
    ],
)
def test_what_is_wrong_is_said_without_the_password(imap, change, words):
    with pytest.raises(MailboxProblem, match=words) as problem:
        list(fetch(imap.url.replace(*change), Place(), today=TODAY))

    assert "pa ss" not in str(problem.value)


def test_a_server_that_is_gone_is_said():
    imap = ImapServer()
    imap.stop()
    with pytest.raises(MailboxProblem, match=r"127\.0\.0\.1 cannot be reached"):
        list(fetch(imap.url, Place(), today=TODAY))


@pytest.fixture
def letter(recruiter, send):
    return send(recruiter)


def test_answers_are_taken_in_and_fetching_again_takes_nothing_twice(imap, letter):
    imap.box.add(reply(letter.message_id).as_bytes())
    imap.box.add(reply("", sender="spam@mail.example", key="<s@x.example>").as_bytes())
    imap.box.add(bounce(letter.message_id))

    came = [fetch_replies(), fetch_replies()]

    assert came == [{"reply": 1, "nobodys": 1, "bounce": 1}, {}]
    assert sorted(Message.objects.values_list("state", flat=True)) == ["failed", "received", "returned"]
    assert (Mailbox.objects.get().uid, Mailbox.objects.get().problem) == (3, "")


def test_a_server_that_hangs_up_is_asked_again_from_there(imap, letter):
    imap.box.add(reply(letter.message_id).as_bytes())
    imap.box.add(reply(letter.message_id, key="<2@uni.example>").as_bytes())
    imap.box.hang_up_on = "FETCH 2"

    first = fetch_replies()
    problem = Mailbox.objects.get().problem
    imap.box.hang_up_on = ""

    assert (first, fetch_replies()) == ({"reply": 1}, {"reply": 1})
    assert "cannot be read" in problem
    assert Message.objects.filter(state="received").count() == 2


def test_without_a_mailbox_nothing_is_asked(db, settings):
    settings.IMAP_URL = ""

    assert fetch_replies() == {}
    assert Mailbox.objects.count() == 0


def test_nothing_in_the_mailbox_is_changed(imap, letter):
    imap.box.add(reply(letter.message_id).as_bytes())

    fetch_replies()

    verbs = {
        command.split(" ")[0] + (" " + command.split(" ")[1] if command.startswith("UID") else "")
        for command in imap.box.commands
    }
    assert verbs == {"CAPABILITY", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"}
