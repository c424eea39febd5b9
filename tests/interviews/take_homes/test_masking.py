import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.take_homes.masking import COVER, Known, Mask

ADA = Known(
    names=("Zoë Ångström-Keller",),
    handles=("zkeller99", "zoe.keller@uni-tuebingen.example", "https://zoe.example/about"),
    places=("Universität Tübingen", "Aleph Labs", "Massachusetts Institute of Technology"),
    phrases=("Noise as a penalty in disguise",),
)
MASK = Mask(ADA)


def bare(text):
    """Fold in another way than the code does: what is left to read by somebody who ignores accents and case."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        c for c in unicodedata.normalize("NFKD", plain.casefold()) if unicodedata.category(c) not in {"Mn", "Me", "Cf"}
    )


def survives(text, *words):
    left = bare(text)
    return [word for word in words if re.search(rf"(?<![^\W\d_]){word}(?![^\W\d_])", left)]


@pytest.mark.parametrize(
    "text",
    [
        "by Zoë Ångström-Keller",
        "by ZOE KELLER",
        "Keller, Zoë",
        "Z. Ångström-Keller",
        "Keller, Z.",
        "Zoë’s and Zoe's and Zoës",
        "zoe_keller_final.py",
        "zoeKeller",
        "class ZoeTrainer:",
        "zoekeller2026",
        "Zo\u0308e\u0301",
        "Zo\u00ade Kel\u200bler",
        "Kel-\n  ler",
        "Angstroem",
        "Aangstroem",
        "write to zoe.keller@uni-tuebingen.example",
        "write to somebody.else@gmail.com",
        "see https://github.com/anybody/repo and more",
        "git@github.com:anybody/repo.git",
        "anybody.github.io/page",
        "login zkeller99 here",
        "at the University of Tübingen, then Tuebingen",
        "at MIT",
        "Aleph  Labs",
        "as in “Noise as a Penalty, in Disguise”",
    ],
)
def test_what_names_the_author_is_covered(text):
    covered = MASK.over(text)

    assert COVER in covered.text
    assert (
        survives(
            covered.text,
            "zoe",
            "keller",
            "angstrom",
            "angstroem",
            "aangstroem",
            "tubingen",
            "tuebingen",
            "aleph",
            "mit",
        )
        == []
    )
    assert not re.search(r"zkeller|@|github|disguise", bare(covered.text))


def test_the_rest_of_the_text_stays():
    text = (
        "We train with seed 3; the zoological benchmark and y = X@w.T + b, X @ w, @property, lab results, technology."
    )

    assert MASK.over(text).text == text
    assert not MASK.over(text).is_touched


def test_initials_before_a_name_go_with_it_and_others_stay():
    assert (
        Mask(Known(names=("Ada Byron",))).over("As A. Byron and B. Byron, P. Byron say").text
        == "As ▮▮▮ and ▮▮▮, P. ▮▮▮ say"
    )


def test_what_was_covered_is_told_with_how_often():
    assert Mask(Known(names=("Ada",))).over("Ada, ada and Ada").found == (("Ada", 2), ("ada", 1))


def test_names_in_scripts_without_spaces_are_covered_inside_a_run():
    assert Mask(Known(names=("李明",))).over("作者李明的报告").text == COVER


def test_nothing_known_covers_nothing_but_addresses():
    assert Mask(Known()).over("Ada wrote to a.b@mail.example").text == f"Ada wrote to {COVER}"


LETTERS = st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F)
WORDS = st.text(LETTERS, min_size=2, max_size=9)
NOISE = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@st.composite
def disguised(draw, name):
    """A name as people write it: cased anyhow, with or without its accents taken apart, possessive, hyphenated, in an address."""
    text = draw(st.sampled_from([str, str.upper, str.lower, str.title, str.swapcase]))(name)
    text = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])), text)
    around = draw(
        st.sampled_from(
            [
                "{}",
                "{}'s",
                "{}’s",
                "pre-{}",
                "{}-esque",
                "{}@mail.example",
                "x.{}@uni.example",
                "_{}_",
                "1{}2",
                "({})",
                "@{}",
            ]
        )
    )
    return around.format(text)


@given(st.data(), st.lists(WORDS, min_size=1, max_size=3))
def test_no_known_name_survives_in_any_disguise(data, name):
    pieces = []
    for word in data.draw(st.lists(st.sampled_from(name), min_size=1, max_size=4)):
        pieces += [data.draw(NOISE), data.draw(st.sampled_from([" ", "\n", ".", "/", "▮"])), data.draw(disguised(word))]
        pieces += [data.draw(st.sampled_from([" ", "\t", ",", "-\n"])), data.draw(NOISE)]

    left = Mask(Known(names=(" ".join(name),))).over("".join(pieces)).text

    assert (
        survives(left, *(re.escape(bare(word)) for word in name if bare(word).isalpha() and len(bare(word)) > 1)) == []
    )


@given(st.lists(WORDS, min_size=2, max_size=3), st.sampled_from(["", " ", "_", ".", "-", ", "]), NOISE, NOISE)
def test_no_whole_name_survives_inside_longer_words(name, between, before, after):
    text = f"{before} x{between.join(name)}9 {after}"

    left = bare(Mask(Known(names=(" ".join(name),))).over(text).text)

    assert between.join(map(bare, name)) not in left


@given(NOISE, NOISE)
def test_covering_twice_covers_no_more(before, after):
    once = MASK.over(f"{before} Zoë {after}").text

    assert MASK.over(once).text == once
