import datetime as dt
import re

import pytest
import vobject
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from interviews.booking import public_views
from interviews.booking.actions import offer_times, withdraw
from interviews.booking.choosing import take_choice
from interviews.booking.links import token_of, url_of
from interviews.booking.models import Booking
from interviews.models import Interview
from tests.interviews.booking.conftest import soon


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def page(booking):
    return reverse("interviews:times", args=[token_of(booking)])


def first_choice(client, page):
    return re.search(r'name="choice" value="([^"]+)"', client.get(page).text)[1]


def test_the_page_shows_the_times_on_the_candidates_clock_and_no_name_of_ours(client, page):
    text = client.get(page).text

    assert text.count('name="choice"') == 3
    assert "America/Los_Angeles" in text
    for secret in ("Mara", "Jonas", "Secret kit", "Rita"):
        assert secret not in text


def test_another_clock_shows_the_same_times_there_and_is_kept_with_the_choice(client, page, booking):
    text = client.get(page, {"zone": "Asia/Tokyo"}).text
    assert "23:00–01:15" in text  # 14:00 in UTC, and over midnight
    assert "JST" in text

    client.post(f"{page}choose/", {"choice": first_choice(client, page), "zone": "Asia/Tokyo"})

    booking.refresh_from_db()
    assert booking.zone == "Asia/Tokyo"
    assert "JST" not in client.get(page).text or "Asia/Tokyo" in client.get(page).text


def test_choosing_books_and_the_page_says_what_is_booked(client, page):
    answer = client.post(f"{page}choose/", {"choice": first_choice(client, page)}, follow=True)

    assert answer.status_code == 200
    assert "You are booked" in answer.text
    assert "Pair coding" in answer.text
    assert Interview.objects.count() == 2


def test_a_double_click_books_once(client, page):
    chosen = first_choice(client, page)

    answers = [client.post(f"{page}choose/", {"choice": chosen}) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert Interview.objects.count() == 2


def test_who_was_too_late_is_told_so_and_sees_what_is_left(client, page, mara, kits, recruiter):
    from interviews.schedule.actions import book_interview
    from tests import factories

    chosen = first_choice(client, page)
    other = factories.ApplicationFactory()
    book_interview(application=other, kit=kits[0], starts_at=soon(4, 14), minutes=45, interviewers=[mara], by=recruiter)

    answer = client.post(f"{page}choose/", {"choice": chosen})

    assert answer.status_code == 409
    assert "just been taken" in answer.text
    assert answer.text.count('name="choice"') == 2


@pytest.mark.parametrize("chosen", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_no_choice_is_asked_for_again(client, page, chosen):
    answer = client.post(f"{page}choose/", {"choice": chosen})

    assert answer.status_code == 422
    assert "Choose one of the times first" in answer.text


def test_moving(client, page):
    client.post(f"{page}choose/", {"choice": first_choice(client, page)})

    moving = client.get(page, {"move": "1"}).text
    assert moving.count('name="choice"') == 2
    chosen = re.search(r'name="choice" value="([^"]+)"', moving)[1]
    client.post(f"{page}choose/", {"choice": chosen, "move": "1"})

    assert set(Interview.objects.values_list("sequence", flat=True)) == {1}
    assert "You are booked" in client.get(page).text


def test_declining_keeps_the_reason(client, page, booking):
    answer = client.post(f"{page}decline/", {"why": "I took another offer"}, follow=True)

    assert "You declined" in answer.text
    booking.refresh_from_db()
    assert (booking.state, booking.said) == ("declined", "I took another offer")


def test_asking_for_other_times(client, page, booking):
    refused = client.post(f"{page}ask/", {"words": ""})
    answer = client.post(f"{page}ask/", {"words": "Any Friday"}, follow=True)

    assert refused.status_code == 422
    assert "Say which times would suit you" in refused.text
    assert "We have your words" in answer.text
    booking.refresh_from_db()
    assert (booking.state, booking.said) == ("offered", "Any Friday")


def test_saying_what_would_help(client, page, booking):
    refused = client.post(f"{page}needs/", {"adjustments": ["a dragon"], "adjustment_words": "I lip-read"})
    client.post(f"{page}needs/", {"adjustments": ["captions"], "adjustment_words": "I lip-read"})

    assert refused.status_code == 422
    assert "I lip-read" in refused.text
    booking.refresh_from_db()
    assert (booking.adjustments, booking.adjustment_words) == (["captions"], "I lip-read")


def test_the_calendar_file_holds_every_interview(client, page, booking):
    take_choice(booking=booking, choice=booking.choices.get(position=0))

    answer = client.get(f"{page}interviews.ics")

    events = vobject.readOne(answer.text).vevent_list
    assert [one.dtstart.value for one in events] == [soon(4, 14), soon(4, 15, 15)]
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("ending", ["", "choose/", "decline/", "ask/", "needs/", "interviews.ics"])
def test_every_wrong_link_gets_the_same_answer(client, page, booking, candidate, ending):
    method = client.get if ending in ("", "interviews.ics") else client.post
    altered = page[:-2] + ("a" if page[-2] != "a" else "b") + "/"
    made_up = reverse("interviews:times", args=[booking.uuid.hex])
    type(candidate).objects.filter(pk=candidate.pk).update(erased_at=timezone.now())

    answers = [method(url + ending) for url in (altered, made_up, page)]

    assert {one.status_code for one in answers} == {404}
    assert len({re.sub(r'nonce="[^"]+"', "", one.text) for one in answers}) == 1


def test_what_ran_out_and_what_was_taken_back_is_answered_kindly(client, page, booking, recruiter):
    Booking.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert "This link has run out. Answer our mail" in client.get(page).text

    Booking.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    withdraw(booking=booking, by=recruiter)
    assert "These times are no longer on offer" in client.get(page).text


def test_a_link_is_not_hammered_on(client, page, monkeypatch):
    monkeypatch.setattr(public_views, "MOST_POSTS", 3)

    answers = [client.post(f"{page}choose/", {"choice": ""}).status_code for _ in range(4)]

    assert answers == [422, 422, 422, 429]


def test_the_page_is_kept_by_nobody(client, page):
    assert "no-store" in client.get(page)["Cache-Control"]


def test_the_link_of_the_mail_leads_to_the_page(client, booking, settings):
    assert client.get(url_of(booking).removeprefix(settings.SITE_URL)).status_code == 200


@pytest.mark.parametrize("choices", [1, 3])
def test_queries_do_not_grow_with_the_choices(client, count_queries, application, loop_at, recruiter, choices):
    booking = offer_times(
        application=application,
        choices=[loop_at(soon(4 + n, 14)) for n in range(choices)],
        expires_at=timezone.now() + dt.timedelta(days=2),
        by=recruiter,
    )
    page = reverse("interviews:times", args=[token_of(booking)])

    assert count_queries(lambda: client.get(page)) <= 14
    assert client.get(page).text.count('name="choice"') == choices
