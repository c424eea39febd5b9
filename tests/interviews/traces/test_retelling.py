"""What may be a question told in other words, measured on retellings and on texts about the same field that tell none."""

import pathlib
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.questions.reading import shipped_items
from interviews.questions.variants import vary
from interviews.traces.fitting import LEAST_WORDING, Found, parts_of, wording_found
from interviews.traces.retelling import Windows, retold_in, stems_of
from tests.interviews.traces.retellings import RETOLD, RETOLD_LATER, UNRELATED

KITS = pathlib.Path(__file__).parents[3] / "interviews/catalogue/kits"
ASKED = {item.slug: vary(item, 3).asked for item in shipped_items()}


def told(text, apart_from=()):
    windows = Windows.of(text, apart_from=apart_from)
    return {slug for slug, asked in ASKED.items() if retold_in(windows, asked)}


def strings(value):
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(one)


def test_words_are_cut_and_numbers_left_out():
    assert stems_of("Averaged, 12 averages of x at 0.5") == ["avera", "avera", "of", "at"]


@pytest.mark.parametrize("retold", [RETOLD, RETOLD_LATER], ids=["drawn on", "held out"])
def test_retold_questions_are_found_and_no_other_beside_them(retold):
    found = {slug: told(text) for slug, text in retold.items()}

    assert found == {slug: {slug} for slug in retold}


def test_texts_about_the_same_field_are_taken_for_no_question():
    assert [text for text in UNRELATED if told(text)] == []


def test_about_one_paragraph_in_twenty_of_our_own_kits_is_taken_for_a_retelling_as_the_page_says():
    paragraphs = [
        text
        for path in sorted(KITS.rglob("*.toml"))
        for text in strings(tomllib.loads(path.read_text()))
        if len(text.split()) >= 25
    ]

    assert len(paragraphs) > 100
    assert sum(bool(told(text)) for text in paragraphs) / len(paragraphs) <= 0.08


def test_a_retelling_is_found_in_the_middle_of_a_long_text():
    noise = " ".join(UNRELATED[:6])

    assert "clipped-gradient" in told(f"{noise} {RETOLD['clipped-gradient']} {noise}")


def test_what_stands_there_word_for_word_makes_no_other_question_retold():
    """A long question holds many words of short ones."""
    wrong = 0
    for slug, asked in ASKED.items():
        text = " ".join(parts_of(asked))
        found = Found.of(text)
        beside = [other for other in told(text, apart_from=[asked]) if other != slug]
        wrong += sum(wording_found(found, ASKED[other]) < LEAST_WORDING for other in beside)

    assert wrong == 0


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    assert all(0 <= retold_in(Windows.of(text), asked) <= 1.000001 for asked in list(ASKED.values())[:3])
