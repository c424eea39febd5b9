import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from insights.updates.actions import draft_now, plan_of
from insights.updates.models import TeamUpdate, UpdateReader
from tests import factories

PAGE = reverse("insights:updates")


@pytest.fixture
def update(role, hiring_manager):
    return draft_now(team=role.team, by=hiring_manager)


def path(name, update):
    return reverse(f"insights:{name}", args=[update.uuid])


def test_a_hiring_manager_reads_edits_and_approves(update, hiring_manager, sign_in):
    client = sign_in(hiring_manager)
    page = client.get(path("update", update)).content.decode()
    assert all(
        words in page
        for words in ("Odds and range", "No forecast yet of one open role.", "Sending is off for this team")
    )
    assert "Words chosen by rule from the numbers; nobody changed them." in page

    client.post(
        path("edit_update", update),
        {"headline": "Half a role.", "note": "Two talks next week.\n", "odds": "A line\nAnother"},
    )
    client.post(path("update_state", update), {"state": "approved"})

    page = client.get(path("update", update)).content.decode()
    for words in (
        "Half a role.",
        "A word from the team",
        "Two talks next week.",
        "<li>Another</li>",
        "Approved by Hari Manager",
        "Edited by Hari Manager",
    ):
        assert words in page
    assert "Risks" not in page


def test_the_paper_is_a_pdf(update, hiring_manager, sign_in):
    response = sign_in(hiring_manager).get(path("update_paper", update))

    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert f"hiring-update-{update.monday}.pdf" in response["Content-Disposition"]


def test_an_edit_that_names_somebody_is_refused_and_kept_as_typed(update, role, hiring_manager, sign_in):
    factories.ApplicationFactory(role=role, candidate=factories.CandidateFactory(name="Elin Vasquez"))

    response = sign_in(hiring_manager).post(
        path("edit_update", update), {"headline": "x", "risks": "Elin Vasquez may leave."}
    )

    page = response.content.decode()
    assert (response.status_code, "leave the name out" in page, "Elin Vasquez may leave." in page) == (422, True, True)
    assert "Elin" not in TeamUpdate.objects.get().risks


@pytest.mark.parametrize("name", ["update", "edit_update", "update_paper"])
def test_strangers_learn_of_no_update(update, stranger, interviewer, sign_in, name):
    for user in (stranger, interviewer):
        assert sign_in(user).get(path(name, update)).status_code == 404
        assert update.headline not in sign_in(user).get(PAGE).content.decode()


def test_a_lead_of_any_persona_keeps_their_teams_updates(update, interviewer, sign_in):
    update.team.lead = interviewer
    update.team.save()

    assert sign_in(interviewer).get(path("update", update)).status_code == 200
    assert update.headline in sign_in(interviewer).get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["update_state", "write_update_anew"])
def test_what_was_sent_is_changed_no_more(update, hiring_manager, sign_in, name):
    TeamUpdate.objects.update(state="sent", sent_at=timezone.now(), sent_to=["Lea Director"])
    client = sign_in(hiring_manager)

    page = client.post(path(name, update), {"state": "held"}, follow=True).content.decode()

    assert "It has gone out, and stays as it was read." in page
    assert TeamUpdate.objects.get().state == "sent"
    assert client.post(path("edit_update", update), {"headline": "x"}).status_code == 422


def test_a_state_that_is_none_is_refused(update, hiring_manager, sign_in):
    page = sign_in(hiring_manager).post(path("update_state", update), {"state": "sent"}, follow=True).content.decode()

    assert "Choose to approve it" in page
    assert TeamUpdate.objects.get().state == "draft"


def test_schedule_plan_and_readers_are_set_and_readers_taken_off(role, hiring_manager, stranger, sign_in):
    client, team = sign_in(hiring_manager), role.team
    plan_path = reverse("insights:update_plan", args=[team.uuid])
    given = {
        "is_on": "on",
        "weekday": 0,
        "hour": 9,
        "people_planned": 12,
        "interviews_planned": "",
        "on_time_planned": 90,
    }
    readers = reverse("insights:add_update_reader", args=[team.uuid])

    client.post(plan_path, given)
    client.post(readers, {"name": "Lea Director", "email": "lea@board.example"})
    twice = client.post(readers, {"name": "Lea", "email": "LEA@board.example"})

    plan = plan_of(team)
    assert (plan.is_on, plan.weekday, plan.hour, plan.people_planned, plan.interviews_planned) == (True, 0, 9, 12, None)
    assert (twice.status_code, "on the list already" in twice.content.decode(), plan.readers.count()) == (422, True, 1)
    assert "Mondays at 9:00" in client.get(PAGE).content.decode()
    off = reverse("insights:remove_update_reader", args=[team.uuid, plan.readers.get().uuid])
    assert sign_in(stranger).post(off).status_code == 404
    client.post(off)
    assert not UpdateReader.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hour", 24, "less than or equal to 23"),
        ("weekday", 6, "Select a valid choice"),
        ("on_time_planned", 101, "less than or equal to 100"),
    ],
)
def test_a_plan_that_cannot_be_kept_says_why(role, hiring_manager, sign_in, field, value, words):
    given = {"weekday": 4, "hour": 14} | {field: value}

    response = sign_in(hiring_manager).post(reverse("insights:update_plan", args=[role.team.uuid]), given)

    assert (response.status_code, words in response.content.decode()) == (422, True)


def test_drafting_twice_leads_to_the_same_draft(role, hiring_manager, sign_in):
    draft = reverse("insights:draft_update", args=[role.team.uuid])

    first, second = (sign_in(hiring_manager).post(draft).url for _ in range(2))

    assert (first, TeamUpdate.objects.count()) == (second, 1)


def test_the_archive_takes_the_same_queries_however_long_it_is(
    update, hiring_manager, sign_in, django_assert_num_queries
):
    client = sign_in(hiring_manager)
    client.get(PAGE)
    with django_assert_num_queries(6) as few:
        client.get(PAGE)
    for week in (1, 2):
        TeamUpdate.objects.create(
            team=update.team,
            monday=update.monday - dt.timedelta(weeks=week),
            until=update.until,
            goes_out_at=update.goes_out_at,
            headline="Before",
        )
    with django_assert_num_queries(len(few)):
        assert client.get(PAGE).content.decode().count("Before") == 2
    assert client.get(PAGE, {"after": "nonsense"}).status_code == 400
