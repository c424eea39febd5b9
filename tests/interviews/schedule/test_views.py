import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from interviews.models import Interview, Scorecard
from interviews.schedule.actions import book_interview
from tests import factories
from tests.interviews.schedule.test_invitations import read

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)  # a Monday


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kit():
    return factories.KitFactory(name="Pair debugging")


@pytest.fixture
def mara():
    return factories.UserFactory(name="Mara Olsen", time_zone="America/New_York")


@pytest.fixture
def interview(application, kit, mara, recruiter):
    return book_interview(
        application=application,
        kit=kit,
        starts_at=NOW + dt.timedelta(days=1, hours=6),
        minutes=45,
        interviewers=[mara],
        location="https://meet.example/4",
        by=recruiter,
    )


@pytest.fixture
def url(application):
    return reverse("interviews:book", args=[application.uuid])


@pytest.fixture
def typed(kit, mara):
    """What is typed into the booking form: tomorrow at three."""

    def fields(**changes):
        known = {"kit": kit.slug, "day": "2027-03-02", "time": "15:00", "minutes": "", "interviewers": [str(mara.uuid)]}
        return {**known, **changes}

    return fields


def test_booking_page_lists_planned_kits_first_and_everybodys_load(
    sign_in, recruiter, application, url, interview, kit
):
    factories.PlannedInterviewFactory(role=application.role, kit=kit)
    other = factories.KitFactory(name="Maths")

    page = sign_in(recruiter).get(url, {"kit": kit.slug}).content.decode()

    assert page.index("In this role’s plan") < page.index("Pair debugging ·") < page.index(f"{other.name} ·")
    assert "1 that week" in page
    assert "On your clock, UTC." in page


def test_book_without_javascript(sign_in, recruiter, application, url, typed, mara):
    answer = sign_in(recruiter).post(url, typed(location="Room 4"))

    interview = Interview.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("interviews:interview", args=[interview.uuid])
    assert (interview.starts_at, interview.location) == (dt.datetime(2027, 3, 2, 15, tzinfo=dt.UTC), "Room 4")
    assert interview.ends_at - interview.starts_at == dt.timedelta(minutes=45)
    assert [seat.user for seat in interview.seats.all()] == [mara]


def test_book_with_htmx_leaves_the_page(sign_in, recruiter, url, typed):
    answer = sign_in(recruiter, htmx=True).post(url, typed())

    assert answer["HX-Redirect"] == reverse("interviews:interview", args=[Interview.objects.get().uuid])


def test_time_is_taken_in_the_bookers_zone(sign_in, recruiter, url, typed):
    recruiter.time_zone = "Europe/Zurich"
    recruiter.save()

    sign_in(recruiter).post(url, typed(despite="1"))

    assert Interview.objects.get().starts_at == dt.datetime(2027, 3, 2, 14, tzinfo=dt.UTC)


def test_time_that_the_clocks_skip_is_refused(sign_in, recruiter, url, typed):
    recruiter.time_zone = "Europe/Zurich"
    recruiter.save()

    answer = sign_in(recruiter).post(url, typed(day="2027-03-28", time="02:30"))

    assert answer.status_code == 422
    assert "does not exist on Sun 28 Mar 2027 in Europe/Zurich: the clocks go forward." in answer.content.decode()
    assert not Interview.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2027-02-22"}, "This time has passed."),
        ({"day": "2027-03-06"}, "It is Saturday for Mara Olsen."),
        ({"time": "06:00"}, "It is 01:00–01:45 for Mara Olsen (EST)."),
    ],
)
def test_oddity_is_told_first_and_booked_all_the_same(sign_in, recruiter, url, typed, changes, words):
    client = sign_in(recruiter)

    told = client.post(url, typed(**changes))
    booked = client.post(url, typed(**changes, despite="1"))

    assert told.status_code == 422
    assert words in told.content.decode()
    assert booked.status_code == 302


def test_clash_is_told_with_everything_still_filled_in(sign_in, recruiter, url, typed, interview, mara):
    answer = sign_in(recruiter, htmx=True).post(url, typed(time="15:30", location="Room 9", despite="1"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "another interview on Tue 2 Mar 2027, 15:00–15:45 UTC." in page
    assert 'value="Room 9"' in page
    assert page.count("checked") == 1 + page.count('name="despite" value="1" checked')
    assert "<html" not in page


def test_show_who_is_free_complains_of_nothing(sign_in, recruiter, url, typed, interview, mara):
    answer = sign_in(recruiter).post(url, {"day": "2027-03-02", "time": "15:30", "look": "1", "kit": ""})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "errorlist" not in page
    assert not Interview.objects.exclude(pk=interview.pk).exists()


def test_show_who_is_free_marks_who_is_taken(sign_in, recruiter, url, typed, interview):
    answer = sign_in(recruiter).post(url, typed(time="15:30", look="1"))

    assert "taken then" in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kit": "nonsense", "day": "tomorrow", "time": "noon", "minutes": "-3", "interviewers": ["x"]},
        {"day": "0001-01-01", "time": "00:00"},
        {"day": "9999-12-31", "time": "23:59"},
        {"minutes": "99999999999999999999"},
        {"interviewers": ["\x00"], "shadows": ["' OR 1=1"], "location": "x" * 301},
        {"kit": "\x00"},
    ],
)
def test_hostile_booking_is_refused_in_words(sign_in, recruiter, url, typed, fields):
    answer = sign_in(recruiter).post(url, typed(**fields) if fields else {})

    assert answer.status_code == 422
    assert not Interview.objects.exists()


