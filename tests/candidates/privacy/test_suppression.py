import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.privacy.suppression import digest, same_spelling


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "Elin@Uni.Example", "elin@uni.example"),
        ("email", "elin+jobs@uni.example", "elin@uni.example"),
        ("email", "e.l.i.n@gmail.com", "elin@googlemail.com"),
        ("orcid", "0000-0002-1825-009X", "0000-0002-1825-009x"),
        ("openreview", "~Elin_Vasquez1", "~elin_vasquez1"),
        ("github", "Elin", "elin"),
        ("linkedin", "elin-v/", "elin-v"),
        ("homepage", "https://www.elin.example/", "http://elin.example"),
        ("phone", "0041 44 123", "+41 44 123"),
    ],
)
def test_spellings_of_one_handle_meet(kind, one, other):
    assert digest("k", kind, one) == digest("k", kind, other)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("email", "e.lin@uni.example", "elin@uni.example"),  # elsewhere a dot may be somebody else
        ("email", "elin@uni.example", "elin@uni2.example"),
        ("github", "elin", "elin2"),
    ],
)
def test_different_people_stay_apart(kind, one, other):
    assert digest("k", kind, one) != digest("k", kind, other)


def test_neither_the_kind_nor_the_key_may_be_another():
    assert len({digest("k", "github", "elin"), digest("k", "linkedin", "elin"), digest("l", "github", "elin")}) == 3


@given(st.sampled_from(["email", "phone", "orcid", "homepage", "github"]), st.text(max_size=80))
def test_any_text_has_a_digest_that_does_not_hold_it(kind, value):
    found = digest("key", kind, value)

    assert len(found) == 64
    assert set(found) <= set("0123456789abcdef")


@given(st.text(max_size=60))
def test_spelling_an_address_again_changes_nothing(value):
    once = same_spelling("email", value)

    assert same_spelling("email", once) == once
