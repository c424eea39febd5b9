import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.availability.clock_words import UnclearHours, openings_in, words_of
from interviews.availability.free_time import Opening


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ""),
        ("9-12", "09:00–12:00"),
        ("13:30 – 17, 9–12:30", "09:00–12:30, 13:30–17:00"),
        ("9.15 to 10.45 and 11h30–12", "09:15–10:45, 11:30–12:00"),
        ("22–24", "22:00–24:00"),
        ("22:00-0:00", "22:00–24:00"),
        ("9–12; 12–13;", "09:00–12:00, 12:00–13:00"),
    ],
)
def test_hours_are_read_as_people_write_them(typed, words):
    assert words_of(openings_in(typed)) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mornings", "not a span. Write 9–12:30, 13:30–17"),
        ("9", "not a span"),
        ("9–25", "not on the clock"),
        ("9:75–10", "not on the clock"),
        ("17–9", "ends before it starts"),
        ("9–9", "ends before it starts"),
        ("9–12, 11–13", "09:00–12:00 and 11:00–13:00 overlap"),
        ("22–24, 23–24", "overlap"),
        ("1-2,3-4,5-6,7-8,9-10,11-12,13-14", "At most 6"),
    ],
)
def test_unclear_hours_say_how_to_write_them(typed, words):
    with pytest.raises(UnclearHours, match=words):
        openings_in(typed)


@given(st.lists(st.integers(0, 24 * 4), max_size=12, unique=True).map(sorted))
def test_what_is_written_reads_back(quarters):
    def clock(quarter):
        return dt.time(quarter // 4 % 24, quarter % 4 * 15)

    openings = [Opening(clock(one), clock(other)) for one, other in zip(quarters[::2], quarters[1::2], strict=False)]

    assert list(openings_in(words_of(openings))) == openings


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    with contextlib.suppress(UnclearHours):
        assert openings_in(words_of(openings_in(text))) == openings_in(text)
