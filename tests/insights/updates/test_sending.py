import datetime as dt
import email
import zoneinfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from candidates.conflicts.models import Conflict
from hiring.pipeline.actions import move_application, undo_change
from insights.forecast.models import RoleForecast
from insights.updates.actions import draft_now, edit_update, make_drafts, plan_of, send_due, settle, write_anew
from insights.updates.facts import week_of
from insights.updates.models import TeamUpdate, UpdateReader
from insights.updates.refusals import UpdateRefused
from insights.updates.reminders import draft_settled, due_drafts
from insights.updates.schedule import monday_of, next_time
from insights.updates.tasks import tend_updates
from tests import factories
from workspace.mail.actions import deliver_due_mail
from workspace.models import Activity, Mail

ZURICH = zoneinfo.ZoneInfo("Europe/Zurich")
THURSDAY = dt.datetime(2026, 11, 19, 14, 30, tzinfo=dt.UTC)
FRIDAY = dt.datetime(2026, 11, 20, 14, 0, tzinfo=dt.UTC)


def forecast(role, made_on, *, chance, afresh=0.1):
    return RoleForecast.objects.create(
        role=role,
        made_on=made_on,
        openings_left=1,
        days_open=60,
        horizon_days=182,
        chances=[chance * week / 26 for week in range(1, 27)],
        quantiles=[None if level > 80 else level * 2.0 for level in range(1, 100)],
        naive_quantiles=[level * 2.0 for level in range(1, 100)],
        average_days=90,
        own_share=0.7,
        levers=[["more", "arxiv", min(chance + 0.2, 1)], ["afresh", "", afresh], ["freeze", "", 0.9]],
        by_channel=[["arxiv", 0.7]],
        chance_of_atom=0.5,
    )


@pytest.fixture
def team(role):
    plan = plan_of(role.team)
    plan.is_on, plan.people_planned = True, 3
    plan.save()
    UpdateReader.objects.create(plan=plan, name="Lea Director", email="lea@board.example")
    forecast(role, dt.date(2026, 11, 12), chance=0.8)
    forecast(role, dt.date(2026, 11, 19), chance=0.5)
    return role.team


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (dt.datetime(2026, 11, 20, 12, 59, tzinfo=dt.UTC), dt.datetime(2026, 11, 20, 13, tzinfo=dt.UTC)),
        (dt.datetime(2026, 11, 20, 13, 0, tzinfo=dt.UTC), dt.datetime(2026, 11, 20, 13, tzinfo=dt.UTC)),
        (dt.datetime(2026, 11, 20, 13, 1, tzinfo=dt.UTC), dt.datetime(2026, 11, 27, 13, tzinfo=dt.UTC)),
        (dt.datetime(2026, 10, 23, 14, 0, tzinfo=dt.UTC), dt.datetime(2026, 10, 30, 13, tzinfo=dt.UTC)),
    ],
)
def test_the_hour_is_by_a_local_clock(now, expected):
    assert next_time(now, 4, 14, ZURICH) == expected
    assert monday_of(expected, ZURICH).weekday() == 0


def test_the_task_drafts_a_day_before_sends_at_its_time_and_does_nothing_twice(team, role):
    with time_machine.travel(THURSDAY - dt.timedelta(hours=2), tick=False):
        assert tend_updates() == (0, 0)
    with time_machine.travel(THURSDAY, tick=False):
        assert [tend_updates(), tend_updates()] == [(1, 0), (0, 0)]
    with time_machine.travel(FRIDAY + dt.timedelta(minutes=1), tick=False):
        assert [tend_updates(), tend_updates()] == [(0, 1), (0, 0)]
        deliver_due_mail()
        deliver_due_mail()

    (letter,) = mail.outbox
    update = TeamUpdate.objects.get()
    assert (update.state, update.sent_to, letter.to) == ("sent", ["Lea Director"], ["lea@board.example"])
    assert letter.subject == f"{team.name}: hiring, 16–22 November 2026"
    html, media_type = letter.alternatives[0]
    assert media_type == "text/html"
    for body in (letter.body, html):
        assert "25 % by 17 February 2027, down from 43 % a week ago" in body.replace("&#x27;", "’")
        assert "New people: 0 of 3 planned (3 fewer)." in body
    name, content, kind = letter.attachments[0]
    assert (name, content[:5], kind) == ("hiring-update-2026-11-16.pdf", b"%PDF-", "application/pdf")


def test_an_update_reaches_a_real_mail_server_with_its_html_and_its_page(transactional_db, settings, mail_server, team):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    make_drafts(now=THURSDAY)
    send_due(now=FRIDAY)
    assert deliver_due_mail() == 1

    (envelope,) = mail_server.messages
    message = email.message_from_bytes(envelope.content)
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]


