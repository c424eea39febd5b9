"""The page of automated aids."""

import pytest
from django.urls import reverse

from workspace.aids.registry import AIDS, Aid, register_aid

pytestmark = pytest.mark.django_db


@pytest.fixture
def aid(monkeypatch):
    """Return a function that registers an aid which is on or off."""
    monkeypatch.setattr("workspace.aids.registry.AIDS", {})
    monkeypatch.setattr("workspace.aids.views.AIDS", known := {})

    def register(*, is_on):
        known["x"] = Aid("x", "A count", (("It", "1 + 1"),), "Nothing.", "Everything.", lambda: is_on)

    return register


@pytest.mark.parametrize(("is_on", "said"), [(True, "in use"), (False, "not in use")])
def test_every_member_of_staff_reads_formula_use_and_notice(sign_in, interviewer, aid, is_on, said):
    aid(is_on=is_on)

    text = sign_in(interviewer).get(reverse("workspace:aids")).text

    for words in ("A count", "1 + 1", "Nothing.", "Everything.", f"> {said}<" if is_on else said):
        assert words in text


def test_without_aids_it_says_so(sign_in, interviewer, monkeypatch):
    monkeypatch.setattr("workspace.aids.views.AIDS", {})

    assert "Nothing is computed about people" in sign_in(interviewer).get(reverse("workspace:aids")).text


def test_exams_are_among_them_with_every_formula(sign_in, interviewer):
    text = sign_in(interviewer).get(reverse("workspace:aids")).text

    assert "Marks of knowledge exams" in text
    assert "1 within the tolerance, else 0." in text
    assert "not in use" in text


def test_registering_twice_is_registering_once(monkeypatch):
    monkeypatch.setattr("workspace.aids.registry.AIDS", known := {})
    one = Aid("x", "A", (), "", "", lambda: True)
    register_aid(one)
    register_aid(one)

    assert list(known.values()) == [one]
    assert "exam-marks" in AIDS