def test_booking_is_the_roles_business(sign_in, url, outsiders, interview, mara, hiring_manager, admin):
    assert outsiders(url) == [302, 404]
    assert sign_in(mara).get(url).status_code == 403
    assert sign_in(hiring_manager).get(url).status_code == 200
    assert sign_in(admin).get(url).status_code == 200


def test_booking_page_costs_the_same_with_more_people_and_interviews(
    sign_in, recruiter, url, typed, interview, count_queries, application, kit
):
    client = sign_in(recruiter)
    client.get(url)
    one = count_queries(lambda: client.get(url, typed()))
    for n in range(2):
        book_interview(
            application=application,
            kit=factories.KitFactory(),
            starts_at=NOW + dt.timedelta(days=3 + n),
            minutes=45,
            interviewers=[factories.UserFactory()],
            by=recruiter,
        )

    assert count_queries(lambda: client.get(url, typed())) == one
    assert one <= 22  # nine of them for hours, calendars, caps and training


def test_interview_page_shows_both_clocks(sign_in, recruiter, interview):
    page = sign_in(recruiter).get(reverse("interviews:interview", args=[interview.uuid])).content.decode()

    assert "Tue 2 Mar, 15:00–15:45 UTC" in page
    assert "For Mara Olsen" in page
    assert "Tue 2 Mar 2027, 10:00–10:45 EST" in page
    assert 'href="https://meet.example/4"' in page


def test_interview_page_shows_the_candidates_clock(sign_in, recruiter, interview, application):
    application.candidate.time_zone = "Asia/Tokyo"
    application.candidate.save()

    page = sign_in(recruiter).get(reverse("interviews:interview", args=[interview.uuid])).content.decode()

    assert f"For {application.candidate.name}</dt><dd>Wed 3 Mar 2027, 00:00–00:45 JST" in page


def test_trap_interviewers_pages_need_no_right_on_the_role(sign_in, interview, mara, role):
    """Every page an assignment leads to works though its role may not even be known of."""
    role.is_confidential = True
    role.save()
    client = sign_in(mara)
    card = Scorecard.objects.get(author=mara)

    pages = [
        reverse("interviews:week"),
        reverse("interviews:calendar"),
        reverse("interviews:interview", args=[interview.uuid]),
        reverse("interviews:calendar-file", args=[interview.uuid]),
        reverse("interviews:scorecard", args=[card.uuid]),
        reverse("hiring:application", args=[interview.application.uuid]),
        reverse("interviews:kit", args=[interview.kit.slug, 1]),
    ]

    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert client.get(reverse("hiring:role", args=[role.slug])).status_code in {403, 404}


def test_interview_page_is_for_the_role_and_its_people(sign_in, interview, outsiders, mara):
    url = reverse("interviews:interview", args=[interview.uuid])

    page = sign_in(mara).get(url)

    assert page.status_code == 200
    assert "Your scorecard" in page.content.decode()
    assert reverse("interviews:cancel", args=[interview.uuid]) not in page.content.decode()
    assert outsiders(url) == [302, 404]


@pytest.mark.parametrize("name", ["reschedule", "reassign", "cancel"])
def test_changing_is_not_for_interviewers_or_strangers(sign_in, interview, outsiders, mara, name):
    url = reverse(f"interviews:{name}", args=[interview.uuid])

    assert outsiders(url, "post") == [302, 404]
    assert sign_in(mara).post(url).status_code == 403


def test_reschedule_shows_the_slot_and_moves_it(sign_in, recruiter, interview):
    client = sign_in(recruiter)
    url = reverse("interviews:reschedule", args=[interview.uuid])

    page = client.get(url).content.decode()
    answer = client.post(url, {"day": "2027-03-03", "time": "16:00", "minutes": "60", "location": "Room 2"})

    assert 'value="2027-03-02"' in page
    assert 'value="15:00"' in page
    assert answer.status_code == 302
    interview.refresh_from_db()
    assert (interview.starts_at, interview.location, interview.sequence) == (
        dt.datetime(2027, 3, 3, 16, tzinfo=dt.UTC),
        "Room 2",
        1,
    )


def test_reschedule_of_what_took_place_is_refused_in_words(sign_in, recruiter, interview):
    Scorecard.objects.update(submitted_at=NOW)

    answer = sign_in(recruiter, htmx=True).post(
        reverse("interviews:reschedule", args=[interview.uuid]),
        {"day": "2027-03-03", "time": "16:00", "minutes": "60", "location": ""},
    )

    assert answer.status_code == 422
    assert "This interview took place" in answer.content.decode()


