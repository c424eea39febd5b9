import re

import pytest
from django.urls import reverse

from tests import factories
from workspace.models import Invitation, Mail, Organisation, User
from workspace.staff.actions import invite

PEOPLE = "/settings/people/"
PAGES = ["/settings/", "/settings/organisation/", PEOPLE, "/settings/activity/", "/settings/reminders/"]


@pytest.mark.parametrize("url", PAGES)
def test_settings_open_for_admins_only(url, admin, recruiter, hiring_manager, interviewer, sign_in, client):
    answers = [sign_in(user).get(url).status_code for user in (admin, recruiter, hiring_manager, interviewer)]

    assert answers == [200, 403, 403, 403]
    assert client.get(url)["Location"].startswith("/accounts/login/")


def test_an_unknown_visitor_with_htmx_is_sent_to_sign_in_as_a_whole_page(db, client):
    response = client.get(
        PEOPLE, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/people/"}
    )

    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/?next=http://testserver/settings/people/"


def test_inviting_sends_a_link_that_makes_an_account(admin, sign_in, client):
    sign_in(admin).post(PEOPLE, {"email": "nia@mail.example", "name": "Nia", "persona": "recruiter"})
    link = re.search(r"/invitation/\S+", Mail.objects.get().body)[0]

    assert client.get(link).status_code == 200
    answer = client.post(link, {"name": "Nia Newcomer", "password": "three plain words", "time_zone": "Europe/Zurich"})

    assert answer.status_code == 302
    assert User.objects.get(email="nia@mail.example").persona == "recruiter"
    assert client.session["_auth_user_id"] == str(User.objects.get(email="nia@mail.example").pk)


def test_a_refused_invitation_keeps_what_was_typed(admin, recruiter, sign_in):
    response = sign_in(admin).post(PEOPLE, {"email": recruiter.email, "name": "Rita again", "persona": "admin"})

    assert response.status_code == 422
    assert "already has an account" in response.text
    assert "Rita again" in response.text


def test_a_weak_password_is_explained_and_the_form_kept(admin, client):
    invite(email="nia@mail.example", name="Nia", persona="recruiter", by=admin)
    link = re.search(r"/invitation/\S+", Mail.objects.get().body)[0]

    response = client.post(link, {"name": "Nia Newcomer", "password": "short", "time_zone": "UTC"})

    assert response.status_code == 422
    assert "at least 12 characters" in response.text
    assert "Nia Newcomer" in response.text


def test_a_dead_link_says_what_to_do(db, client):
    response = client.get("/invitation/guess/")

    assert response.status_code == 410
    assert "Check that the whole address was copied" in response.text


def test_nobody_signs_themselves_up(db, client):
    response = client.post(
        "/accounts/signup/",
        {"email": "x@mail.example", "password1": "three plain words", "password2": "three plain words"},
    )

    assert User.objects.count() == 0
    assert response.status_code in {200, 403}


def test_admin_withdraws_an_invitation(admin, sign_in):
    invitation = invite(email="nia@mail.example", name="", persona="recruiter", by=admin)

    sign_in(admin).post(reverse("workspace:withdraw_invitation", args=[invitation.uuid]))

    assert Invitation.objects.open().count() == 0


def test_admin_changes_a_persona_and_ends_and_restores_access(admin, interviewer, sign_in):
    client = sign_in(admin)
    client.post(f"{PEOPLE}{interviewer.uuid}/", {"persona": "recruiter", "side": "engineer", "title": "Scout"})
    client.post(f"{PEOPLE}{interviewer.uuid}/access/", {"access": "end"})
    interviewer.refresh_from_db()
    assert (interviewer.persona, interviewer.is_active) == ("recruiter", False)

    client.post(f"{PEOPLE}{interviewer.uuid}/access/", {"access": "back"})

    interviewer.refresh_from_db()
    assert interviewer.is_active


def test_the_last_admin_is_told_why_not(admin, sign_in):
    response = sign_in(admin).post(f"{PEOPLE}{admin.uuid}/", {"persona": "recruiter", "side": "other", "title": ""})

    assert response.status_code == 422
    assert "Make somebody else an admin first" in response.text


@pytest.mark.parametrize("number", [1, 3])
def test_people_costs_the_same_whatever_their_number(number, admin, sign_in, count_queries):
    factories.UserFactory.create_batch(number)
    for place in range(number):
        invite(email=f"n{place}@mail.example", name="", persona="recruiter", by=admin)
    client = sign_in(admin)

    assert count_queries(lambda: client.get(PEOPLE)) <= 7


def test_organisation_is_saved_and_a_bad_zone_or_currency_refused(admin, sign_in):
    client, given = sign_in(admin), {"name": "Kestrel Robotics", "time_zone": "Europe/Zurich", "currency": "CHF"}
    bad = [
        client.post("/settings/organisation/", given | {"time_zone": "Mars/Olympus"}),
        client.post("/settings/organisation/", given | {"currency": "francs"}),
    ]
    client.post("/settings/organisation/", given)

    assert [answer.status_code for answer in bad] == [422, 422]
    assert (Organisation.current().time_zone, Organisation.current().currency) == ("Europe/Zurich", "CHF")
