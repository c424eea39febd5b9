import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.outreach.templating import KNOWN, VARIABLES, TemplateRefused, check, fill, gaps

FULL = {variable.name: f"<{variable.name}>" for variable in VARIABLES}


def test_places_are_filled_in_whatever_their_spaces():
    assert fill("Hello {{first_name}} and {{  full_name }}", FULL) == "Hello <first_name> and <full_name>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello {{ firstname }}", "no place called “firstname”. Did you mean {{ first_name }}?"),
        ("Hello {{ salary }}", "no place called “salary”"),
        ("Hello {{ }}", "no place called “”"),
        ("Hello {{ first_name", "braces that open or close nothing"),
        ("Hello }} there", "braces that open or close nothing"),
        ("{% if work %}x{% endif %}", "braces that open or close nothing"),
        ("{{ first_name|upper }}", "no place called “first_name|upper”. Did you mean {{ first_name }}?"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_in_words(text, words):
    with pytest.raises(TemplateRefused, match=r".") as refusal:
        fill(text, FULL)

    assert words in str(refusal.value)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_what_we_do_not_know_stays_a_gap_that_can_be_seen(name):
    filled = fill(f"A {{{{ {name} }}}} B", FULL | {name: ""})

    assert gaps(filled) == [KNOWN[name].gap]


def test_a_value_is_never_read_as_a_template():
    assert fill("{{ work }}", {"work": "On {{ salary }}"}) == "On {{ salary }}"


def is_refused(text):
    try:
        check(text)
    except TemplateRefused:
        return True
    return False


@given(st.text())
def test_any_text_is_filled_or_refused(text):
    assert is_refused(text) or "{{" not in fill(text, FULL)
