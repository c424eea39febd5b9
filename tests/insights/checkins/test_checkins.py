import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from candidates.conflicts.models import Conflict
from candidates.privacy.actions import erase_candidate
from hiring.pipeline import actions as pipeline
from insights.checkins.actions import CheckInRefused, fill_check_in, set_start
from insights.checkins.calendar import months_after
from insights.checkins.queries import criteria_of
from insights.checkins.reminders import check_in_settled, due_check_ins
from insights.models import CheckIn, StartDay
from tests import factories

PAGE = "/insights/check-ins/"
HOURS = {"first": 0, "again": 168}


@pytest.fixture
def hire(role, recruiter):
    """Somebody hired four months ago for a named strength, who met one bar."""
    application = factories.ApplicationFactory(role=role, applied_at=timezone.now() - dt.timedelta(days=200))
    factories.HypothesisFactory(
        application=application, competency__slug="debugging", suggested_by="<b>A leak found</b>"
    )
    factories.RoleCompetencyFactory(role=role, competency=factories.CompetencyFactory(slug="theory"))
    pipeline.hire_application(application=application, by=recruiter)
    return application


@pytest.fixture
def started(hire, hiring_manager):
    set_start(application=hire, on=timezone.localdate() - dt.timedelta(days=120), by=hiring_manager)
    return hire


def fill(application, by, seen="same", month=3):
    marks = dict.fromkeys(criteria_of(application), seen)
    check_in = application.check_ins.get(month=month)
    return fill_check_in(check_in=check_in, marks=marks, still_here=True, words="Found it alone.", by=by)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)), st.sampled_from([3, 6, 12]))
def test_a_month_later_is_the_same_day_or_the_last_one_of_a_shorter_month(day, months):
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


def test_a_first_day_makes_three_check_ins_and_moves_those_not_filled(started, hiring_manager):
    fill(started, hiring_manager)
    first = started.check_ins.get(month=3).due_on

    set_start(application=started, on=dt.date(2027, 1, 31), by=hiring_manager)

    found = dict(started.check_ins.values_list("month", "due_on"))
    assert found == {3: first, 6: dt.date(2027, 7, 31), 12: dt.date(2028, 1, 31)}
    assert StartDay.objects.get().starts_on == dt.date(2027, 1, 31)


def test_the_form_asks_for_each_criterion_they_were_hired_on(started, hiring_manager, sign_in):
    client = sign_in(hiring_manager)
    check_in = started.check_ins.get(month=3)
    page = client.get(f"{PAGE}{check_in.uuid}/")

    assert [one.side for one in criteria_of(started)] == ["strength", "bar"]
    assert "&lt;b&gt;A leak found" in page.text
    incomplete = client.post(f"{PAGE}{check_in.uuid}/", {"criterion-0": "more", "words": "Kept."})
    assert incomplete.status_code == 422
    assert "Kept." in incomplete.text

    client.post(f"{PAGE}{check_in.uuid}/", {"criterion-0": "more", "criterion-1": "unseen", "words": "Found it."})

    check_in.refresh_from_db()
    assert (check_in.filled_by, check_in.still_here, check_in.words) == (hiring_manager, False, "Found it.")
    assert sorted(check_in.marks.values_list("side", "seen")) == [("bar", "unseen"), ("strength", "more")]


def test_too_early_not_hired_and_before_applying_are_refused_with_a_reason(started, hire, hiring_manager, sign_in):
    with pytest.raises(CheckInRefused, match="too early"):
        fill(started, hiring_manager, month=12)
    with pytest.raises(CheckInRefused, match="before they applied"):
        set_start(application=hire, on=dt.date(2020, 1, 1), by=hiring_manager)
    refused = sign_in(hiring_manager).post(f"{PAGE}hires/{hire.uuid}/", {"on": "2020-01-01"})
    assert (refused.status_code, "Choose a later one" in refused.text) == (422, True)

    pipeline.reopen_application(application=hire, by=hiring_manager)

    with pytest.raises(CheckInRefused, match="not hired any more"):
        fill(started, hiring_manager)
    with pytest.raises(CheckInRefused, match="not hired any more"):
        set_start(application=hire, on=timezone.localdate(), by=hiring_manager)


def test_the_page_compares_what_the_work_shows_with_what_interviews_said(started, hiring_manager, sign_in):
    fill(started, hiring_manager, seen="less")

    tables = {one.id: one for one in sign_in(hiring_manager).get(PAGE).context["page"].tables}

    (line,) = tables["outcomes-strength"].lines
    # after, more, same, less, unseen, and what share held
    assert [cell.text for cell in line.cells] == ["3 months", "0", "0", "1", "0", "too few to tell"]
    assert tables["hires"].lines[0].cells[2].value == "filled"


def test_few_may_read_them(started, admin, recruiter, hiring_manager, stranger, interviewer, sign_in):
    check_in = started.check_ins.get(month=3)
    addresses = [f"{PAGE}{check_in.uuid}/", f"{PAGE}hires/{started.uuid}/"]
    for user, page, rows in (
        (admin, 200, 200),
        (hiring_manager, 200, 200),
        (stranger, 200, 404),
        (recruiter, 403, 404),
        (interviewer, 403, 404),
    ):
        client = sign_in(user)
        assert [client.get(url).status_code for url in (PAGE, *addresses)] == [page, rows, rows], user
    assert started.candidate.name not in sign_in(stranger).get(PAGE).text
    assert "Check-ins" not in sign_in(recruiter).get("/insights/").text


def test_whoever_is_recused_reads_and_hears_nothing_of_them(started, hiring_manager, admin, sign_in):
    Conflict.objects.create(
        user=hiring_manager,
        candidate=started.candidate,
        kind="other",
        state="recused",
        note="Family.",
        decided_by=admin,
        decided_at=timezone.now(),
    )
    client = sign_in(hiring_manager)

    assert started.candidate.name not in client.get(PAGE).text
    assert client.get(f"{PAGE}{started.check_ins.get(month=3).uuid}/").status_code == 404
    assert list(due_check_ins(timezone.now() + dt.timedelta(days=5), HOURS)) == []


def test_the_hiring_manager_is_reminded_once_and_once_more_until_it_is_filled(started, hiring_manager):
    due_on = started.check_ins.get(month=3).due_on
    noon = dt.datetime.combine(due_on, dt.time(12), dt.UTC)

    assert list(due_check_ins(noon - dt.timedelta(days=1), HOURS)) == []
    (first,) = due_check_ins(noon, HOURS)
    (again,) = due_check_ins(noon + dt.timedelta(days=8), HOURS)
    assert (first.recipient, first.candidate) == (hiring_manager.pk, started.candidate.uuid)
    assert first.key != again.key
    assert not check_in_settled(first.key)

    fill(started, hiring_manager)

    assert check_in_settled(first.key)
    assert list(due_check_ins(noon, HOURS)) == []


def test_erasing_a_person_takes_their_check_ins_along(started, hiring_manager, recruiter):
    fill(started, hiring_manager)

    erase_candidate(candidate=started.candidate, by=recruiter)

    assert (CheckIn.objects.count(), StartDay.objects.count()) == (0, 0)


def test_queries_do_not_grow_with_hires(started, role, hiring_manager, recruiter, sign_in, count_queries):
    client = sign_in(hiring_manager)
    client.get(PAGE)
    one = count_queries(lambda: client.get(PAGE))
    for _ in range(2):
        application = factories.ApplicationFactory(role=role)
        pipeline.hire_application(application=application, by=recruiter)
        set_start(application=application, on=timezone.localdate(), by=hiring_manager)

    assert count_queries(lambda: client.get(PAGE)) == one <= 15
