import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.kits.changes import changes_between

PARTS = st.dictionaries(st.sampled_from("abc"), st.text("xy z\n", max_size=30), max_size=3)


def shown(changes):
    return [
        (change.label, [(line.kind, "".join(p.text for p in line.pieces)) for line in change.lines])
        for change in changes
    ]


def test_nothing_differs_between_equal_texts():
    assert changes_between({"Briefing": "Read it."}, {"Briefing": "Read it."}) == []


def test_changed_line_marks_the_words():
    (change,) = changes_between({"Briefing": "Read the code first."}, {"Briefing": "Read the paper first."})

    assert [(p.kind, p.text) for p in change.lines[0].pieces] == [
        ("same", "Read the "), ("gone", "code"), ("new", "paper"), ("same", " first."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {"Solution": "It is 0.69."}, [("Solution", [("new", "It is 0.69.")])]),
        ({"Solution": "It is 0.69."}, {}, [("Solution", [("gone", "It is 0.69.")])]),
        ({"Flow": "a\nb"}, {"Flow": "a\nc d e"}, [("Flow", [("same", "a"), ("gone", "b"), ("new", "c d e")])]),
    ],
)
def test_parts_come_and_go(before, after, told):
    assert shown(changes_between(before, after)) == told


@given(PARTS, PARTS)
def test_either_text_can_be_read_off_its_change(before, after):
    for change in changes_between(before, after):
        old = ["".join(p.text for p in line.pieces if p.kind != "new") for line in change.lines if line.kind != "new"]
        new = ["".join(p.text for p in line.pieces if p.kind != "gone") for line in change.lines if line.kind != "gone"]
        assert old == before.get(change.label, "").splitlines()
        assert new == after.get(change.label, "").splitlines()
