import datetime as dt

import pytest
from django.utils import timezone

from interviews.availability.models import BusySource, BusySpan
from interviews.availability.queries import availability_of
from interviews.availability.sources import (
    SourceRefused,
    add_source,
    choose_calendar,
    pause_source,
    remove_source,
    resume_source,
    set_receiving,
)
from interviews.availability.syncing import due_sources, sync_source
from interviews.availability.tasks import sync_calendar, sync_calendars
from tests import factories
from tests.candidates.connectors.source_server import Scripted
from tests.interviews.availability.conftest import PASSWORD, USER
from workspace.sealing import unseal

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"


def tomorrow(hour, days=1):
    now = timezone.now() + dt.timedelta(days=days)
    return now.replace(hour=hour, minute=0, second=0, microsecond=0)


def event(uid, hour, days=1, extra=""):
    start = tomorrow(hour, days)
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Dentist\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
        f"DURATION:PT1H\r\n{extra}END:VEVENT\r\n"
    )


def calendar(*events):
    return HEAD + "".join(events) + "END:VCALENDAR\r\n"


def spans(user):
    return [(span.during.lower, span.is_tentative) for span in BusySpan.objects.filter(user=user).order_by("during")]


@pytest.fixture
def feed(mara, feed_server):
    return add_source(user=mara, name="Work", address=f"{feed_server.url}/secret.ics")


def test_a_feed_brings_spans_and_nothing_else(feed, feed_server, mara):
    feed_server.answers(Scripted(calendar(event("a", 9), event("b", 14, extra="STATUS:TENTATIVE\r\n"))))

    assert sync_source(source=feed) == "read"

    assert spans(mara) == [(tomorrow(9), False), (tomorrow(14), True)]
    feed.refresh_from_db()
    assert (feed.error, feed.failures, feed.synced_at is not None) == ("", 0, True)
    assert "secret" not in feed.address_sealed
    assert unseal(feed.address_sealed).endswith("/secret.ics")


def test_an_unchanged_feed_is_not_read_again_until_it_reaches_too_near(feed, feed_server, mara):
    feed_server.answers(
        Scripted(calendar(event("a", 9)), headers={"ETag": '"1"', "Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"}),
        Scripted(status=304),
    )
    sync_source(source=feed)
    feed.refresh_from_db()

    assert sync_source(source=feed) == "unchanged"

    asked = feed_server.asked[1].headers
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', "Fri, 20 Nov 2026 10:00:00 GMT")
    assert len(spans(mara)) == 1

    feed_server.answers(Scripted(calendar(event("a", 9))))
    assert sync_source(source=feed, now=timezone.now() + dt.timedelta(days=25)) == "read"
    assert "If-None-Match" not in feed_server.asked[2].headers


def test_a_second_reading_keeps_the_same_rows_and_takes_out_what_is_gone(feed, feed_server, mara):
    feed_server.answers(Scripted(calendar(event("a", 9), event("b", 14))))
    sync_source(source=feed)
    kept = BusySpan.objects.get(user=mara, during__startswith=tomorrow(9)).pk

    feed_server.answers(Scripted(calendar(event("a", 9), event("c", 16))))
    sync_source(source=feed)

    assert [at for at, _ in spans(mara)] == [tomorrow(9), tomorrow(16)]
    assert BusySpan.objects.filter(pk=kept).exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Scripted(status=404), "not valid any more"),
        (Scripted(status=503), "out of order at the moment"),
        (Scripted("<html>Sign in</html>"), "leads to a web page"),
    ],
)
def test_a_failed_reading_keeps_the_spans_and_says_what_to_do(feed, feed_server, mara, answer, words):
    feed_server.answers(Scripted(calendar(event("a", 9))))
    sync_source(source=feed)
    feed_server.answers(answer)
    feed.refresh_from_db()

    assert sync_source(source=feed) == "failed"

    feed.refresh_from_db()
    assert words in feed.error
    assert (feed.failures, len(spans(mara))) == (1, 1)


def test_failures_are_tried_again_more_and_more_rarely(feed, feed_server):
    feed_server.answers(Scripted(status=404))
    now = timezone.now()
    for _ in range(3):
        feed.refresh_from_db()
        sync_source(source=feed, now=now)

    assert due_sources(now + dt.timedelta(minutes=119)) == []
    assert due_sources(now + dt.timedelta(minutes=121)) == [feed.pk]


