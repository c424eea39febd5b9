import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.conflicts.closeness import (
    Colleague,
    Mention,
    Subject,
    Tie,
    Work,
    closeness,
    organisations,
    place_in,
    telling,
)
from candidates.conflicts.enums import ConflictKind, TieKind

TODAY = dt.date(2026, 11, 21)
ORCID = "0000-0002-1825-0097"


def found(colleague, subject, years=3):
    return {one.kind: one.evidence for one in closeness(colleague, subject, today=TODAY, years=years)}


def work(*others, year=2025, title="Grasping glass", own=None):
    return Work(title, year, own or Mention("Elin Vasquez"), tuple(others))


def test_coauthor_by_identifier_says_how_many_and_when():
    me = Colleague(("Ines Interviewer",), frozenset({("orcid", ORCID)}))
    papers = (work(Mention("I. Interviewer", orcid=ORCID), year=2024), work(Mention("Ines", orcid=ORCID), year=2025))

    assert found(me, Subject("Elin Vasquez", works=papers)) == {
        ConflictKind.COAUTHOR: ("2 shared papers since 2023, the last in 2025: “Grasping glass”.",)
    }


def test_coauthor_by_name_alone_says_so():
    evidence = found(Colleague(("Ines Interviewer",)), Subject("E", works=(work(Mention("Interviewer, Ines")),)))

    assert "by the name alone" in evidence[ConflictKind.COAUTHOR][1]


@pytest.mark.parametrize(
    ("mention", "year"),
    [
        (Mention("Ines Interviewer"), 2022),  # before the window
        (Mention("I. Interviewer"), 2025),  # an initial fits too many
        (Mention("Ines Interviewer", orcid="0000-0001-5109-3700"), 2025),  # somebody else's identifier
        (Mention("Olaf Interviewer"), 2025),
    ],
)
def test_no_coauthor(mention, year):
    me = Colleague(("Ines Interviewer",), frozenset({("orcid", ORCID)}))

    assert found(me, Subject("Elin Vasquez", works=(work(mention, year=year),))) == {}


def test_paper_without_a_year_counts_and_a_longer_window_reaches_further():
    me = Colleague(("Ines Interviewer",))
    undated = Subject("E", works=(work(Mention("Ines Interviewer"), year=None),))
    old = Subject("E", works=(work(Mention("Ines Interviewer"), year=2019),))

    assert found(me, undated)[ConflictKind.COAUTHOR][0] == "1 shared paper since 2023: “Grasping glass”."
    assert (found(me, old), list(found(me, old, years=8))) == ({}, [ConflictKind.COAUTHOR])


def test_whoever_is_the_candidate_has_no_other_conflict():
    me = Colleague(("Elin Vasquez",), frozenset({("orcid", ORCID), ("email", "elin@lab.example")}))
    subject = Subject(
        "Elin Vasquez", frozenset({("email", "elin@lab.example")}), (work(own=Mention("Elin Vasquez", orcid=ORCID)),)
    )

    assert found(me, subject) == {
        ConflictKind.SAME_PERSON: (
            "The same email handle: elin@lab.example.",
            f"The same orcid handle: {ORCID}.",
        )
    }


def test_advisor_and_advisee_by_their_own_word():
    me = Colleague(("Ines",), ties=(Tie(TieKind.ADVISEE, "Elín Vásquez"), Tie(TieKind.ADVISOR, "Prof. Somebody Else")))

    assert found(me, Subject("Elin Vasquez")) == {
        ConflictKind.ADVISOR: ("Names Elín Vásquez as somebody they advised.",)
    }


@pytest.mark.parametrize(
    ("tie", "affiliation", "year", "meets"),
    [
        (Tie(TieKind.EMPLOYER, "ETH Zurich", 2020, None), "Department of Computer Science, ETH Zürich", 2025, True),
        (Tie(TieKind.EMPLOYER, "ETH Zurich", 2016, 2023), "ETH Zurich, Switzerland", 2023, True),
        (Tie(TieKind.EMPLOYER, "ETH Zurich", 2016, 2023), "ETH Zurich, Switzerland", 2025, False),
        (Tie(TieKind.EMPLOYER, "ETH Zurich", 2026, None), "ETH Zurich", 2025, False),
        (Tie(TieKind.EMPLOYER, "University of Oslo", 2020), "University of Bergen, Oslo Road 4", 2025, False),
        (Tie(TieKind.EMPLOYER, "University of Zurich", 2020), "ETH, Zurich", 2025, False),
        (Tie(TieKind.EMPLOYER, "University of Zurich", 2020), "Universität Zürich, Schweiz", 2025, True),
        (Tie(TieKind.LAB, "Robotic Systems Lab", 2020), "Robotic Systems Lab, ETH Zurich", 2025, True),
    ],
)
def test_same_place_at_the_same_time(tie, affiliation, year, meets):
    subject = Subject("Elin", works=(work(year=year, own=Mention("Elin", affiliation=affiliation)),))
    kind = ConflictKind.LAB if tie.kind == TieKind.LAB else ConflictKind.EMPLOYER

    assert list(found(Colleague(("Ines",), ties=(tie,)), subject)) == ([kind] if meets else [])


def test_employer_by_the_headline_and_by_papers_of_both():
    working = Subject("Elin", headline="Research scientist, Acme Robotics")
    wrote = Subject("Elin", works=(work(own=Mention("Elin", affiliation="Acme Robotics Inc., Oslo")),))

    assert found(Colleague(("I",), ties=(Tie(TieKind.EMPLOYER, "Acme Robotics"),)), working) == {
        ConflictKind.EMPLOYER: ("Acme Robotics: the candidate in 2026, in their headline.",)
    }
    assert found(Colleague(("I",), places=(("Dept. of AI, Acme Robotics, Oslo", 2024),)), wrote) == {
        ConflictKind.EMPLOYER: ("Acme Robotics: the candidate in 2025, on a paper.",)
    }
    assert found(Colleague(("I",), places=(("Dept. of AI, Acme Robotics, Oslo", 2022),)), wrote) == {}


def test_departments_cities_and_countries_are_no_organisations():
    assert organisations("Department of Computer Science, ETH Zurich, Switzerland") == ["ETH Zurich"]
    assert organisations("School of CS, Carnegie Mellon University, Pittsburgh") == ["Carnegie Mellon University"]
    assert organisations("Google, Mila Research Institute, Montreal") == ["Google", "Mila Research Institute"]
    assert organisations(" ; , ") == []


@given(st.text(max_size=40), st.text(max_size=80))
def test_a_place_is_found_with_all_its_telling_words_or_not_at_all(name, text):
    assert place_in(name, text) in (frozenset(), telling(name))


@given(st.text(max_size=40), st.text(max_size=40), st.lists(st.text(max_size=30), max_size=4))
def test_any_words_are_answered_and_evidence_is_never_empty(name, headline, mentions):
    subject = Subject(name, works=(work(*map(Mention, mentions)),), headline=headline)

    for one in closeness(Colleague((name,), ties=(Tie(TieKind.EMPLOYER, headline),)), subject, today=TODAY, years=3):
        assert one.evidence
