import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.kits.wording import PLAIN, filled
from interviews.works.facts import Author, CodeFacts, PaperFacts


def paper(place, of, **more):
    authors = [Author(f"Author {n}", is_candidate=n == place) for n in range(1, of + 1)]
    return PaperFacts("Grasping in clutter", authors=authors, **more)


@pytest.mark.parametrize(
    ("place", "of", "words"),
    [
        (1, 1, "the only author"),
        (1, 5, "the first of five authors"),
        (3, 5, "the third of five authors"),
        (5, 5, "the last of five authors"),
        (11, 40, "number 11 of 40 authors"),
        (0, 5, ""),
    ],
)
def test_place_among_the_authors(place, of, words):
    assert paper(place, of).place == words


def test_equal_contribution_is_said():
    authors = [Author("Ada", is_candidate=True, equally=True), Author("Ben", equally=True)]

    assert PaperFacts("T", authors=authors).place == "the first of two authors, marked as contributing equally"


@pytest.mark.parametrize(
    ("place", "of", "words"),
    [
        (1, 1, "those who helped you"),
        (1, 2, "Author 2"),
        (2, 3, "Author 1 and Author 3"),
        (1, 4, "Author 2, Author 3 and Author 4"),
        (1, 9, "Author 2, Author 3, Author 4 and 5 more"),
    ],
)
def test_co_authors_are_named(place, of, words):
    assert paper(place, of).others == words


def test_erased_co_author_is_not_named():
    authors = [Author("Ada", is_candidate=True), Author("Author withheld", is_withheld=True), Author("Ben")]

    assert PaperFacts("T", authors=authors).others == "Ben"


@pytest.mark.parametrize(
    ("facts", "venue"),
    [({"venue": "ICLR 2024"}, "ICLR 2024"), ({"published_on": dt.date(2023, 5, 1)}, "public in 2023"), ({}, "")],
)
def test_venue_or_year_or_nothing(facts, venue):
    assert PaperFacts("T", **facts).words["venue"] == venue


@pytest.mark.parametrize(
    ("own", "commits", "words"),
    [
        (84, 120, "84 of 120 commits carry your name"),
        (120, 120, "All 120 commits carry your name"),
        (None, 120, ""),
        (3, None, ""),
    ],
)
def test_share_of_the_history(own, commits, words):
    assert CodeFacts("quill/tides", "https://x", own_commits=own, commits=commits).share == words


def test_blanks_are_filled_or_worded_plainly():
    text = "What did people believe before <work>? You are <place>. Is 3 < 5 and <unknown>?"

    assert filled(text, {"work": "“Grasping”"}) == (
        "What did people believe before “Grasping”? You are one of the authors. Is 3 < 5 and <unknown>?"
    )


@given(st.text(max_size=80), st.dictionaries(st.sampled_from(sorted(PLAIN)), st.text(max_size=20)))
def test_no_known_blank_is_left_and_nothing_else_is_touched(text, words):
    safe = {name: word.replace("<", "") for name, word in words.items()}

    done = filled(f"{text.replace('<', '')} <work> <share>", safe)

    assert "<work>" not in done
    assert done.startswith(text.replace("<", ""))
