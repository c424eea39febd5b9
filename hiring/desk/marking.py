"""Cutting a text at the edges of its findings, so that a page can mark them. Free of Django."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from hiring.linter.terms import Finding, Rewrite, Severity


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; `severity` is that of the worst finding over it ("" for none), `rules` are all of them."""

    text: str
    severity: str = ""
    rules: str = ""


def mark(text: str, findings: Sequence[Finding]) -> tuple[Part, ...]:
    """Return the whole text in parts: joined, they are the text again."""
    spans = [(span.start, span.end, one) for one in findings for span in one.spans if span.end > span.start]
    opens: dict[int, list[Finding]] = {}
    closes: dict[int, list[Finding]] = {}
    for start, end, one in spans:
        opens.setdefault(start, []).append(one)
        closes.setdefault(end, []).append(one)
    edges = sorted({0, len(text), *opens, *closes})
    parts, over = [], list[Finding]()
    for start, end in itertools.pairwise(edges):
        for one in closes.get(start, ()):
            over.remove(one)
        over += opens.get(start, ())
        parts.append(_part(text[start:end], over))
    return tuple(parts)


def _part(text: str, over: Sequence[Finding]) -> Part:
    if not over:
        return Part(text)
    worst: Severity = max(one.severity for one in over)
    return Part(text, worst.name.lower(), ", ".join(dict.fromkeys(one.title for one in over)))


def rewritten(text: str, rewrite: Rewrite) -> str:
    """The text with one span replaced."""
    return text[: rewrite.span.start] + rewrite.text + text[rewrite.span.end :]
