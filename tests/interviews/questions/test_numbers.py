"""Numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.questions.numbers import UnreadableNumber, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1200", 1200),
        (" 1 200 ", 1200),
        ("1'200.5", 1200.5),
        ("0.5", 0.5),
        (".5", 0.5),
        ("0,5", 0.5),
        ("0,500", 0.5),
        ("12,25", 12.25),
        ("1e-3", 0.001),
        ("1,5e3", 1500),
        ("1.2×10^-3", 0.0012),
        ("2 * 10**4", 20000),
        ("3/4", 0.75),
        ("−2", -2),
        ("12 %", 0.12),
    ],
)
def test_number_is_read(text, value):
    assert read_number(text) == pytest.approx(value)


def test_unit_may_follow():
    assert read_number("12 %", "%") == 12
    assert read_number("64 MB", "MB") == 64
    assert read_number("64mb", "MB") == 64


@pytest.mark.parametrize(
    "text", ["", "many", "1,200", "12,000", "1.2.3", "0x10", "1e999", "nan", "inf", "1/0", "5 cats", "9" * 41]
)
def test_number_is_refused_with_words(text):
    with pytest.raises(UnreadableNumber, match=r"[a-z]{4}"):
        read_number(text)


def test_what_could_be_two_numbers_names_both():
    with pytest.raises(UnreadableNumber, match=r"could be 1200 or 1\.200"):
        read_number("1,200")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e200, max_value=1e200))
def test_what_python_writes_is_read(value):
    assert read_number(repr(value)) == value


@given(st.text())
def test_anything_is_read_or_refused(text):
    try:
        value = read_number(text)
    except UnreadableNumber:
        return
    assert value == value  # not “not a number”
