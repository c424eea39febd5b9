import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.repositories.owners import NameLikeness, OwnerLikeness, likeness_of, most_alike

FULLY, PARTLY, NOT = NameLikeness.FULLY, NameLikeness.PARTLY, NameLikeness.NOT


@pytest.mark.parametrize(
    ("login", "name", "likeness"),
    [
        ("odilequill", "Odile Quill", FULLY),
        ("quill-odile42", "Odile Quill", FULLY),
        ("oquill", "Odile Quill", FULLY),
        ("the-oquill", "Odile Quill", FULLY),
        ("odilejquill", "Odile Quill", FULLY),
        ("ojquill", "Odile J. Quill", FULLY),
        ("tsengweihan", "Wei-Han Tseng", FULLY),
        ("msorensen", "Mei Sørensen", FULLY),
        ("bvandenberg", "Bram van den Berg", FULLY),
        ("odilequill-lab", "Odile Quill", FULLY),
        ("odileq", "Odile Quill", PARTLY),
        ("wlin", "Wei Lin", PARTLY),
        ("brenninkmeyer", "Odalys Brenninkmeyer", PARTLY),
        ("odalys-codes", "Odalys Brenninkmeyer", PARTLY),
        ("odabren", "Odalys Brenninkmeyer", PARTLY),
        ("quill", "Odile Quill", NOT),
        ("wlin2", "Odile Quill", NOT),
        ("w", "Wei Lin", NOT),
        ("wei", "Wei Lin", NOT),
        ("lucidsea", "Odile Quill", NOT),
        ("odilequill", "Odile", NOT),
        ("odilequill", "", NOT),
        ("", "Odile Quill", NOT),
    ],
)
def test_likeness_of_a_login(login, name, likeness):
    assert likeness_of(login, name) is likeness


def test_most_alike_names_the_author():
    assert most_alike("oquill", ["Wei Lin", "Odile Quill", "Otto Quill"]) == OwnerLikeness(FULLY, "Odile Quill")
    assert most_alike("lucidsea", ["Wei Lin", "Odile Quill"]) == OwnerLikeness(NOT, "")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_answered(login, name):
    assert likeness_of(login, name) in NameLikeness


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_asks_neither_for_case_nor_for_hyphens(login, name):
    assert likeness_of(f"-{login}-", name) is likeness_of(login, name)
