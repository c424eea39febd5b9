import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.booking.models import Booking
from interviews.models import Interview, LoopSearch
from tests import factories
from tests.interviews.booking.conftest import soon


@pytest.fixture
def search(application, kits, mara, jonas, recruiter):
    """A search that is done, with two proposals."""

    def placed(days):
        start = int(soon(days, 14).timestamp()) // 60
        return [
            {"part": "0", "start": start, "minutes": 60, "people": [str(mara.uuid)]},
            {"part": "1", "start": start + 75, "minutes": 60, "people": [str(jonas.uuid)]},
        ]

    return LoopSearch.objects.create(
        application=application,
        by=recruiter,
        state="done",
        first_day=soon(3, 0).date(),
        last_day=soon(9, 0).date(),
        zone="America/Los_Angeles",
        kits=[kit.slug for kit in kits],
        loops=[{"placed": placed(days), "reasons": ["One day."]} for days in (4, 5)],
        is_proven=True,
        seconds=0.4,
        finished_at=timezone.now(),
    )


@pytest.fixture
def page(search):
    return reverse("interviews:loop-search", args=[search.uuid])


def until(days=3):
    return (timezone.now() + dt.timedelta(days=days)).date().isoformat()


def test_the_page_shows_proposals_on_both_clocks(page, recruiter, sign_in):
    text = sign_in(recruiter).get(page).text

    assert "2 proposals" in text
    assert "Theirs:" in text
    assert "PST" in text or "PDT" in text
    assert "Mara Olsen" in text


def test_booking_a_proposal_books_all_of_it(page, application, recruiter, sign_in):
    answer = sign_in(recruiter).post(f"{page}book/", {"number": "1", "tell": "on"})

    assert answer.status_code == 302
    assert application.interviews.count() == 2
    assert Booking.objects.get().state == "booked"


def test_a_proposal_that_clashes_now_books_nothing_and_says_why(page, application, mara, kits, recruiter, sign_in):
    from interviews.schedule.actions import book_interview

    other = factories.ApplicationFactory()
    book_interview(application=other, kit=kits[0], starts_at=soon(5, 14), minutes=45, interviewers=[mara], by=recruiter)

    answer = sign_in(recruiter).post(f"{page}book/", {"number": "1"})

    assert answer.status_code == 422
    assert "Mara Olsen has another interview" in answer.text
    assert not application.interviews.exists()


@pytest.mark.parametrize("number", ["9", "x", ""])
def test_a_proposal_that_is_not_there_is_said_to_be_gone(page, recruiter, sign_in, number):
    answer = sign_in(recruiter).post(f"{page}book/", {"number": number})

    assert answer.status_code == 422
    assert "This proposal is gone" in answer.text


def test_offering_sends_a_link(page, application, recruiter, sign_in):
    answer = sign_in(recruiter).post(f"{page}offer/", {"choices": ["0", "1"], "until": until(), "words": "Welcome"})

    assert answer.status_code == 302
    booking = Booking.objects.get()
    assert (booking.choices.count(), booking.words) == (2, "Welcome")
    board = sign_in(recruiter).get(reverse("hiring:application", args=[application.uuid])).text
    assert "Waits for the candidate" in board


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"choices": ["0"], "until": "2020-01-01"}, "This day has passed"),
        ({"until": until()}, "Choose at least one proposal"),
    ],
    ids=["past", "none"],
)
def test_a_refused_offer_keeps_what_was_typed(page, recruiter, sign_in, given, words):
    answer = sign_in(recruiter).post(f"{page}offer/", {**given, "words": "Do come!"})

    assert answer.status_code == 422
    assert words in answer.text
    assert "Do come!" in answer.text


def test_who_left_makes_a_proposal_unbookable(page, mara, recruiter, sign_in):
    mara.is_active = False
    mara.save()

    answer = sign_in(recruiter).post(f"{page}book/", {"number": "0"})

    assert answer.status_code == 422
    assert "no longer works here" in answer.text
    assert not Interview.objects.exists()


def test_taking_an_offer_back(booking, recruiter, sign_in):
    url = reverse("interviews:withdraw-booking", args=[booking.uuid])

    assert [sign_in(recruiter).post(url).status_code for _ in range(2)] == [302, 302]

    booking.refresh_from_db()
    assert booking.state == "withdrawn"


def test_a_waiting_search_asks_again_by_itself(search, page, recruiter, sign_in):
    LoopSearch.objects.update(state="waiting", finished_at=None)
    waiting = sign_in(recruiter).get(page).text
    progress = sign_in(recruiter, htmx=True).get(page)
    LoopSearch.objects.update(state="done", finished_at=timezone.now())
    done = sign_in(recruiter, htmx=True).get(page)

    assert "Looking for times" in waiting
    assert "<html" not in progress.text
    assert done["HX-Refresh"] == "true"


def test_what_does_not_fit_says_what_would_help(search, page, recruiter, sign_in):
    LoopSearch.objects.update(loops=[], hints=["It fits over 2 days."])

    assert "It fits over 2 days." in sign_in(recruiter).get(page).text


def test_asking_for_a_loop(application, kits, recruiter, sign_in, role):
    for position, kit in enumerate(kits):
        factories.PlannedInterviewFactory(role=role, kit=kit, position=position)
    url = reverse("interviews:loop", args=[application.uuid])
    form = {
        "kits": ["0", "1"],
        "first_day": soon(7, 0).date().isoformat(),
        "last_day": soon(20, 0).date().isoformat(),
        "opens": "09:00",
        "closes": "17:00",
        "most_days": "1",
        "gap": "15",
        "lunch": "45",
        "longest": "180",
    }
    client = sign_in(recruiter)

    shown = client.get(url).text
    refused = client.post(url, {**form, "closes": "08:00", "last_day": "2020-01-01"})
    started = client.post(url, form)

    assert "Secret kit pairing, 60 min" in shown
    assert "America/Los_Angeles" in shown
    assert refused.status_code == 422
    assert "Later than the start." in refused.text
    search = LoopSearch.objects.get()
    assert started["Location"] == reverse("interviews:loop-search", args=[search.uuid])
    assert (search.kits, search.terms["lunch"]) == (["pairing", "theory"], 45)


@pytest.mark.parametrize("name", ["loop", "search", "book", "offer", "withdraw"])
def test_only_those_who_plan_the_role_may(
    name, search, booking, application, interviewer, stranger, recruiter, sign_in
):
    page = reverse("interviews:loop-search", args=[search.uuid])
    url = {
        "loop": reverse("interviews:loop", args=[application.uuid]),
        "search": page,
        "book": f"{page}book/",
        "offer": f"{page}offer/",
        "withdraw": reverse("interviews:withdraw-booking", args=[booking.uuid]),
    }[name]
    method = "get" if name in ("loop", "search") else "post"

    assert [getattr(sign_in(user), method)(url).status_code for user in (stranger, interviewer)] == [404, 404]


def test_an_interviewer_of_the_candidate_sees_no_proposals(search, page, application, mara, kits, recruiter, sign_in):
    from interviews.schedule.actions import book_interview

    book_interview(
        application=application, kit=kits[0], starts_at=soon(8, 9), minutes=45, interviewers=[mara], by=recruiter
    )

    assert sign_in(mara).get(page).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_proposals(search, page, recruiter, sign_in, count_queries, number):
    LoopSearch.objects.update(loops=[search.loops[0]] * number)
    client = sign_in(recruiter)
    client.get(page)

    assert count_queries(lambda: client.get(page)) <= 13
