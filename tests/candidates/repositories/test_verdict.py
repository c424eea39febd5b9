import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.repositories.verdict import Code, Subject, Verdict, judge

PAPER = Subject(
    "Counting tides with learned gauges",
    ("Odalys Brenninkmeyer", "Wei-Han Tseng"),
    arxiv_id="2401.01234",
    affiliations=("Harbour Institute of Oceans",),
)
PERSON = Code("quill/tides", readme="Tides.", owner_is_organisation=False, contributors=("quill",))
ORGANISATION = Code("sealab/tides", readme="Tides.", owner_is_organisation=True, contributors=("ann", "bo"))


def verdict(code, paper=PAPER, **changes):
    return judge(paper, dataclasses.replace(code, **changes)).verdict


def test_paper_that_links_the_repository_settles_it():
    paper = dataclasses.replace(PAPER, text="Our code is at https://github.com/Quill/Tides.")

    judged = judge(paper, dataclasses.replace(PERSON, readme="An unofficial reimplementation of somebody’s paper"))

    assert judged.verdict is Verdict.OFFICIAL
    assert judged.reasons == ("The paper itself links to this repository.",)


def test_paper_that_links_another_repository_settles_nothing():
    paper = dataclasses.replace(PAPER, text="Code: https://github.com/quill/tides-data")

    assert verdict(PERSON, paper) is Verdict.COMMUNITY


def test_fork_is_neither():
    assert verdict(PERSON, is_fork=True, parent="sea/tides") is Verdict.UNKNOWN
    assert "sea/tides" in judge(PAPER, dataclasses.replace(PERSON, is_fork=True, parent="sea/tides")).reasons[0]


@pytest.mark.parametrize(
    "readme",
    [
        "Official implementation of Counting tides with learned gauges",
        "# Tides\nThis is the official PyTorch code for arXiv 2401.01234.",
        "Code for our NeurIPS 2024 paper (arxiv.org/abs/2401.01234)",
        "This repository holds the official code release. Counting Tides\nWith Learned Gauges.",
        "Code and data for the paper Counting tides with learned gauges",
        "We introduce gauges. https://arxiv.org/abs/2401.01234",
    ],
)
def test_readme_that_calls_itself_the_papers_own_is_official(readme):
    assert verdict(PERSON, readme=readme) is Verdict.OFFICIAL


@pytest.mark.parametrize(
    "readme",
    [
        "Unofficial implementation of Counting tides with learned gauges",
        "A PyTorch re-implementation of Counting tides with learned gauges. The official code is here.",
        "My own PyTorch implementation of 2401.01234",
        "Not affiliated with the authors of 2401.01234",
        "Reproducing the results of 2401.01234",
    ],
)
def test_readme_that_denies_it_is_believed(readme):
    judged = judge(PAPER, dataclasses.replace(PERSON, readme=readme))

    assert judged.verdict is Verdict.COMMUNITY
    assert "Its README says" in judged.reasons[0]


@pytest.mark.parametrize(
    "readme",
    [
        "Ported from the official implementation. 2401.01234",
        "See the official repository for weights. 2401.01234",
        "The official code can be found here: example.org. 2401.01234",
        "Official implementation of Another paper altogether",
    ],
)
def test_readme_that_speaks_of_somebody_elses_official_code_is_no_claim(readme):
    assert verdict(PERSON, readme=readme) is Verdict.COMMUNITY


def test_paper_page_that_names_a_strangers_repository_is_not_believed():
    assert verdict(PERSON, paper_page_names_it=True) is Verdict.COMMUNITY
    assert verdict(ORGANISATION, paper_page_names_it=True) is Verdict.OFFICIAL


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (dataclasses.replace(PERSON, name="obrenninkmeyer/tides"), "spells the name of Odalys Brenninkmeyer"),
        (dataclasses.replace(PERSON, name="brenninkmeyer/tides"), "may stand for the name of Odalys"),
        (dataclasses.replace(PERSON, owner_name="Tseng Wei-Han"), "goes by Tseng Wei-Han"),
        (dataclasses.replace(ORGANISATION, name="harbour/tides"), "Harbour Institute of Oceans"),
        (dataclasses.replace(ORGANISATION, contributors=("ann", "weihantseng")), "weihantseng seems to be an author"),
    ],
)
def test_owner_who_is_an_author_or_their_laboratory(code, words):
    judged = judge(PAPER, code)

    assert judged.verdict is Verdict.AUTHORS
    assert words in judged.reasons[0]


def test_author_who_wrote_what_somebody_else_owns_hints_at_a_copy():
    judged = judge(PAPER, dataclasses.replace(PERSON, contributors=("weihantseng", "quill")))

    assert judged.verdict is Verdict.UNKNOWN
    assert "a copy of the official code" in judged.reasons[0]


def test_stranger_with_a_readme_is_the_community():
    assert judge(PAPER, dataclasses.replace(PERSON, readme="After arXiv 2401.01234")).reasons == (
        "Neither the paper nor the README calls it official.",
        "Its owner does not read like any of the authors.",
        "The README names the paper.",
    )


@pytest.mark.parametrize(
    ("code", "paper"),
    [
        (Code("quill/tides"), PAPER),
        (ORGANISATION, PAPER),
        (PERSON, dataclasses.replace(PAPER, authors=())),
        (dataclasses.replace(PERSON, owner_is_organisation=None), PAPER),
    ],
)
def test_what_cannot_be_told_stays_unknown(code, paper):
    assert judge(paper, code).verdict is Verdict.UNKNOWN


@given(
    st.builds(Subject, st.text(), st.tuples(st.text()), st.text(), st.text()),
    st.builds(Code, st.text(min_size=1), st.text(), st.text()),
)
def test_any_text_is_answered_with_a_reason(paper, code):
    assert judge(paper, code).reasons
