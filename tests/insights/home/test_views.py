import datetime as dt

import pytest
from django.utils import timezone

from hiring.models import Application
from hiring.pipeline import actions
from hiring.pipeline.waiting import WaitingClock
from insights.forecast.models import RoleForecast
from insights.home import queries
from tests import factories
from workspace.models import Mail, Organisation


def days_ago(days):
    return timezone.now() - dt.timedelta(days=days)


def test_interviewer_opens_their_week(interviewer, sign_in):
    assert sign_in(interviewer).get("/")["Location"] == "/interviews/"


def test_visitors_sign_in_first(client, db):
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_recruiter_sees_who_waits_who_is_new_and_whom_to_write_to(role, recruiter, sign_in):
    factories.ApplicationFactory(role=role, candidate__name="Fresh Face")
    factories.ApplicationFactory(role=role, candidate__name="Long Wait", applied_at=days_ago(30))
    factories.CandidateFactory(name="Follow Up", follow_up_on=timezone.localdate(), follow_up_by=recruiter)
    factories.CandidateFactory(name="Not Mine", follow_up_on=timezone.localdate(), follow_up_by=factories.UserFactory())

    day = sign_in(recruiter).get("/").context["day"]

    assert [row.candidate.name for row in day.late] == ["Long Wait"]
    assert [row.candidate.name for row in day.fresh] == ["Fresh Face"]
    assert [row.name for row in day.follow_ups] == ["Follow Up"]


def test_more_follow_ups_than_are_shown_lead_to_all_of_them(recruiter, sign_in, monkeypatch):
    monkeypatch.setattr(queries, "SHORT", 2)
    client = sign_in(recruiter)
    for _ in range(2):
        factories.CandidateFactory(follow_up_on=timezone.localdate(), follow_up_by=recruiter)
    assert "All that are due" not in client.get("/").text

    factories.CandidateFactory(follow_up_on=timezone.localdate(), follow_up_by=recruiter)

    page = client.get("/")
    assert len(page.context["day"].follow_ups) == 2
    assert '<a href="/candidates/?due=1">All that are due</a>' in page.text


def test_a_confidential_role_is_on_no_other_recruiters_day(role, sign_in):
    role.is_confidential = True
    role.save()
    factories.ApplicationFactory(role=role)

    day = sign_in(factories.UserFactory(recruiter=True)).get("/").context["day"]

    assert (day.late, day.fresh) == ([], [])


def test_hiring_manager_sees_their_roles_and_who_waits_for_them(role, recruiter, hiring_manager, sign_in):
    screen, onsite, _ = role.stages.all()
    moved = factories.ApplicationFactory(role=role)
    actions.move_application(application=moved, to=onsite, by=recruiter)
    slip = actions.move_application(application=moved, to=screen, by=recruiter)
    actions.undo_change(change=slip, by=recruiter)
    card = factories.ScorecardFactory(
        submitted=True, seat__interview__application=moved, seat__interview__during=factories.span(hours=-30)
    )
    factories.RoleFactory()

    (row,) = sign_in(hiring_manager).get("/").context["roles"]

    assert (row.role, row.active, row.entered, row.moved, row.ended, row.left_to_fill) == (role, 1, 1, 1, 0, 1)
    assert row.awaiting == [card.application]


def test_hiring_manager_reads_the_newest_odds_of_each_role(role, hiring_manager, sign_in):
    for days, chance in ((1, 0.4), (8, 0.2)):
        RoleForecast.objects.create(
            role=role,
            made_on=timezone.localdate() - dt.timedelta(days=days),
            openings_left=1,
            days_open=30,
            horizon_days=182,
            chances=[chance] * 26,
            quantiles=[float(day) for day in range(99)],
            naive_quantiles=[],
            average_days=30,
            own_share=1,
            chance_of_atom=0.5,
        )
    page = sign_in(hiring_manager).get("/")

    (row,) = page.context["roles"]
    assert row.chances == [(30, "40 %"), (60, "40 %"), (90, "40 %")]
    assert "One time in ten filled by" in page.text


def test_hiring_manager_reads_which_bars_no_interview_covers(role, hiring_manager, sign_in):
    seen, unseen, strength = (factories.CompetencyFactory(name=name) for name in ("Theory", "Debugging", "Ideas"))
    for competency in (seen, unseen):
        factories.RoleCompetencyFactory(role=role, competency=competency, bar_level="mid", bar_anchor="Says so.")
    factories.RoleCompetencyFactory(role=role, competency=strength, may_be_strength=True, bar_level="", bar_anchor="")
    kit = factories.KitFactory()
    kit.competencies.create(competency=seen, depth="bar")
    role.planned_interviews.create(kit=kit)

    page = sign_in(hiring_manager).get("/")

    assert page.context["roles"][0].unseen_bars == ["Debugging"]
    assert "No interview looks at the bar Debugging." in page.text


def test_hiring_manager_without_a_role_is_told_how_to_open_one(hiring_manager, sign_in):
    assert "You have no open role" in sign_in(hiring_manager).get("/").text


def test_admin_sees_what_is_left_to_set_up_and_mails_that_are_stuck(admin, sign_in):
    Mail.objects.create(key="k", to="a@b.example", subject="", body="", not_before=timezone.now(), state="uncertain")

    page = sign_in(admin).get("/")

    assert page.context["left"] == 6
    assert "1 mail may not have arrived" in page.text


@pytest.mark.parametrize("persona", ["recruiter", "hiring_manager", "admin"])
def test_home_costs_the_same_with_one_row_and_with_three(persona, sign_in, count_queries):
    user = factories.UserFactory(persona=persona)
    client = sign_in(user)

    def add():
        role = factories.RoleFactory(hiring_manager=user)
        factories.ApplicationFactory(role=role, applied_at=days_ago(30))
        factories.ApplicationFactory(
            role=role, candidate__follow_up_on=timezone.localdate(), candidate__follow_up_by=user
        )

    add()
    client.get("/")
    one = count_queries(lambda: client.get("/"))
    add()
    add()

    assert count_queries(lambda: client.get("/")) == one <= 15


def test_the_late_of_all_stages_are_counted_and_those_waiting_longest_are_shown(role, recruiter, sign_in, monkeypatch):
    monkeypatch.setattr(queries, "SHORT", 3)
    screen, onsite, _ = role.stages.all()
    for days in (40, 10, 30, 2):
        for place, stage in enumerate((screen, onsite)):
            since = days_ago(days + place)
            name = f"{stage.name} {days + place}"
            factories.ApplicationFactory(role=role, stage=stage, entered_at=since, candidate__name=name)
    factories.ApplicationFactory(role=role, rejected=True, entered_at=days_ago(90))
    factories.ApplicationFactory(entered_at=days_ago(90), role__state="draft")
    clock = WaitingClock(timezone.now(), Organisation.current().zone)
    late = [row for row in Application.objects.active().filter(role=role) if clock.days_over(row.entered_at, 3)]

    day = sign_in(recruiter).get("/").context["day"]

    assert [row.candidate.name for row in day.late] == ["Onsite 41", "Screen 40", "Onsite 31"]
    assert day.late_total == len(late) > 5
