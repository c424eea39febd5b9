import pytest

from config.local.prepare import current_state, load_demo, sign_ins

pytestmark = pytest.mark.django_db


def test_sign_ins_of_an_empty_database_say_how_to_begin():
    assert "createsuperuser" in sign_ins()


def test_sign_ins_of_a_real_organisation_are_nobodys_business(recruiter):
    people = type(recruiter).objects

    assert sign_ins() == ""
    assert people.count() == 1


def test_demo_stays_away_from_real_people(recruiter):
    load_demo()

    assert type(recruiter).objects.count() == 1


def test_demo_stays_away_when_told_to(monkeypatch, django_user_model):
    monkeypatch.setenv("DEMO", "0")

    load_demo()

    assert not django_user_model.objects.exists()


def test_state_of_a_database_that_is_not_ours_is_unknown(monkeypatch, short_path):
    monkeypatch.setenv("STRONGSUIT_STATE", str(short_path))

    assert current_state() == ""


@pytest.mark.faults
def test_demo_fills_an_empty_database_and_offers_each_persona():
    load_demo()

    said = sign_ins()

    for persona in ("Admin", "Recruiter", "Hiring manager", "Interviewer"):
        assert persona in said
