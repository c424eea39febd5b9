"""What people type, made fit to keep: whole words, no invisible marks that turn a line around or hide in it."""

import unicodedata
from typing import Any

from django import forms

# Zero-width joiners belong to the spelling of Persian and several Indian languages; every other format mark only hides or reverses.
KEPT_FORMATS = frozenset("\u200c\u200d")
DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})
BREAKS = frozenset("\n\t")


class NotFit(ValueError):
    """The text cannot be kept as it is; str() says why."""


def one_line(text: str, *, limit: int, what: str = "This text") -> str:
    """Return `text` as one line without control, format or direction marks; raise NotFit when it is too long."""
    return _within(line_of(text), limit, what)


def paragraphs(text: str, *, limit: int, what: str = "This text") -> str:
    """Return `text` with its line breaks, otherwise as `one_line` does."""
    return _within(lines_of(text), limit, what)


def line_of(text: str) -> str:
    """Return what can be seen of `text`, on one line, however long."""
    return " ".join(_visible(text).split()).strip("\u200c\u200d")


def lines_of(text: str) -> str:
    """Return what can be seen of `text`, line breaks kept, however long."""
    return _visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _visible(text: str) -> str:
    # Dropped before normalising, so that no mark can keep two letters apart that would otherwise join.
    kept = (
        character
        for character in text.replace("\u2028", "\n").replace("\u2029", "\n")
        if character in BREAKS or character in KEPT_FORMATS or unicodedata.category(character) not in DROPPED
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _within(text: str, limit: int, what: str) -> str:
    if len(text) > limit:
        raise NotFit(f"{what} is {len(text):,} characters long; {limit:,} at most.")
    return text


class LineField(forms.CharField):
    """One line of text, kept as `line_of` makes it. Null bytes are left in for CharField's own validator to refuse."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text if "\x00" in text else line_of(text)


class ParagraphsField(forms.CharField):
    """Text with line breaks, kept as `lines_of` makes it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text if "\x00" in text else lines_of(text)
