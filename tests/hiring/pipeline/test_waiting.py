import datetime as dt
import zoneinfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hiring.board.role_queries import role_lines
from hiring.pipeline.clock import AHEAD, BACK, days_off, waiting_clock
from hiring.pipeline.models import Application
from hiring.pipeline.reminders import became_overdue
from hiring.pipeline.views import header
from hiring.pipeline.waiting import WaitingClock, overdue_from
from hiring.roles.models import Stage
from interviews.availability.models import DayOff
from tests import factories
from workspace.staff.models import Organisation

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")


def local(day, hour=10, minute=0, month=6):
    """June 2026: the 1st is a Monday."""
    return dt.datetime(2026, month, day, hour, minute, tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("entered", "days", "overdue"),
    [
        (local(1, 15), 3, local(4, 15)),  # Monday to Thursday
        (local(5, 15), 3, local(10, 15)),  # Friday to Wednesday: the weekend does not count
        (local(6, 11), 3, local(11, 0)),  # Saturday waits from Monday morning
        (local(7, 23), 1, local(9, 0)),
        (local(1, 9), 0, local(1, 9)),
    ],
)
def test_overdue_after_so_many_working_days(entered, days, overdue):
    assert overdue_from(entered, days, ZURICH) == overdue


@pytest.mark.parametrize(
    ("now", "entered", "over"),
    [
        (local(4, 14), local(1, 15), 0),  # an hour to go
        (local(4, 15), local(1, 15), 1),
        (local(5, 16), local(1, 15), 2),
        (local(6, 12), local(1, 15), 2),  # the weekend adds nothing
        (local(7, 23), local(1, 15), 2),
        (local(8, 14), local(1, 15), 2),
        (local(8, 15), local(1, 15), 3),
        (local(1, 9), local(1, 10), 0),  # entered later than now
    ],
)
def test_days_over_counts_begun_working_days(now, entered, over):
    assert WaitingClock(now, ZURICH).days_over(entered, 3) == over


def test_a_change_of_the_clock_moves_nothing():
    # Clocks go forward on Sunday 29 March 2026.
    entered = local(27, 15, month=3)

    assert overdue_from(entered, 1, ZURICH) == local(30, 15, month=3)
    assert WaitingClock(local(30, 14, 59, month=3), ZURICH).days_over(entered, 1) == 0
    assert WaitingClock(local(30, 15, 0, month=3), ZURICH).days_over(entered, 1) == 1


def test_a_wait_of_years_is_counted_up_to_a_year_or_so():
    assert WaitingClock(local(1), ZURICH).days_over(dt.datetime(1996, 1, 1, tzinfo=dt.UTC), 3) > 250


moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC))


offs = st.frozensets(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), max_size=40)


@given(now=moments, entered=moments, days=st.integers(0, 15), off=offs)
def test_card_and_query_and_reminder_agree_on_who_is_overdue(now, entered, days, off):
    clock = WaitingClock(now, ZURICH, off)

    overdue = overdue_from(entered, days, ZURICH, off) <= now and entered <= now

    assert (entered <= clock.entered_by(days)) == overdue
    assert (clock.days_over(entered, days) > 0) == overdue


def test_days_on_which_everybody_is_off_are_nobodys_delay():
    off = {
        dt.date(2026, 6, 2),
        dt.date(2026, 6, 5),
        dt.date(2026, 6, 6),
    }  # a Tuesday, a Friday, and a Saturday that is off anyway

    assert overdue_from(local(1, 15), 3, ZURICH, off) == local(8, 15)
    assert overdue_from(local(2, 11), 1, ZURICH, off) == local(4, 0)  # who comes then waits from the next morning
    assert WaitingClock(local(5, 16), ZURICH, off).days_over(local(1, 15), 3) == 0
    assert WaitingClock(local(8, 15), ZURICH, off).days_over(local(1, 15), 3) == 1


def test_days_off_are_spans_as_far_as_waits_reach():
    today = dt.date(2026, 6, 10)
    spans = [{"first": "2026-06-01", "last": "2026-06-03"}, {"first": "1990-01-01", "last": "1999-12-31"}]

    assert days_off(spans, today) == {dt.date(2026, 6, day) for day in (1, 2, 3)}
    for_ever = days_off([{"first": "1990-01-01", "last": "2090-01-01"}], today)
    assert (min(for_ever), max(for_ever)) == (today - BACK, today + AHEAD)
    assert WaitingClock(local(10), ZURICH, for_ever).days_over(local(1), 3) == 0


@pytest.fixture
def off_since_monday(db, time_machine):
    """Friday noon in June, and everybody was off from Tuesday to Thursday; a half day on Friday is none."""
    time_machine.move_to(local(5, 12))
    organisation = Organisation.current()
    organisation.time_zone = "Europe/Zurich"
    organisation.save()
    DayOff.objects.create(first=dt.date(2026, 6, 2), last=dt.date(2026, 6, 4), label="Founders")
    DayOff.objects.create(first=dt.date(2026, 6, 5), last=dt.date(2026, 6, 5), opens=dt.time(9), closes=dt.time(12))
    DayOff.objects.create(user=factories.UserFactory(), first=dt.date(2026, 6, 1), last=dt.date(2026, 6, 30))


def test_board_role_list_and_reminder_know_holidays(off_since_monday, role, recruiter, sign_in):
    application = factories.ApplicationFactory(role=role)
    Stage.objects.filter(role=role).update(sla_days=2)
    Application.objects.filter(pk=application.pk).update(entered_at=local(1, 10))

    def late():
        board = sign_in(recruiter).get(reverse("hiring:board", args=[role.slug]), {"waiting": 1}).context["lanes"]
        [line] = role_lines([role], timezone.now(), recruiter)
        clock = waiting_clock(timezone.now())
        reminded = sum(len(group) for group in became_overdue(timezone.now(), clock.zone, clock.off).values())
        return sum(lane.late for lane in board), line.late, header(application)["over"], reminded

    application = Application.objects.get(pk=application.pk)
    assert late() == (0, 0, 0, 0)

    DayOff.objects.filter(label="Founders").delete()

    assert late() == (1, 1, 3, 1)


def test_the_clock_is_one_query(off_since_monday, count_queries):
    assert count_queries(lambda: waiting_clock(timezone.now())) == 1
