import datetime as dt

import pytest

from workspace.models import ReminderChoice
from workspace.reminders.registry import KINDS

FIELDS = {
    "name": "Ines Newname",
    "title": "Research engineer",
    "time_zone": "Europe/Lisbon",
    "mail_rhythm": "digest",
    "quiet_from": "20:00",
    "quiet_until": "07:30",
    "theme": "dark",
    "has_letter_keys": "on",
}


def everything_on(**changes):
    kinds = {f"kind-{slug}-{way}": "on" for slug in KINDS for way in ("by_mail", "in_app")}
    return {name: value for name, value in (FIELDS | kinds | changes).items() if value is not None}


def test_saving_keeps_what_was_chosen(interviewer, sign_in):
    slug = sorted(KINDS)[0]

    response = sign_in(interviewer).post("/profile/", everything_on(**{f"kind-{slug}-by_mail": None}))

    interviewer.refresh_from_db()
    assert response["Location"] == "/profile/"
    assert response.cookies["theme"].value == "dark"
    assert (interviewer.name, interviewer.time_zone, interviewer.mail_rhythm) == (
        "Ines Newname",
        "Europe/Lisbon",
        "digest",
    )
    assert (interviewer.quiet_from, interviewer.quiet_until) == (dt.time(20), dt.time(7, 30))
    assert ReminderChoice.objects.filter(user=interviewer).count() == len(KINDS)
    choice = ReminderChoice.objects.get(user=interviewer, kind=slug)
    assert (choice.by_mail, choice.in_app) == (False, True)


def test_saving_twice_changes_the_same_rows(interviewer, sign_in):
    client = sign_in(interviewer)
    slug = sorted(KINDS)[0]
    client.post("/profile/", everything_on(**{f"kind-{slug}-in_app": None}))

    client.post("/profile/", everything_on())

    assert ReminderChoice.objects.filter(user=interviewer).count() == len(KINDS)
    assert ReminderChoice.objects.get(user=interviewer, kind=slug).in_app


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
        ({"quiet_from": "25:99"}, "Enter a valid time"),
        ({"theme": "pink"}, "Select a valid choice"),
        ({"name": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_saves_nothing(wrong, words, interviewer, sign_in):
    response = sign_in(interviewer).post("/profile/", everything_on(title="Kept words") | wrong)

    interviewer.refresh_from_db()
    assert response.status_code == 422
    assert words in response.text
    assert "Kept words" in response.text
    assert interviewer.name == "Ines Interviewer"
    assert not ReminderChoice.objects.exists()


def test_nobody_makes_themselves_an_admin(interviewer, sign_in):
    sign_in(interviewer).post("/profile/", everything_on(persona="admin", is_staff="on", is_superuser="on"))

    interviewer.refresh_from_db()
    assert (interviewer.persona, interviewer.is_staff, interviewer.is_superuser) == ("interviewer", False, False)


def test_the_action_refuses_fields_that_are_not_ones_own(interviewer):
    from workspace.profile.actions import change_profile

    with pytest.raises(ValueError, match="persona"):
        change_profile(fields={"persona": "admin"}, choices=[], by=interviewer)


def test_an_empty_post_is_refused_not_an_error(interviewer, sign_in):
    assert sign_in(interviewer).post("/profile/", {}).status_code == 422


def test_the_page_offers_every_kind_of_reminder(interviewer, sign_in):
    html = sign_in(interviewer).get("/profile/").text

    assert KINDS
    assert all(f'name="kind-{slug}-by_mail"' in html for slug in KINDS)


def test_the_profile_needs_signing_in(db, client):
    assert client.get("/profile/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("chosen", ["on", None])
def test_single_keys_can_be_turned_off_and_on_again(chosen, interviewer, sign_in):
    interviewer.has_letter_keys = chosen is None
    interviewer.save()
    client = sign_in(interviewer)

    client.post("/profile/", everything_on(has_letter_keys=chosen))

    interviewer.refresh_from_db()
    page = client.get("/profile/").text
    assert interviewer.has_letter_keys is (chosen == "on")
    assert ('data-single-keys="off"' in page) is (chosen is None)
