"""What a text found outside fits, with the shipped bank's own questions."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.questions.reading import read_item, shipped_items
from interviews.questions.variants import vary
from interviews.sittings.fingerprints import fingerprint
from interviews.traces.fitting import Found, Pairs, best_fits, parts_of, wording_found, words_of
from tests.interviews.exam_fixtures import body

SUM = {
    "text": "A cache holds {{a}} vectors of {{b}} numbers each. How many bytes does it need at four bytes a number?",
    "draws": {"a": {"low": 1000, "high": 90000, "step": 250}, "b": [64, 96, 128, 192, 256, 384, 512]},
    "answer": {"formula": "4 * a * b", "absolute": 0.5},
}


def item(**fields):
    return read_item(body("cache", "numeric", **SUM | fields))


def fits_of(text, asked, given_seeds):
    """As the page does it: the same words and numbers are one variant, named by the first seed that gave it."""
    variants = {seed: vary(asked, seed).asked for seed in given_seeds}
    first = {fingerprint(variant): seed for seed, variant in reversed(variants.items())}
    pairs = [(seed, Pairs.of(variants[seed])) for seed in first.values()]
    return best_fits(Found.of(text), pairs, [Pairs.of(vary(asked, seed).asked) for seed in range(1, 9)])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The loss is **0.50**, then .5!", ["the", "loss", "is", "0.5", "then", "0.5"]),
        ("12,000 rows; 32, 128", ["12000", "rows", "32", "128"]),
        ("`zero_grad()` at 1e3", ["zero", "grad", "at", "1", "e", "3"]),
        ("ﬁve ５ Ünder", ["five", "5", "ünder"]),
        ("", []),
    ],
)
def test_words_and_numbers_in_one_way_of_writing(text, words):
    assert words_of(text) == words


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    assert all(word and not word.isspace() for word in words_of(text))
    assert wording_found(Found.of(text), vary(item(), 1).asked) <= 1


def test_question_is_known_by_its_wording_whatever_its_numbers():
    asked = vary(item(), 3).asked

    assert wording_found(Found.of("Got this today: " + vary(item(), 77).asked.text), asked) == 1
    assert wording_found(Found.of("A cache is a good place to hold vectors of numbers."), asked) < 0.5


def test_variant_that_was_given_is_told_from_all_others():
    text = f"asked me this: {vary(item(), 5).asked.text.replace('**', '')} anybody? 1000 thanks, 64 times"

    found = fits_of(text, item(), range(100))

    assert found.names == (5,)
    assert found.share == 1


def test_changed_numbers_fit_nobody():
    text = vary(item(), 5).asked.text
    for word in words_of(text):
        if word.isdigit():
            text = text.replace(word, "17")

    assert fits_of(text, item(), range(30)).names == ()


def test_the_only_variant_given_is_told_from_what_could_have_been_given():
    assert fits_of(vary(item(), 900).asked.text, item(), [900]).names == (900,)
    assert fits_of(vary(item(), 901).asked.text, item(), [900]).names == ()


def test_two_that_share_what_the_text_holds_both_fit():
    both = item(text="How many bytes for {{a}} vectors?", answer={"formula": "4 * a * b", "absolute": 0.5, "unit": "B"})
    twins = [Pairs.of(vary(both, 3).asked), Pairs.of(vary(both, 3).asked), Pairs.of(vary(both, 4).asked)]

    found = best_fits(Found.of(vary(both, 3).asked.text), list(zip("abc", twins, strict=True)), [])

    assert found.names == ("a", "b")


def test_what_never_varies_tells_nothing_apart():
    same = read_item(body("coin"))
    found = fits_of(" ".join(parts_of(vary(same, 1).asked)), same, range(5))

    assert (found.is_told_apart, found.names) == (False, ())


def test_retyped_questions_of_the_shipped_bank_lead_to_their_own_variant():
    """Every shipped question with variants, one word in ten lost on the way, among thirty that were given out."""
    chance, told, alone, wrong = random.Random(4), 0, 0, 0
    for one in (item for item in shipped_items() if item.is_parametrised):
        own = 100  # the first of its words and numbers
        words = " ".join(parts_of(vary(one, own).asked)).split()
        found = fits_of(" ".join(word for word in words if chance.random() > 0.1), one, range(100, 130))
        told += found.is_told_apart
        alone += found.names == (own,)
        wrong += bool(found.names) and own not in found.names

    assert told > 40
    assert wrong <= 1
    assert alone / told > 0.6
