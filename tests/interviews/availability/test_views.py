import datetime as dt

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from interviews.availability.actions import add_day_off, make_feed, save_hours, set_load_policy, stop_feed
from interviews.availability.models import BusySource, DayOff, InterviewerSettings, LoadPolicy, WorkingSpan
from interviews.availability.queries import USUAL_WEEK
from interviews.availability.sources import add_source
from interviews.schedule.actions import book_interview, cancel_interview, reassign_interview, reschedule_interview
from tests import factories

URL = "/me/hours/"
TYPED = {f"day_{day}": "9–12:30, 13:30–17" for day in range(4)} | {"day_4": "", "day_5": "", "day_6": ""}


@pytest.fixture
def mara(db):
    return factories.UserFactory(name="Mara Olsen", time_zone="Europe/Zurich")


@pytest.fixture
def client(sign_in, mara):
    return sign_in(mara)


def book(user, days=2, **fields):
    at = (timezone.now() + dt.timedelta(days=days)).replace(microsecond=0)
    application = factories.ApplicationFactory(candidate__name="Elin Vasquez", **fields)
    kit = factories.KitFactory(name="Pair debugging")
    recruiter = factories.UserFactory(recruiter=True)
    return book_interview(
        application=application, kit=kit, starts_at=at, minutes=45, interviewers=[user], location="Room 4", by=recruiter
    )


def test_hours_start_from_an_offices_and_are_kept_as_typed(client, mara):
    page = client.get(URL).content.decode()
    assert "You have not said yet when you work" in page
    assert page.count("09:00–12:30, 13:30–17:30") == 5

    answer = client.post(URL, {**TYPED, "per_day": "1", "per_week": "", "available_until": "2099-01-01"})

    assert (answer.status_code, answer["Location"]) == (302, URL)
    spans = WorkingSpan.objects.filter(user=mara).values_list("weekday", "opens", "closes")
    assert len(spans) == 8
    assert spans[1] == (0, dt.time(13, 30), dt.time(17))
    own = InterviewerSettings.objects.get(user=mara)
    assert (own.per_day, own.per_week, own.available_until) == (1, None, dt.date(2099, 1, 1))
    assert "You have not said yet" not in client.get(URL).content.decode()


