"""One page of paper: an update as a PDF. Free of Django; loads fpdf2 when it is called.

The type is Helvetica, which every reader has; letters outside Western European ones lose their marks there and nowhere else.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SIZES = (10.5, 9.5, 8.5, 7.5, 6.5)
MARGIN, INDENT, LINE = 18.0, 4.0, 0.48  # mm, mm; millimetres of line for a point of type
INK, QUIET, ACCENT = (28, 32, 40), (96, 104, 116), (32, 84, 196)
ENCODING = "windows-1252"


@dataclass(frozen=True)
class Sheet:
    """What stands on it: small print above, a title, a headline, headed lines, small print below."""

    above: str
    title: str
    headline: str
    parts: Sequence[tuple[str, Sequence[str]]]
    below: str
    made_at: dt.datetime


def pdf_of(sheet: Sheet) -> bytes:
    """Return one A4 page; the type grows smaller until it fits. What fits no page takes more. The same sheet makes the same bytes."""
    for size in SIZES:
        pdf, fits = _drawn(sheet, size)
        if fits:
            return bytes(pdf.output())
    return bytes(_drawn(sheet, SIZES[1], breaks=True)[0].output())


def _drawn(sheet: Sheet, size: float, *, breaks: bool = False) -> tuple[Any, bool]:
    from fpdf import FPDF  # with Pillow and fonttools: whoever makes no PDF does without

    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = ENCODING
    pdf.set_creation_date(sheet.made_at)
    pdf.set_title(plain(sheet.title))
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(breaks, MARGIN)
    pdf.add_page()

    def item(text: str) -> None:
        pdf.set_font("Helvetica", "", size)
        pdf.set_text_color(*INK)
        pdf.cell(INDENT, size * LINE, "–")
        pdf.multi_cell(0, size * LINE, plain(text), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(size * 0.08)

    def write(
        text: str, points: float, *, bold: bool = False, ink: tuple[int, int, int] = INK, gap: float = 0.0
    ) -> None:
        pdf.set_font("Helvetica", "B" if bold else "", points)
        pdf.set_text_color(*ink)
        pdf.multi_cell(0, points * LINE, plain(text), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(gap)

    write(sheet.above, size - 1.5, ink=QUIET)
    write(sheet.title, size + 7, bold=True, gap=1)
    write(sheet.headline, size + 1.5, gap=2)
    for heading, lines in sheet.parts:
        pdf.ln(size * 0.18)
        write(heading, size + 1, bold=True, ink=ACCENT, gap=0.6)
        for line in lines:
            item(line)
    pdf.ln(size * 0.25)
    write(sheet.below, size - 2.5, ink=QUIET)
    return pdf, pdf.get_y() <= pdf.h - MARGIN / 2


def plain(text: str) -> str:
    """Return `text` in letters that the type has."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if _has(letter):
            kept.append(letter)
            continue
        bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
        kept.append(bare if bare and all(map(_has, bare)) else "?")
    return "".join(kept)


def _has(letter: str) -> bool:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
