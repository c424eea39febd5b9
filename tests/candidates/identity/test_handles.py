import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.identity.handles import Look, SecondFact, claim, look
from candidates.identity.mentions import Lane

LOOKS = [
    ("adaquill", "Ada Quill", Look.WHOLE),
    ("quill-ada", "Ada Quill", Look.WHOLE),
    ("AdaQuill42", "Ada Quill", Look.WHOLE),
    ("adaquill-ai", "Ada Quill", Look.WHOLE),
    ("aquillfeather", "Ada Quillfeather", Look.INITIALS),
    ("abquillfeather", "Ada B. Quillfeather", Look.INITIALS),
    ("quillfeather", "Ada Quillfeather", Look.PART),
    ("adaquil", "Ada Quillfeather", Look.PART),
    ("wanghaoyu-xyz", "Haoyu Wang", Look.PART),
    ("balakumar-s", "Balakumar Sundaram", Look.PART),
    ("jorgmuller", "Jörg Müller", Look.WHOLE),
    ("kiddyboots", "Ada Quill", Look.NONE),
    ("quill", "Quill", Look.NONE),
    ("1234", "Ada Quill", Look.NONE),
    ("liming", "李明", Look.NONE),
    ("wei", "Wei Li", Look.NONE),
]


@pytest.mark.parametrize(("handle", "name", "expected"), LOOKS)
def test_look(handle, name, expected):
    assert look(handle, name) is expected


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_text_is_answered(handle, name):
    assert look(handle, name) in Look


def test_a_look_alone_is_never_sure():
    assert claim("adaquill", "Ada Quill", ()).lane is Lane.REVIEW


def test_a_look_and_a_second_fact_are():
    found = claim("adaquill", "Ada Quill", (SecondFact.README,))

    assert found.lane is Lane.AUTO
    assert found.evidence == (
        "the account’s name “adaquill” is made of theirs",
        "a repository of the account says it is the code of their paper",
    )


@pytest.mark.parametrize(
    ("handle", "facts", "lane"),
    [
        ("kiddyboots", (SecondFact.HOMEPAGE,), Lane.AUTO),
        ("kiddyboots", (SecondFact.README,), Lane.REVIEW),
        ("adaquillen", (SecondFact.SAME_ORGANISATION,), Lane.REVIEW),
        ("adaquill", (SecondFact.SAME_ORGANISATION,), Lane.AUTO),
        ("kiddyboots", (), Lane.APART),
    ],
)
def test_lanes(handle, facts, lane):
    assert claim(handle, "Ada Quillenbach" if handle == "adaquillen" else "Ada Quill", facts).lane is lane