def test_a_draft_of_days_ago_takes_new_numbers_once_unless_somebody_changed_it(team, hiring_manager):
    monday = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
    update = draft_now(team=team, now=monday, by=hiring_manager)
    assert update.until == monday

    assert (make_drafts(now=THURSDAY), make_drafts(now=THURSDAY)) == (1, 0)
    update.refresh_from_db()
    assert (update.until, "25 % by 17 February 2027" in update.odds) == (THURSDAY, True)

    edit_update(update=update, words={"odds": "By hand."}, by=hiring_manager)
    TeamUpdate.objects.update(until=monday)
    assert make_drafts(now=THURSDAY) == 0
    assert TeamUpdate.objects.get().odds == "By hand."


def test_nothing_goes_out_without_readers_when_held_back_or_off_or_without_the_approval_it_needs(team, hiring_manager):
    make_drafts(now=THURSDAY)
    update, plan = TeamUpdate.objects.get(), plan_of(team)

    settle(update=update, state="held", by=hiring_manager)
    assert send_due(now=FRIDAY) == 0
    settle(update=update, state="draft", by=hiring_manager)
    plan.needs_approval = True
    plan.save()
    assert send_due(now=FRIDAY) == 0
    settle(update=update, state="approved", by=hiring_manager)
    plan.is_on = False
    plan.save()
    assert send_due(now=FRIDAY) == 0
    plan.is_on = True
    plan.save()
    plan.readers.all().delete()
    assert send_due(now=FRIDAY) == 0
    UpdateReader.objects.create(plan=plan, name="Lea", email="lea@board.example")
    assert send_due(now=FRIDAY + dt.timedelta(days=4)) == 0

    assert send_due(now=FRIDAY) == 1


def test_who_was_taken_off_the_list_before_it_left_gets_nothing(team):
    make_drafts(now=THURSDAY)
    send_due(now=FRIDAY)
    UpdateReader.objects.all().delete()

    deliver_due_mail()

    assert mail.outbox == []
    assert Mail.objects.get().error == "They were taken off the list."


def test_what_goes_along_that_cannot_be_made_stops_only_its_own_mail(team, monkeypatch):
    make_drafts(now=THURSDAY)
    send_due(now=FRIDAY)
    Mail.objects.create(key="other", to="a@b.example", subject="Hello", body="x", not_before=timezone.now())
    Mail.objects.filter(key__startswith="team-update/").update(key=f"team-update/{'0' * 32}/{'0' * 32}")

    deliver_due_mail()

    assert [letter.subject for letter in mail.outbox] == ["Hello"]
    stuck = Mail.objects.get(key__startswith="team-update/")
    assert (stuck.state, stuck.attempts) == ("waiting", 1)
    assert "does not exist" in stuck.error


# --- What it is made from ----------------------------------------------------------------------------------------------


def weekly(team, until=None):
    until = until or timezone.now()
    return week_of(team, plan_of(team), monday=until.date(), until=until)


def test_a_chance_is_compared_with_what_was_said_of_the_same_day(team, role):
    factories.ChannelFactory()

    (found,) = weekly(team, FRIDAY).roles

    # 90 days lie between the chances after 12 and 13 weeks; a week earlier the same day was 97 days away.
    assert found.aim == dt.date(2027, 2, 17)
    assert found.chance == pytest.approx(0.5 * (90 / 7) / 26)
    assert found.chance_before == pytest.approx(0.8 * (97 / 7) / 26)
    assert found.best[0] == "One more person a week from Arxiv"
    assert found.risks[0].startswith("It hangs on one channel: Arxiv brings 70 %")


def test_moves_of_the_week_are_counted_but_not_what_was_undone(role, team):
    by = role.hiring_manager
    _stays, moved, back, _waits = (factories.ApplicationFactory(role=role) for _ in range(4))
    onsite = role.stages.get(kind="onsite")
    move_application(application=moved, to=onsite, by=by)
    move_application(application=back, to=onsite, by=by)
    undo_change(change=back.changes.order_by("-pk").first(), by=by)
    factories.ApplicationFactory(role=role, rejected=True)
    factories.ApplicationFactory(role=role, applied_at=timezone.now() - dt.timedelta(days=20))

    week = weekly(team)

    (found,) = week.roles
    assert (found.came, found.advanced, found.left, found.hired) == (5, 1, 1, 0)
    assert (week.inputs[0].done, week.inputs[0].planned) == (5, 3)


