"""What a strict content security policy would refuse never gets into a template."""

import re
from html.parser import HTMLParser

import pytest

from config.local.places import ROOT

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in {".html", ".txt"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
# A block of data is not a script; a browser never runs it.
DATA = {"application/json", "importmap"}


class Watcher(HTMLParser):
    """Notes what is inline: scripts, styles, handlers."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.inline = []
        self.tags = 0

    def handle_starttag(self, tag, attributes):
        self.tags += 1
        given = dict(attributes)
        where = f"line {self.getpos()[0]}: <{tag}>"
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in DATA):
            self.inline.append(where)
        self.inline += [
            f"{where} {name}="
            for name in given
            if name == "style"
            or (re.match(r"on[a-z]+$|(data-)?hx-(on|vals$|headers$)", name) and is_code(name, given[name]))
        ]
        self.inline += [
            f"{where} {name}"
            for name in ("href", "src", "action")
            if (given.get(name) or "").strip().startswith("javascript:")
        ]


def is_code(name, value):
    """`hx-vals` and `hx-headers` are data unless they ask to be evaluated."""
    return not name.endswith(("vals", "headers")) or (value or "").lstrip().startswith(("js:", "javascript:"))


def html_of(path):
    """A template's HTML. A tag of Django's inside an HTML tag is a blank, so that what it wraps is seen as well."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    return re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)


def inline_in(html):
    watcher = Watcher()
    watcher.feed(html)
    return watcher.inline, watcher.tags


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<script>alert(1)</script>", 1),
        ('<script src="a.js"></script>', 0),
        ('<script type="application/json">{}</script>', 0),
        ("<style>p{}</style>", 1),
        ('<p style="color:red">', 1),
        ('<p onclick="go()">', 1),
        ('<p hx-on:click="go()">', 1),
        ('<p hx-on::after-swap="go()">', 1),
        ('<p data-hx-on-click="go()">', 1),
        ('<p hx-vals="js:{a: 1}">', 1),
        ("""<p hx-vals='{"a": 1}'>""", 0),
        ('<a href="javascript:go()">', 1),
        ('<p data-on="1" hx-get="/">', 0),
    ],
)
def test_watcher_tells_code_from_markup(html, count):
    assert len(inline_in(html)[0]) == count


def test_guard_reads_the_templates():
    assert len(PAGES) > 150
    assert sum(inline_in(html_of(path))[1] for path in PAGES) > 2000


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_has_nothing_inline(path):
    assert inline_in(html_of(path))[0] == []


def test_python_writes_no_inline_markup():
    written = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for app in ("workspace", "candidates", "hiring", "interviews", "insights", "config")
        for path in (ROOT / app).rglob("*.py")
        for found in re.finditer(
            r"<script\b(?![^>]*\bsrc=)|<style\b|<[a-z][^>]*\s(style=|hx-on\b)", path.read_text(encoding="utf-8")
        )
    ]

    assert written == []


def test_scripts_neither_evaluate_text_nor_style_elements_by_attribute():
    scripts = sorted((ROOT / "static/js").glob("*.js"))
    forbidden = re.compile(r"\beval\(|new Function\(|setAttribute\(\s*[\"']style|document\.write")

    assert len(scripts) > 8
    assert [f"{path.name}: {found.group()}" for path in scripts for found in forbidden.finditer(path.read_text())] == []