def test_refused_hours_lose_nothing_that_was_typed(client, mara):
    answer = client.post(
        URL, {**TYPED, "day_2": "17–9", "available_from": "2026-02-02", "available_until": "2026-01-01"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="17–9"' in page
    assert "“17–9” ends before it starts" in page
    assert "The last day lies before the first." in page
    assert not WorkingSpan.objects.exists()


def test_days_off_are_kept_shown_and_removed_by_their_owner_alone(client, mara, sign_in, stranger):
    day = timezone.now().date() + dt.timedelta(days=7)

    client.post("/me/hours/off/", {"off-first": f"{day}", "off-hours": "10–12", "off-label": "Moving house"})

    kept = DayOff.objects.get(user=mara)
    assert (kept.first, kept.last, kept.opens, kept.closes) == (day, day, dt.time(10), dt.time(12))
    assert "Moving house" in client.get(URL).content.decode()
    remove = reverse("interviews:remove-day-off", args=[kept.uuid])
    assert sign_in(stranger).post(remove).status_code == 404
    assert client.post(remove).status_code == 302
    assert not DayOff.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"off-first": ""}, "This field is required"),
        ({"off-first": "2027-01-02", "off-last": "2027-01-01"}, "The last day lies before the first."),
        ({"off-first": "2027-01-02", "off-hours": "9–10, 11–12"}, "One span"),
        ({"off-first": "2027-01-02", "off-hours": "later"}, "not a span"),
    ],
)
def test_unclear_days_off_are_refused(client, typed, words):
    answer = client.post("/me/hours/off/", typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not DayOff.objects.exists()


def test_a_calendar_is_added_paused_resumed_and_removed(client, mara):
    client.post("/me/calendars/", {"source-address": "webcal://calendar.example/secret.ics", "source-name": "Work"})

    source = BusySource.objects.get(user=mara)
    page = client.get(URL).content.decode()
    assert "calendar.example" in page
    assert "secret.ics" not in page
    url = reverse("interviews:change-calendar", args=[source.uuid])
    for act, paused in (("pause", True), ("resume", False), ("pause", True), ("read", False)):
        client.post(url, {"act": act})
        source.refresh_from_db()
        assert bool(source.paused_at) is paused
    client.post(url, {"act": "remove"})
    assert not BusySource.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"source-address": "http://calendar.example/a.ics"}, "so that nobody reads along"),
        ({"source-address": "https://calendar.example", "source-username": "mara"}, "CalDAV needs both"),
        ({"source-address": ""}, "This field is required"),
    ],
)
def test_a_calendar_that_cannot_be_added_says_why(client, typed, words):
    answer = client.post("/me/calendars/", typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BusySource.objects.exists()


def test_a_typed_password_is_never_sent_back(client):
    typed = {"source-address": "ftp://x", "source-username": "mara", "source-password": "hunter2-hunter2"}

    assert "hunter2" not in client.post("/me/calendars/", typed).content.decode()


def test_an_error_and_the_choice_of_a_calendar_are_shown(client, mara):
    source = add_source(user=mara, name="", address="https://caldav.example", username="mara", password="x")
    BusySource.objects.filter(pk=source.pk).update(
        found=[{"name": "Home", "address": "https://caldav.example/home/", "may_write": False}], error="No luck."
    )

    page = client.get(URL).content.decode()
    assert "Home (to read only)" in page
    assert "No luck." in page

    url = reverse("interviews:change-calendar", args=[source.uuid])
    client.post(url, {"act": "choose", "calendar": "https://elsewhere.example/"}, follow=True)
    source.refresh_from_db()
    assert source.calendar == ""
    client.post(url, {"act": "choose", "calendar": "https://caldav.example/home/"})
    client.post(url, {"act": "receive"})
    source.refresh_from_db()
    assert (source.calendar, source.name, source.receives) == ("https://caldav.example/home/", "Home", True)
    assert "Choose what to do" in client.post(url, {"act": "?"}, follow=True).content.decode()


def test_calendars_are_their_owners_alone(mara, sign_in, stranger, admin):
    source = add_source(user=mara, name="Work", address="https://calendar.example/a.ics")
    url = reverse("interviews:change-calendar", args=[source.uuid])

    assert [sign_in(user).post(url, {"act": "remove"}).status_code for user in (stranger, admin)] == [404, 404]
    assert Client().post(url).status_code == 302


def feed_of(user):
    return f"/calendars/{make_feed(user=user)}.ics"


def events(answer):
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_feed_shows_versions_states_an_alarm_and_the_kit(mara):
    interview = book(mara)
    url = feed_of(mara)

    [event] = events(Client().get(url))
    assert (str(event["SUMMARY"]), str(event["STATUS"]), event["SEQUENCE"]) == (
        "Pair debugging with Elin Vasquez",
        "CONFIRMED",
        0,
    )
    assert event.walk("VALARM")[0]["TRIGGER"].dt == dt.timedelta(minutes=-15)
    assert reverse("interviews:kit", args=[interview.kit.slug, 1]) in str(event["DESCRIPTION"])

    later = interview.starts_at + dt.timedelta(hours=2)
    reschedule_interview(interview=interview, starts_at=later, minutes=45, by=mara)
    [event] = events(Client().get(url))
    assert (event["SEQUENCE"], event["DTSTART"].dt) == (1, later)

    cancel_interview(interview=interview, by=mara)
    [event] = events(Client().get(url))
    assert (str(event["STATUS"]), event["SEQUENCE"], event.walk("VALARM")) == ("CANCELLED", 2, [])


def test_the_feed_of_who_lost_their_seat_cancels_it_and_nobody_elses_interviews_show(mara):
    interview = book(mara)
    book(factories.UserFactory())
    url = feed_of(mara)

    reassign_interview(interview=interview, interviewers=[factories.UserFactory()], by=mara)

    [event] = events(Client().get(url))
    assert str(event["STATUS"]) == "CANCELLED"


def test_the_feed_names_nobody_where_its_owner_or_the_role_says_so(mara, client):
    book(mara, role__is_confidential=True)
    url = feed_of(mara)
    assert b"Elin" not in Client().get(url).content

    book(mara, days=4)
    assert b"Elin" in Client().get(url).content
    client.post("/me/feed/", {"feed-alarm_minutes": "0"})
    answer = Client().get(url)
    assert b"Elin" not in answer.content
    assert b"VALARM" not in answer.content


def test_the_feed_is_told_to_be_unchanged_only_while_it_is(mara):
    interview = book(mara)
    url = feed_of(mara)
    etag = Client().get(url)["ETag"]

    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 304
    cancel_interview(interview=interview, by=mara)
    assert Client().get(url, headers={"If-None-Match": etag}).status_code == 200


def test_a_renewed_stopped_or_foreign_secret_shows_nothing(mara, client):
    first = feed_of(mara)
    client.post("/me/feed/", {"act": "make"})
    page = client.get(URL).content.decode()
    second = "/calendars/" + page.partition("http://testserver/calendars/")[2].partition(".ics")[0] + ".ics"

    assert [Client().get(one).status_code for one in (first, second, "/calendars/x.ics")] == [404, 200, 404]

    stop_feed(user=mara)
    assert Client().get(second).status_code == 404
    url = feed_of(mara)
    mara.is_active = False
    mara.save()
    assert Client().get(url).status_code == 404


def test_an_alarm_out_of_range_is_refused(client):
    answer = client.post("/me/feed/", {"feed-alarm_minutes": "-1"})

    assert answer.status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_much_there_is(number, mara, client, count_queries, sign_in, recruiter):
    save_hours(user=mara, weekly=USUAL_WEEK)
    for days in range(number):
        book(mara, days=days + 1)
        add_source(user=mara, name="", address="https://calendar.example/a.ics")
        add_day_off(user=mara, first=timezone.now().date(), by=mara)
        add_day_off(user=None, first=timezone.now().date(), by=mara)
        factories.UserFactory()
    url = feed_of(mara)
    team = sign_in(recruiter)
    client.get(URL), team.get("/interviews/team/")

    counts = [count_queries(lambda: client.get(URL)), count_queries(lambda: Client().get(url))]
    counts.append(count_queries(lambda: team.get("/interviews/team/")))

    assert counts == [14, 2, 9]


def test_team_shows_who_is_free_and_who_is_full(sign_in, recruiter, mara):
    save_hours(user=mara, weekly=dict.fromkeys(range(7), USUAL_WEEK[0]), per_week=1)
    book(mara, days=8)
    week = f"{timezone.now() + dt.timedelta(days=8):%G-W%V}"

    page = sign_in(recruiter).get("/interviews/team/", {"week": week}).content.decode()

    assert "1 of 1" in page
    assert "Too few interviews in 90 days" in page


def test_team_and_its_policy_are_for_who_plans(sign_in, recruiter, hiring_manager, interviewer):
    asked = [sign_in(one).get("/interviews/team/").status_code for one in (recruiter, hiring_manager, interviewer)]
    typed = {"policy-per_day": "3", "policy-per_week": "6", "policy-hold_minutes": "10"}
    told = [
        sign_in(one).post("/interviews/team/policy/", typed).status_code
        for one in (hiring_manager, interviewer, recruiter)
    ]

    assert (asked, told) == ([200, 200, 403], [403, 403, 302])
    assert str(LoadPolicy.current()) == "3 a day, 6 a week"


def test_an_unfit_policy_is_refused_and_keeps_what_was_typed(sign_in, recruiter):
    answer = sign_in(recruiter).post("/interviews/team/policy/", {"policy-per_day": "0", "policy-per_week": "77"})

    assert answer.status_code == 422
    assert 'value="77"' in answer.content.decode()
    assert not LoadPolicy.objects.exists()


def test_holidays_are_everybodys(sign_in, recruiter, mara):
    day = timezone.now().date() + dt.timedelta(days=1)
    client = sign_in(recruiter)

    client.post("/interviews/team/holidays/", {"holiday-first": f"{day}", "holiday-label": "Founders' day"})

    assert "Founders&#x27; day" in sign_in(mara).get(URL).content.decode()
    holiday = DayOff.objects.get(user=None)
    refused = client.post(
        "/interviews/team/holidays/", {"holiday-first": f"{day}", "holiday-last": "2020-01-01", "holiday-label": "x"}
    )
    assert refused.status_code == 422
    client.post(reverse("interviews:remove-holiday", args=[holiday.uuid]))
    assert not DayOff.objects.exists()


def test_policy_is_what_others_fall_back_to(mara, client, recruiter):
    set_load_policy(per_day=3, per_week=7, hold_minutes=5, by=recruiter)

    page = client.get(URL).content.decode()

    assert "Empty: 3, as for everybody." in page
    assert "You take 3 a day and 7 a week." in page
