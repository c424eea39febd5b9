import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.outreach.composing import Facts, Proof, Work, chosen_proofs, compose, given_name
from candidates.outreach.templating import gaps

WORK = Work(
    "Grasping with diffusion policies",
    "https://arxiv.org/abs/1",
    "paper",
    "The ablation on glass is honest",
    "Rita Recruiter",
)
FACTS = Facts(
    name="Elin Vasquez",
    sender="Rita Recruiter",
    sender_title="Recruiter",
    organisation="Meridian",
    works=(WORK,),
    wants=("interesting data",),
    proofs=(
        Proof("interesting data", "Forty million labelled grasps", "https://meridian.example/grasps"),
        Proof("new tools", "A cluster that people defend"),
    ),
    role="ML engineer",
    role_facts="Our grippers fail on glass one time in five.",
)


def test_letter_speaks_of_their_work_what_was_noticed_and_what_they_want():
    letter = compose(FACTS, work=WORK)

    assert letter.subject == "“Grasping with diffusion policies”"
    assert letter.body.startswith("Hello Elin,\n\nI read “Grasping with diffusion policies” (https://arxiv.org/abs/1).")
    assert "The ablation on glass is honest." in letter.body
    assert "Forty million labelled grasps. (https://meridian.example/grasps)" in letter.body
    assert "Our grippers fail on glass one time in five." in letter.body
    assert letter.body.endswith("Rita Recruiter\nRecruiter")
    assert gaps(letter.body) == []
    assert letter.missing == ()


def test_what_nobody_knows_they_want_is_not_guessed():
    letter = compose(dataclasses.replace(FACTS, wants=()), work=WORK)

    assert "Forty million" not in letter.body
    assert gaps(letter.body) == ["why this could interest them"]
    assert letter.missing == ("Nobody knows yet what moves this person, so no proof point was chosen.",)


def test_a_want_without_a_proof_point_says_who_can_add_one():
    letter = compose(dataclasses.replace(FACTS, wants=("work that matters",)), work=WORK)

    assert letter.missing == (
        "There is no proof point for what moves them (work that matters). An admin adds them in the settings.",
    )


def test_another_readers_note_is_theirs():
    letter = compose(dataclasses.replace(FACTS, sender="Jonas Weiss"), work=WORK)

    assert "My colleague Rita Recruiter noted: “The ablation on glass is honest”" in letter.body


def test_without_a_work_the_letter_has_gaps_and_says_so():
    letter = compose(dataclasses.replace(FACTS, works=()), work=None)

    assert gaps(letter.body)[0] == "which of their works you read"
    assert letter.missing[0] == "No work of theirs is on file. A letter that names none is a letter to anybody."


def test_without_a_title_or_a_link_or_a_role_no_hole_is_left():
    bare = dataclasses.replace(FACTS, sender_title="", role_facts="", role="")
    letter = compose(bare, work=dataclasses.replace(WORK, url=""))

    assert gaps(letter.body) == []
    assert "()" not in letter.body
    assert letter.body.endswith("Rita Recruiter")


def test_an_own_template_is_filled_in_with_the_same_facts():
    letter = compose(
        FACTS, work=WORK, subject="{{ role }} at {{ organisation }}", body="Dear {{ full_name }}, {{ work }}?"
    )

    assert (letter.subject, letter.body) == (
        "ML engineer at Meridian",
        "Dear Elin Vasquez, “Grasping with diffusion policies”?",
    )


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Elin Vasquez", "Elin"),
        ("E. Vasquez", "E. Vasquez"),
        ("Dr. Elin Vasquez", "Elin"),
        ("Élodie Martin", "Élodie"),
        ("李明", "李明"),
        ("李 明", "李 明"),
        ("Aristotle", "Aristotle"),
        ("van der Berg", "van der Berg"),
        ("Vasquez, Elin", "Vasquez, Elin"),
        ("J.-P. Serre", "J.-P. Serre"),
    ],
)
def test_greeting(name, greeting):
    assert given_name(name) == greeting


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="[]{}%"), max_size=40)


@given(
    WORDS,
    st.lists(st.builds(Proof, st.sampled_from(["a", "b"]), WORDS, WORDS), max_size=6),
    st.lists(st.sampled_from("abc")),
)
def test_no_proof_is_shown_that_answers_nothing_they_want(name, proofs, wants):
    facts = dataclasses.replace(FACTS, name=name, proofs=tuple(proofs), wants=tuple(wants))

    assert all(proof.wants in wants for proof in chosen_proofs(facts))
    assert compose(facts, work=None).body
