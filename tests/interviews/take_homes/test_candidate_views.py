import datetime as dt
import threading

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.take_homes.giving import withdraw_take_home
from interviews.take_homes.handing_in import finish, hand_in
from interviews.take_homes.links import token_of
from interviews.take_homes.models import HandIn, TakeHome
from interviews.take_homes.refusals import HandInRefused
from workspace.models import Mail, StoredFile


@pytest.fixture(autouse=True)
def a_minute_of_ones_own():
    cache.clear()


def page(take_home, name="take-home-work"):
    return reverse(f"interviews:{name}", args=[token_of(take_home)])


def test_the_page_says_everything_beforehand(take_home, client, count_queries):
    answer = client.get(page(take_home))

    said = answer.content.decode()
    for words in (
        "3 hours",
        "Written feedback within a week.",
        "A claim and a script.",
        "the claim",
        "Compares seed by seed.",
    ):
        assert words in said
    assert "Allowed and declared".lower() in said
    assert "Rita" not in said
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    take_home.refresh_from_db()
    assert take_home.opened_at


def test_work_is_handed_in_replaced_and_finished(media, take_home, client):
    report = SimpleUploadedFile("report.txt", b"Noise helps, a little.")
    answer = client.post(page(take_home, "take-home-hand-in"), {"file": report, "statement": "For a plot"}, follow=True)
    assert answer.status_code == 200
    assert "report.txt" in answer.content.decode()
    first = HandIn.objects.get()

    client.post(page(take_home, "take-home-hand-in"), {"text": "Better words", "minutes_spent": "170"})

    first.refresh_from_db()
    assert (first.replaced_at is not None, first.file, first.statement) == (True, None, "")
    standing = take_home.hand_ins.get(replaced_at=None)
    assert (standing.text, standing.minutes_spent, standing.file.name) == ("Better words", 170, "report.txt")

    client.post(page(take_home, "take-home-finished"))
    late = client.post(page(take_home, "take-home-hand-in"), {"text": "Once more"})

    assert late.status_code == 409
    assert "Once more" not in take_home.hand_ins.get(replaced_at=None).text
    subjects = list(Mail.objects.filter(to="qzorb@mail.example").order_by("pk").values_list("subject", flat=True))
    assert [one.partition(": ")[2] for one in subjects] == ["A task for you", *["Your work arrived"] * 3]


def test_a_replaced_file_is_forgotten(media, take_home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = hand_in(take_home=take_home, upload=SimpleUploadedFile("a.txt", b"first words"))
    file = first.file
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(take_home=take_home, upload=SimpleUploadedFile("b.txt", b"other words"))

    assert not StoredFile.objects.filter(pk=file.pk).exists()
    assert sorted(StoredFile.objects.exclude(name__startswith=take_home.code).values_list("name", flat=True)) == [
        "b.txt"
    ]


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({}, 409, "Nothing is here yet"),
        ({"link": "not a link"}, 422, "valid URL"),
        ({"text": "x" * 60_001}, 422, "60000"),
        ({"text": "kept words", "file": SimpleUploadedFile("a.exe", b"MZ\x00\x01\x02")}, 409, "not accepted"),
        ({"text": "kept words", "file": SimpleUploadedFile("a.txt", b"x" * 3_000)}, 422, "larger than"),
    ],
    ids=["nothing", "no link", "too long", "wrong type", "too large"],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    media, settings, take_home, client, sent, status, words
):
    settings.MAX_UPLOAD_BYTES = 2_000
    answer = client.post(page(take_home, "take-home-hand-in"), sent)

    assert answer.status_code == status
    said = answer.content.decode()
    assert words in said.replace("\xa0", " ")
    if sent.get("text") == "kept words":
        assert "kept words</textarea>" in said
    assert not HandIn.objects.exists()
    assert not StoredFile.objects.exists()


def test_what_comes_late_is_refused_and_what_came_stands(take_home):
    hand_in(take_home=take_home, text="in time")
    within = take_home.closes_at + dt.timedelta(minutes=9)
    after = take_home.closes_at + dt.timedelta(minutes=11)

    hand_in(take_home=take_home, text="under way when time ran out", now=within)
    with pytest.raises(HandInRefused, match="being read already"):
        hand_in(take_home=take_home, text="too late", now=after)
    with pytest.raises(HandInRefused, match="being read already"):
        finish(take_home=take_home, now=after)

    assert take_home.hand_ins.get(replaced_at=None).text == "under way when time ran out"


def test_the_page_says_that_time_is_over(take_home, client):
    with time_machine.travel(take_home.closes_at + dt.timedelta(minutes=11), tick=False):
        answer = client.get(page(take_home))
        refused = client.post(page(take_home, "take-home-hand-in"), {"text": "late"})

    assert "Time is over" in answer.content.decode()
    assert refused.status_code == 409
    assert "this was not kept" in refused.content.decode()


def test_declining_needs_no_reason_and_ends_it(take_home, client):
    answer = client.post(page(take_home, "take-home-decline"), {"why": "No time"}, follow=True)

    assert "You declined" in answer.content.decode()
    take_home.refresh_from_db()
    assert (take_home.declined_at is not None, take_home.said) == (True, "No time")
    with pytest.raises(HandInRefused, match="declined"):
        hand_in(take_home=take_home, text="after all")


def test_what_is_read_already_cannot_be_declined(take_home, client):
    hand_in(take_home=take_home, text="done", is_final=True)

    assert client.post(page(take_home, "take-home-decline")).status_code == 409


def test_a_task_taken_back_says_so(take_home, client, recruiter):
    withdraw_take_home(take_home=take_home, by=recruiter)

    assert "taken back" in client.get(page(take_home)).content.decode()
    assert client.post(page(take_home, "take-home-hand-in"), {"text": "x"}).status_code == 409


def test_wrong_foreign_and_spent_links_look_the_same(take_home, client, candidate):
    good = token_of(take_home)
    answers = [
        client.get(reverse("interviews:take-home-work", args=[token])) for token in ("x", good[:-2] + "zz", f"{good}a")
    ]
    candidate.erased_at = timezone.now()
    candidate.save()
    answers.append(client.get(reverse("interviews:take-home-work", args=[good])))

    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1


def test_guessing_links_is_slowed_down(client):
    codes = [client.get(reverse("interviews:take-home-work", args=[f"guess-{n}"])).status_code for n in range(32)]

    assert codes == [404] * 30 + [429] * 2


@pytest.mark.django_db(transaction=True)
def test_two_hand_ins_at_once_leave_one(media, take_home):
    problems = []

    def send(words):
        try:
            hand_in(take_home=TakeHome.objects.get(pk=take_home.pk), text=words)
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(f"words {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert take_home.hand_ins.count() == 4
    assert take_home.hand_ins.filter(replaced_at=None).count() == 1
    assert sorted(take_home.hand_ins.exclude(text="").values_list("replaced_at", flat=True)) == [None]


def test_no_other_site_hands_in_for_somebody(take_home):
    client = Client(enforce_csrf_checks=True)
    assert client.post(page(take_home, "take-home-hand-in"), {"text": "x"}).status_code == 403

    client.get(page(take_home))
    token = client.cookies["csrftoken"].value
    assert (
        client.post(page(take_home, "take-home-hand-in"), {"text": "x", "csrfmiddlewaretoken": token}).status_code
        == 302
    )
