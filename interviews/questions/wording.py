"""Markdown as authors write it, made into HTML that can do no harm."""

from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sub",
    "sup",
}


@cache
def _reader() -> MarkdownIt:
    # No raw HTML, no pictures and no links: a question leads nowhere else.
    return (
        MarkdownIt("commonmark", {"html": False})
        .enable("table")
        .disable(["image", "link", "autolink", "html_inline", "html_block"])
    )


def as_html(text: str) -> SafeString:
    """Render Markdown; what is not a paragraph, list, table, code or emphasis stays text."""
    cleaned = nh3.clean(_reader().render(text), tags=TAGS, attributes={})
    return mark_safe(cleaned)  # noqa: S308 -- cleaned on the line above


def inline_html(text: str) -> SafeString:
    """Render one line, such as an option, without a paragraph around it."""
    cleaned = nh3.clean(_reader().renderInline(" ".join(text.split())), tags=TAGS, attributes={})
    return mark_safe(cleaned)  # noqa: S308 -- cleaned on the line above