def test_tasks_run_twice_and_survive_a_row_that_is_gone(feed, feed_server, mara):
    feed_server.answers(Scripted(calendar(event("a", 9))))

    assert sync_calendar(feed.pk) == "read"
    assert sync_calendar(feed.pk) == "read"
    assert len(spans(mara)) == 1
    assert (sync_calendars(), sync_calendars()) == (0, 0)

    remove_source(source=feed, by=mara)
    assert (sync_calendar(feed.pk), spans(mara)) == ("gone", [])


def test_a_paused_calendar_is_neither_asked_nor_believed(feed, feed_server, mara):
    feed_server.answers(Scripted(calendar(event("a", 9))))
    sync_source(source=feed)
    pause_source(source=feed)
    feed.refresh_from_db()

    assert (sync_source(source=feed), due_sources(timezone.now() + dt.timedelta(days=1))) == ("paused", [])
    day = tomorrow(0)
    assert availability_of([mara], day, day + dt.timedelta(days=1))[mara.pk].busy == ()

    resume_source(source=feed)
    assert due_sources() == [feed.pk]


def test_calendars_of_who_left_are_not_asked(feed, mara):
    mara.is_active = False
    mara.save()

    assert due_sources() == []


def test_what_cannot_be_added_says_why(mara):
    with pytest.raises(SourceRefused, match="https"):
        add_source(user=mara, name="", address="http://calendar.example/a.ics")
    for number in range(8):
        add_source(user=mara, name=str(number), address="https://calendar.example/a.ics")
    with pytest.raises(SourceRefused, match="8 calendars"):
        add_source(user=mara, name="", address="https://calendar.example/a.ics")


def test_caldav_account_shows_its_calendars_and_reads_the_chosen_one(account, their_calendar, mara, zurich):
    start = tomorrow(9)
    their_calendar.save_event(dtstart=start, dtend=start + dt.timedelta(hours=1), summary="Dentist")
    weekly = tomorrow(15).astimezone(zurich)
    their_calendar.save_event(
        dtstart=weekly, dtend=weekly + dt.timedelta(minutes=30), summary="Sync", rrule={"FREQ": "WEEKLY", "COUNT": 3}
    )

    assert (account.name, sync_source(source=account)) == ("Work", "read")

    found = [at for at, _ in spans(mara)]
    assert (found[0], len(found)) == (start, 4)


def test_caldav_is_read_only_when_something_changed(account, their_calendar, mara):
    sync_source(source=account)
    account.refresh_from_db()
    assert sync_source(source=account) == "unchanged"

    made = their_calendar.save_event(dtstart=tomorrow(9), dtend=tomorrow(10), summary="Dentist")
    account.refresh_from_db()
    assert (sync_source(source=account), len(spans(mara))) == ("read", 1)

    made.delete()
    account.refresh_from_db()
    assert (sync_source(source=account), spans(mara)) == ("read", [])


def test_caldav_with_a_wrong_password_says_so(mara, radicale, their_calendar):
    source = add_source(user=mara, name="", address=radicale.url, username=USER, password="wrong")

    assert sync_source(source=source) == "failed"

    source.refresh_from_db()
    assert "app password" in source.error
    assert PASSWORD not in source.password_sealed


def test_caldav_address_that_is_none_says_so(mara, feed_server):
    feed_server.answers(Scripted("<html></html>", status=404))
    source = add_source(user=mara, name="", address=feed_server.url, username=USER, password=PASSWORD)

    assert sync_source(source=source) == "failed"

    source.refresh_from_db()
    assert source.error


def test_only_a_listed_calendar_can_be_chosen_and_only_a_chosen_one_receives(mara, radicale, their_calendar):
    source = add_source(user=mara, name="", address=radicale.url, username=USER, password=PASSWORD)
    sync_source(source=source)
    source.refresh_from_db()
    assert source.waits_for_choice

    with pytest.raises(SourceRefused, match="one of the calendars listed"):
        choose_calendar(source=source, address="https://elsewhere.example/")
    with pytest.raises(SourceRefused, match="was chosen"):
        set_receiving(source=source, receives=True)
    assert not BusySource.objects.filter(receives=True).exists()


def test_calendars_cost_the_same_to_find_however_many(db, django_assert_num_queries):
    for _ in range(3):
        add_source(user=factories.UserFactory(), name="", address="https://calendar.example/a.ics")

    with django_assert_num_queries(1):
        assert len(due_sources()) == 3
