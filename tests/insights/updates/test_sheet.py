import datetime as dt
import io

import pypdfium2
import pytest

from insights.updates.sheet import Sheet, pdf_of, plain

NOW = dt.datetime(2026, 11, 20, 14, tzinfo=dt.UTC)


def sheet(lines=3, title="Perception: hiring, 16–22 November 2026"):
    parts = [
        (heading, [f"{heading} line {n}: 48 % by 18 February 2027, “as said”." for n in range(lines)])
        for heading in ("Odds and range", "Risks")
    ]
    return Sheet(
        "Kestrel Harbour", title, "0.5 of one open role expected to be filled.", parts, "Chances speak of roles.", NOW
    )


def read(content):
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return [page.get_textpage().get_text_range() for page in document]


def test_a_page_holds_every_line():
    (text,) = read(pdf_of(sheet()))

    for words in (
        "Kestrel Harbour",
        "Perception: hiring, 16–22 November 2026",
        "Risks line 2",
        "“as said”",
        "Chances speak of roles.",
    ):
        assert words in text


@pytest.mark.parametrize("lines", [1, 12, 30])
def test_much_to_say_stays_one_page(lines):
    pages = read(pdf_of(sheet(lines)))

    assert len(pages) == 1
    assert f"Risks line {lines - 1}" in pages[0]
    assert "Chances speak of roles." in pages[0]


def test_what_fits_no_page_takes_more_and_loses_nothing():
    pages = read(pdf_of(sheet(150)))

    assert len(pages) > 1
    assert "Risks line 149" in pages[-1]


def test_the_same_sheet_makes_the_same_bytes():
    assert pdf_of(sheet()) == pdf_of(sheet())


def test_letters_the_type_lacks_lose_their_marks_and_no_more():
    assert plain("Dvořák – “naïve” café € Ünal") == "Dvorák – “naïve” café € Ünal"
    assert plain("視覚") == "??"
    assert "Dvorák" in read(pdf_of(sheet(title="Dvořák")))[0]
