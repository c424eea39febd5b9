import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.connectors.code_links import find_code

TIDES = "https://github.com/tide-lab/tides"


@pytest.mark.parametrize(
    "text",
    [
        "Code: https://github.com/tide-lab/tides.",
        "(https://github.com/tide-lab/tides),",
        "Code is at github.com/Tide-Lab/tides.git; data follow.",
        r"\url{https://github.com/tide-lab/tides}.",
        "see https://www.github.com/tide-lab/tides/tree/main/src).",
        "[https://github.com/tide-lab/tides]",
        "code:https://github.com/tide-lab/tides,data:https://zenodo.org/1",
        "https://github.com/tide-lab/tides#readme.",
    ],
)
def test_code_is_found_however_it_is_glued_into_the_text(text):
    assert find_code(text) == (TIDES,)


def test_code_is_found_in_both_texts_each_once_and_in_order():
    abstract = (
        "We release weights (https://huggingface.co/TideLab/tides-7b) and code https://github.com/tide-lab/tides."
    )
    comment = "12 pages; code at https://github.com/tide-lab/tides, data https://hf.co/datasets/TideLab/gauges."

    assert find_code(abstract, comment) == (
        "https://huggingface.co/TideLab/tides-7b",
        TIDES,
        "https://huggingface.co/datasets/TideLab/gauges",
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://github.com/tide-lab",
        "https://tide-lab.github.io/tides",
        "https://notgithub.com/a/b and me@github.com/a/b",
        "https://github.com/",
        "https://huggingface.co/papers/2611.01234",
        "https://github.com/features/actions",
    ],
)
def test_what_is_no_repository_is_left(text):
    assert find_code(text) == ()


def test_an_escaped_sign_is_part_of_the_address():
    assert find_code(r"https://github.com/tide\_lab/x") == ()  # GitHub knows no account with an underscore
    assert find_code(r"https://github.com/tide-lab/low\_tide") == ("https://github.com/tide-lab/low_tide",)


@given(st.text(max_size=300))
def test_any_text_is_taken(text):
    assert all(link.startswith("https://") for link in find_code(text, f"https://github.com/a/b{text}"))
