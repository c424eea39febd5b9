import datetime as dt

import pytest
from django.contrib.postgres.fields import DateTimeRangeField
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Value

from interviews.availability import queries
from interviews.availability.free_time import Caps, Span
from interviews.availability.models import BusySource, BusySpan, DayOff, InterviewerSettings, LoadPolicy, WorkingSpan
from interviews.availability.queries import availability_of, with_own_settings
from tests import factories
from workspace.models import User

MONDAY = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)


def at(clock, day=0):
    return MONDAY + dt.timedelta(days=day, hours=int(clock[:2]), minutes=int(clock[3:]))


def span(start, end, day=0):
    return Span(at(start, day), at(end, day))


@pytest.fixture
def mara(db):
    return factories.UserFactory(name="Mara Olsen", time_zone="UTC")


def works(user, *spans, weekdays=range(5)):
    InterviewerSettings.objects.update_or_create(user=user, defaults={"hours_set_at": MONDAY})
    for weekday in weekdays:
        for opens, closes in spans:
            WorkingSpan.objects.create(
                user=user, weekday=weekday, opens=dt.time.fromisoformat(opens), closes=dt.time.fromisoformat(closes)
            )


def seat(user, start, end, day=0, **fields):
    during = DateTimeTZRange(at(start, day), at(end, day))
    interview = factories.InterviewFactory(during=during)
    return factories.SeatFactory(interview=interview, user=user, during=during, **fields)


def busy(user, start, end, **fields):
    source = BusySource.objects.create(user=user, kind="feed", name="Work", host="a.example", **fields)
    return BusySpan.objects.create(source=source, user=user, during=DateTimeTZRange(at(start), at(end)))


def monday_of(user, **fields):
    return availability_of([user], MONDAY, TUESDAY, **fields)[user.pk]


def test_without_settings_the_hours_of_an_office_and_the_shipped_caps_hold(mara):
    found = monday_of(mara)

    assert found.free == (span("09:00", "12:30"), span("13:30", "17:30"))
    assert (found.caps, found.says_hours, found.hold) == (Caps(2, 4), False, dt.timedelta(minutes=15))


def test_own_hours_interviews_with_their_hold_and_other_calendars_make_the_free_time(mara):
    works(mara, ("08:00", "12:00"), ("13:00", "16:00"))
    seat(mara, "09:00", "10:00")
    busy(mara, "14:00", "14:30")

    found = monday_of(mara)

    assert found.free == (
        span("08:00", "08:45"),
        span("10:15", "12:00"),
        span("13:00", "14:00"),
        span("14:30", "16:00"),
    )
    assert found.busy == (span("08:45", "10:15"), span("14:00", "14:30"))
    assert found.says_hours
    assert found.fits(span("13:00", "13:45"))
    assert not found.fits(span("13:30", "14:15"))


def test_somebody_who_works_no_hours_is_never_free(mara):
    works(mara, weekdays=())

    assert monday_of(mara).free == ()


def test_days_off_of_oneself_and_of_everybody_count_and_others_do_not(mara):
    DayOff.objects.create(user=factories.UserFactory(), first=MONDAY.date(), last=MONDAY.date())
    assert monday_of(mara).free

    DayOff.objects.create(user=None, first=MONDAY.date(), last=MONDAY.date(), label="Founders' day")
    assert monday_of(mara).free == ()


def test_the_last_day_is_the_last(mara):
    InterviewerSettings.objects.create(user=mara, available_until=MONDAY.date() - dt.timedelta(days=1))

    assert monday_of(mara).free == ()


def test_paused_calendars_and_lost_seats_say_nothing(mara):
    busy(mara, "09:00", "17:00", paused_at=MONDAY)
    seat(mara, "09:00", "10:00", is_live=False)

    found = monday_of(mara)

    assert (found.busy, dict(found.load.by_day)) == ((), {})


def test_the_load_covers_the_whole_week_and_caps_are_ones_own_where_set(mara):
    InterviewerSettings.objects.create(user=mara, per_week=3)
    LoadPolicy.objects.create(per_day=1, per_week=9)
    for day in (1, 3, 4):
        seat(mara, "09:00", "10:00", day=day, kind="shadow" if day == 4 else "interviewer")

    found = monday_of(mara)

    assert found.caps == Caps(1, 3)
    assert dict(found.load.by_week) == {MONDAY.date(): 3}
    assert found.is_free(span("15:00", "16:00"))
    assert not found.fits(span("15:00", "16:00"))  # the week is full


def test_days_and_weeks_are_those_of_the_persons_zone(db):
    far = factories.UserFactory(time_zone="Pacific/Auckland")
    seat(far, "23:00", "23:45", day=-1)  # Sunday in UTC, Monday in Auckland

    assert dict(availability_of([far], MONDAY, TUESDAY)[far.pk].load.by_week) == {MONDAY.date(): 1}


def test_the_interview_that_is_moved_is_looked_away_from(mara):
    moved = seat(mara, "09:00", "10:00").interview

    found = monday_of(mara, apart_from=[moved.pk])

    assert (found.busy, dict(found.load.by_day)) == ((), {})


def test_what_is_held_for_somebody_takes_time_and_counts(mara, monkeypatch):
    kept = Value(DateTimeTZRange(at("10:00"), at("11:00")), output_field=DateTimeRangeField())
    people = User.objects.annotate(during=kept)
    monkeypatch.setitem(
        queries.holds, "test", lambda users, within: people.filter(pk__in=users).values_list("pk", "during")
    )

    found = monday_of(mara)

    assert found.busy == (span("09:45", "11:15"),)
    assert dict(found.load.by_day) == {MONDAY.date(): 1}


@pytest.mark.parametrize("number", [1, 3])
def test_availability_costs_the_same_for_one_and_for_many(db, number, django_assert_num_queries):
    people = [factories.UserFactory() for _ in range(number)]
    for person in people:
        works(person, ("08:00", "12:00"))
        seat(person, "09:00", "10:00")
        busy(person, "14:00", "14:30")
        DayOff.objects.create(user=person, first=TUESDAY.date(), last=TUESDAY.date())

    with django_assert_num_queries(3):  # what they set, when they work, what takes their time
        found = availability_of(people, MONDAY, TUESDAY)
    loaded = list(with_own_settings(User.objects.filter(pk__in=found)))
    with django_assert_num_queries(2):
        again = availability_of(loaded, MONDAY, TUESDAY)

    assert again == found
    assert set(found) == {person.pk for person in people}