def test_reassign_keeps_what_was_ticked(sign_in, recruiter, interview, mara):
    client = sign_in(recruiter)
    url = reverse("interviews:reassign", args=[interview.uuid])
    comes = factories.UserFactory()

    before = client.get(url).content.decode()
    refused = client.post(url, {"interviewers": [str(mara.uuid)], "shadows": [str(mara.uuid)]})
    answer = client.post(url, {"interviewers": [str(comes.uuid)], "shadows": [str(mara.uuid)]})

    assert before.count(" checked") == 1
    assert refused.status_code == 422
    assert "cannot hold the interview and shadow it" in refused.content.decode()
    assert answer.status_code == 302
    assert set(interview.seats.filter(is_live=True).values_list("user", "kind")) == {
        (comes.pk, "interviewer"),
        (mara.pk, "shadow"),
    }


def test_cancel_asks_once(sign_in, recruiter, interview):
    client = sign_in(recruiter)
    url = reverse("interviews:cancel", args=[interview.uuid])

    asked = client.get(url)
    answer = client.post(url)
    again = client.post(url)

    assert asked.status_code == 200
    assert Interview.objects.get().state == "cancelled"
    assert answer.status_code == 302
    assert again.status_code == 422


def test_calendar_file_is_one_event(sign_in, mara, interview, outsiders):
    url = reverse("interviews:calendar-file", args=[interview.uuid])

    answer = sign_in(mara).get(url)

    assert answer["Content-Type"].startswith("text/calendar")
    assert read(answer.content.decode())[1].dtstart == interview.starts_at
    assert outsiders(url) == [302, 404]


@pytest.mark.parametrize("week", ["2027-W09", "", "2027-W99", "x", "0001-W01", "9999-W52", "2027-W09' --"])
def test_calendar_takes_any_address(sign_in, recruiter, interview, week):
    answer = sign_in(recruiter).get(reverse("interviews:calendar"), {"week": week})

    assert answer.status_code == 200


def test_calendar_shows_only_what_the_viewer_may_see(sign_in, recruiter, stranger, mara, interview, application):
    name = application.candidate.name

    pages = [sign_in(user).get(reverse("interviews:calendar")).content.decode() for user in (recruiter, mara, stranger)]

    assert [name in page for page in pages] == [True, True, False]


def test_calendar_costs_the_same_with_more_interviews(sign_in, recruiter, interview, application, count_queries):
    client = sign_in(recruiter)
    url = reverse("interviews:calendar")
    client.get(url)
    one = count_queries(lambda: client.get(url))
    for n in range(2):
        book_interview(
            application=factories.ApplicationFactory(role=application.role),
            kit=factories.KitFactory(),
            starts_at=NOW + dt.timedelta(days=2 + n),
            minutes=45,
            interviewers=[factories.UserFactory(), factories.UserFactory()],
            by=recruiter,
        )

    assert count_queries(lambda: client.get(url)) == one
    assert one <= 22  # nine of them for hours, calendars, caps and training


def test_calendar_week_follows_the_viewers_clock(sign_in, application, kit, recruiter):
    """Sunday evening in New York is Monday in UTC."""
    manager = application.role.hiring_manager
    manager.time_zone = "America/New_York"
    manager.save()
    book_interview(
        application=application,
        kit=kit,
        starts_at=dt.datetime(2027, 3, 8, 2, 0, tzinfo=dt.UTC),
        minutes=45,
        interviewers=[factories.UserFactory()],
        by=recruiter,
    )

    page = sign_in(manager).get(reverse("interviews:calendar"), {"week": "2027-W09"}).content.decode()

    assert "Sun 7 Mar" in page
    assert application.candidate.name in page


def test_panel_on_the_application_page(sign_in, recruiter, mara, interview, application):
    url = reverse("hiring:application", args=[application.uuid])

    managed = sign_in(recruiter).get(url).content.decode()
    assigned = sign_in(mara).get(url).content.decode()

    assert reverse("interviews:book", args=[application.uuid]) in managed
    assert reverse("interviews:reschedule", args=[interview.uuid]) in managed
    assert reverse("interviews:interview", args=[interview.uuid]) in assigned
    assert reverse("interviews:reschedule", args=[interview.uuid]) not in assigned


def test_assigned_interviewer_sees_only_their_own_interviews(sign_in, application, interview, mara, kit, recruiter):
    other = factories.UserFactory()
    elsewhere = book_interview(
        application=application,
        kit=kit,
        starts_at=NOW + dt.timedelta(days=4),
        minutes=45,
        interviewers=[other],
        by=recruiter,
    )

    page = sign_in(mara).get(reverse("hiring:application", args=[application.uuid])).content.decode()

    assert str(elsewhere.uuid) not in page
    assert sign_in(mara).get(reverse("interviews:interview", args=[elsewhere.uuid])).status_code == 404


def test_today_is_not_frozen_at_start(sign_in, recruiter, interview):
    client = sign_in(recruiter)
    url = reverse("interviews:calendar")

    with time_machine.travel(NOW + dt.timedelta(days=7), tick=False):
        page = client.get(url).content.decode()

    assert "Mon 8 Mar" in page
    assert timezone.now() == NOW
