"""What a candidate's page would hold: fields that work without a script, and no key."""

import re

import pytest
from django.template.loader import render_to_string

from interviews.questions.items import Form
from interviews.questions.marking import perfect
from interviews.questions.reading import shipped_items
from interviews.questions.responses import read_response
from interviews.questions.sheets import Sheet
from interviews.questions.variants import vary
from interviews.questions.wording import as_html, inline_html

ITEMS = shipped_items()


def rendered(variant, response):
    return render_to_string("interviews/questions/sheet.html", {"sheet": Sheet(variant.asked, response, "q-")})


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.slug)
def test_page_holds_no_key_no_name_and_no_style(item):
    variant = vary(item, 4)

    html = rendered(variant, read_response(variant.asked, {}))

    assert item.slug not in html
    assert item.title not in html
    assert variant.explanation.strip()[:60] not in html
    assert not [option.why for option in item.options if option.why and option.why in html]
    assert "style=" not in html
    assert " checked" not in html
    assert " selected" not in html
    if item.form is Form.NUMERIC:
        assert f'value="{variant.key.shown}"' not in html


@pytest.mark.parametrize("form", Form)
def test_what_was_answered_stands_in_the_fields(form):
    variant = vary(next(item for item in ITEMS if item.form is form), 4)
    answer = perfect(variant)

    html = rendered(variant, answer)

    posted: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"[^>]* checked', html):
        posted.setdefault(name, []).append(value)
    for name, value in re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)" inputmode', html):
        posted.setdefault(name, []).append(value)
    for name, body in re.findall(r'<select[^>]*name="([^"]+)">(.*?)</select>', html, re.DOTALL):
        posted.setdefault(name, []).extend(re.findall(r'value="([^"]+)" selected', body))
    for name, words in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        posted.setdefault(name, []).append(words)
    assert read_response(variant.asked, posted, prefix="q-") == answer


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[here](javascript:alert(1))",
        "![x](https://e.example/x.png)",
        "<b style='x'>b</b>",
    ],
)
def test_markdown_can_do_no_harm(text):
    for html in (as_html(text), inline_html(text)):
        assert not re.search(r"<(script|img|a|b)\b", html)


def test_markdown_keeps_code_tables_and_emphasis():
    html = as_html("**Two** of `x < 3`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nfor x in y:\n    pass\n```")

    assert "<strong>Two</strong>" in html
    assert "<code>x &lt; 3</code>" in html
    assert "<td>2</td>" in html
    assert "    pass" in html


def test_picture_escapes_what_an_author_wrote():
    from interviews.questions.drawing import Curve, Picture, svg, table

    picture = Picture('<b>"x"', "<i>", "y & z", (Curve("<u>", ((0, 1), (1, 1), (2, 1))),))

    drawn = svg(picture)

    assert not re.search(r"<(b|i|u)>", drawn)
    assert "y &amp; z" in drawn
    assert table(picture)[1:] == [["0", "1"], ["1", "1"], ["2", "1"]]
