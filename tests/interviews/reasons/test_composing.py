"""What the letter of reasons says, and what it never says: pure functions."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.reasons.composing import Facts, Found, draft_letter, why_not_send

FACTS = Facts(
    given_name="Elin",
    role="ML engineer",
    organisation="Tidewater",
    strengths=(Found("Creative thinking", "confirmed"), Found("Leadership", "refuted")),
    bars=(
        Found("Software engineering", "not met", "Writes code a colleague can keep running"),
        Found("ML theory", "met", "Explains overfitting."),
        Found("Maths", "borderline", "Follows a derivation."),
    ),
    looked_at=("your interview on pair coding", "your file"),
    contact="privacy@tidewater.example",
    signed_by="Rita Recruiter",
)


def test_letter_says_why_what_was_good_what_it_rests_on_and_whom_to_ask():
    subject, body = draft_letter(FACTS)

    assert subject == "Your application for ML engineer"
    assert body.startswith("Hello Elin,\n\nthank you")
    assert (
        "- Software engineering. The role needs this: Writes code a colleague can keep running. We did not see" in body
    )
    assert "- Leadership. We hoped to find a particular strength here" in body
    assert "- Creative thinking: several people saw a real strength" in body
    assert "- ML theory: you showed what this role asks for." in body
    assert "your interview on pair coding and your file" in body
    assert "People decided; no computer did." in body
    assert "write to privacy@tidewater.example and we correct it" in body
    assert "somebody who had no part in the decision looks at it again" in body
    assert body.endswith("Rita Recruiter\nTidewater")
    assert "Maths" not in body


def test_without_anything_decided_by_the_rule_a_person_has_to_say_it():
    facts = dataclasses.replace(FACTS, strengths=FACTS.strengths[:1], bars=(), contact="")

    _, body = draft_letter(facts)

    assert "[[say in your own words" in body
    assert why_not_send(body, []) == "There is still something to fill in: look for [[ ]]."
    assert "answer this letter and we correct it" in body


def test_unconfirmed_strength_is_said_plainly():
    _, body = draft_letter(dataclasses.replace(FACTS, strengths=(Found("Leadership", "supported once"),), bars=()))

    assert "could not confirm it in your interviews" in body


states = st.sampled_from(["untested", "met", "borderline", "not met", "confirmed", "refuted", "supported once"])
found = st.builds(
    Found, name=st.sampled_from(["Maths", "Software engineering", "Writing"]), state=states, anchor=st.just("Can.")
)


@given(st.lists(found, max_size=3), st.lists(found, max_size=5))
def test_drafted_letters_hold_no_rating_whatever_was_found(strengths, bars):
    _, body = draft_letter(dataclasses.replace(FACTS, strengths=tuple(strengths), bars=tuple(bars)))

    assert why_not_send(body.replace("[[", ""), ["Jonas Lind"]) == ""
    assert not any(letter.isdigit() for letter in body)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("You got level 2 there.", "reads like a rating"),
        ("It was 2 of 4.", "reads like a rating"),
        ("It was 2/4 throughout.", "reads like a rating"),
        ("You were rated 3.", "reads like a rating"),
        ("You reached 40 % of it.", "reads like a rating"),
        ("Jonas said that, as Ms Lind did.", "Jonas Lind judged, and is named here"),
        ("Call us on 0911 2345.", ""),
        ("In 2026 we shall open 2 more roles.", ""),
        ("Lindau is near.", ""),
    ],
)
def test_what_must_not_leave_is_found(text, said):
    refusal = why_not_send(text, ["Jonas Lind"])

    assert said in refusal
    assert bool(refusal) is bool(said)