def test_a_confidential_role_and_whoever_somebody_is_recused_from_are_in_no_number(role, team, interviewer):
    application = factories.ApplicationFactory(role=role)
    secret = factories.RoleFactory(team=team, title="Head of everything", is_confidential=True)
    factories.ApplicationFactory(role=secret)
    assert weekly(team).inputs[0].done == 1

    Conflict.objects.create(
        user=interviewer,
        candidate=application.candidate,
        kind="coauthor",
        state="recused",
        decided_at=timezone.now(),
        decided_by=role.hiring_manager,
    )

    week = weekly(team)
    assert [one.title for one in week.roles] == [role.title]
    assert (week.roles[0].came, week.inputs[0].done) == (0, 0)


def test_scorecards_count_only_where_nobody_owes_one_any_more(role, team, django_assert_num_queries):
    due = timezone.now() - dt.timedelta(hours=20)
    for owes in (False, True):
        interview = factories.InterviewFactory(
            application=factories.ApplicationFactory(role=role), during=factories.span(hours=-48)
        )
        factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview), submitted=True, due_at=due)
        if owes:
            factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview), due_at=due)

    week = weekly(team)

    assert (week.inputs[1].done, week.inputs[2].of) == (2, 1)


def test_the_number_of_queries_does_not_grow_with_roles(role, team, django_assert_max_num_queries):
    for _ in range(3):
        other = factories.RoleFactory(team=team)
        forecast(other, dt.date(2026, 11, 19), chance=0.4)
        factories.ApplicationFactory(role=other)

    with django_assert_max_num_queries(14):
        assert len(weekly(team).roles) == 4


# --- Editing -----------------------------------------------------------------------------------------------------------


def test_what_was_approved_and_is_edited_has_to_be_approved_again(team, hiring_manager):
    update = draft_now(team=team, now=THURSDAY, by=hiring_manager)
    settle(update=update, state="approved", by=hiring_manager)

    edited = edit_update(update=update, words={"note": "We met two people."}, by=hiring_manager)

    assert (edited.state, edited.approved_by, edited.edited_by) == ("draft", None, hiring_manager)
    verbs = Activity.objects.filter(verb__contains="update").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["drafted_update", "update_approved", "edited_update"]


def test_nobody_who_applied_is_named(team, role, hiring_manager):
    factories.ApplicationFactory(role=role, candidate=factories.CandidateFactory(name="Elin Vásquez-Otero"))
    update = draft_now(team=team, now=THURSDAY, by=hiring_manager)

    with pytest.raises(UpdateRefused, match="It names Elin Vásquez-Otero, who applied here"):
        edit_update(update=update, words={"risks": "elin vasquez otero may leave"}, by=hiring_manager)

    edit_update(update=update, words={"risks": "One person from Otero may leave"}, by=hiring_manager)


def test_what_has_gone_out_stays_as_it_was_read(team, hiring_manager):
    make_drafts(now=THURSDAY)
    send_due(now=FRIDAY)
    update = TeamUpdate.objects.get()

    for act in (
        lambda: edit_update(update=update, words={"note": "x"}, by=hiring_manager),
        lambda: write_anew(update=update, by=hiring_manager),
        lambda: settle(update=update, state="held", by=hiring_manager),
    ):
        with pytest.raises(UpdateRefused, match="It has gone out"):
            act()


def test_written_anew_it_takes_todays_numbers_and_keeps_the_note(team, role, hiring_manager):
    update = draft_now(team=team, now=THURSDAY, by=hiring_manager)
    edit_update(update=update, words={"note": "A word.", "risks": "None."}, by=hiring_manager)
    forecast(role, FRIDAY.date(), chance=0.9)

    found = write_anew(update=update, now=FRIDAY, by=hiring_manager)

    assert (found.note, found.edited_by, found.until) == ("A word.", None, FRIDAY)
    assert "45 % by 18 February 2027" in found.odds
    assert "It hangs on one channel" in found.risks


def test_whoever_leads_the_team_is_told_of_a_draft_until_it_is_settled(team, hiring_manager, interviewer):
    make_drafts(now=THURSDAY)
    update = TeamUpdate.objects.get()
    now = timezone.now()
    TeamUpdate.objects.update(goes_out_at=now + dt.timedelta(hours=20))

    (due,) = due_drafts(now, {"after": 0})
    assert (due.recipient, draft_settled(due.key)) == (hiring_manager.pk, False)
    team.lead = interviewer
    team.save()
    assert [one.recipient for one in due_drafts(now, {"after": 0})] == [interviewer.pk]

    settle(update=update, state="approved", by=interviewer)
    assert (list(due_drafts(now, {"after": 0})), draft_settled(due.key)) == ([], True)
