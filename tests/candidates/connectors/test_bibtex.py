import datetime
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from candidates.connectors.bibtex import MOST_ENTRIES, BibtexUnreadable, read_bibtex
from candidates.connectors.latex import to_text
from candidates.connectors.records import AuthorRecord, PaperIdentifier, Scheme

TIDES = r"""
Everything out here is a comment, even an @ sign.
@string{jot = "Journal of Tides"}
@comment{@article{hidden, title={No}}}
@preamble{"\newcommand{\x}{y}"}

@InProceedings{brenninkmeyer2025tides,
  title     = {Counting {T}ides with {\"U}ber-Attention \& Care},
  author    = "Brenninkmeyer, Odalys and V{\'a}rhegyi, J\'ulia and {Tide and Wave Collaboration} and others",
  booktitle = jot # ", Volume " # 3,
  year      = 2025,
  month     = jul,
  abstract  = {We count tides.
               They come --- and go.},
  eprint = {2401.01234v2}, archivePrefix = {arXiv}, doi={10.1000/Tides.7},
}

@article(waves2024,
  title={Waves}, author={Wei-Han Tseng and {\O}degaard, Jr., {\L}ukasz and van den Berg, Joost}, date={2024-03-02},
  journal={arXiv preprint arXiv:2403.00001}
)
"""


def names(entry):
    return [author.name for author in entry.record.authors]


def test_read_bibtex_reads_fields_accents_and_ordered_authors():
    first, second = read_bibtex(TIDES.encode())

    assert (first.line, first.key, first.problem) == (7, "brenninkmeyer2025tides", "")
    assert first.record.title == "Counting Tides with Über-Attention & Care"
    assert first.record.authors == (
        AuthorRecord("Odalys Brenninkmeyer", 1, given="Odalys", family="Brenninkmeyer"),
        AuthorRecord("Júlia Várhegyi", 2, given="Júlia", family="Várhegyi"),
        AuthorRecord("Tide and Wave Collaboration", 3),
    )
    assert first.remarks == ("The list of authors is cut short (“and others”).",)
    assert first.record.venue == "Journal of Tides, Volume 3"
    assert first.record.abstract == "We count tides. They come — and go."
    assert first.record.published == datetime.date(2025, 7, 1)
    assert first.record.url == "https://arxiv.org/abs/2401.01234"
    assert set(first.record.identifiers) == {
        PaperIdentifier(Scheme.ARXIV, "2401.01234"),
        PaperIdentifier(Scheme.DOI, "10.1000/tides.7"),
    }
    assert names(second) == ["Wei-Han Tseng", "Łukasz Ødegaard Jr.", "Joost van den Berg"]
    assert second.record.identifier(Scheme.ARXIV) == "2403.00001"
    assert second.record.published == datetime.date(2024, 3, 2)


@pytest.mark.parametrize(
    "encoded",
    [
        TIDES.replace(r"V{\'a}rhegyi, J\'ulia", "Várhegyi, Júlia").encode(codec)
        for codec in ("utf-8", "utf-8-sig", "utf-16", "latin-1")
    ],
)
def test_read_bibtex_reads_the_usual_encodings(encoded):
    assert names(read_bibtex(encoded)[0])[1] == "Júlia Várhegyi"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("@article{a, author={A B}}", "The entry has no title."),
        ("@article{a, title={T}}", "The entry has no authors."),
        ("@book{a, title={T}, editor={A B}}", "The entry has no authors. It has editors only."),
        ("@article{a, title={T}, author={,}}", "The entry has no authors."),
        ("@article{a}", "The entry has no key or no fields."),
        ("@article{title={T}, author={A B}}", "The entry has no key or no fields."),
        ("@article{a, title {T}, author={A B}}", "Near “title {T}"),
        ("@article{a, title={T}, author=}", "a value is missing"),
        ('@article{a, title={T}, author="A B}', "not closed"),
        ("@article{a, title={T}, author={A B}", "not closed"),
    ],
)
def test_read_bibtex_gives_a_broken_entry_its_own_verdict(entry, problem):
    entries = read_bibtex(f"{entry}\n@misc{{z, title={{Fine}}, author={{Ada Quill}}}}".encode())

    assert problem in entries[0].problem
    assert entries[0].record is None
    assert names(entries[-1]) == ["Ada Quill"]


@pytest.mark.parametrize(
    "content", [b"", b"no entry here", b"a,b\n1,2\n", b"%PDF-1.7\x00\x00", b"\xff\xfe", b"@comment{x}"]
)
def test_read_bibtex_refuses_what_is_no_bibtex(content):
    with pytest.raises(BibtexUnreadable):
        read_bibtex(content)


def test_read_bibtex_refuses_too_much():
    with pytest.raises(BibtexUnreadable, match="larger than"):
        read_bibtex(b" " * 9_000_000)
    with pytest.raises(BibtexUnreadable, match="more than"):
        read_bibtex(b"@misc{a, title={T}, author={A B}}\n" * (MOST_ENTRIES + 1))


def test_read_bibtex_stays_quick_and_small_on_hostile_files():
    doubling = '@string{a0="xxxxxxxxxx"}' + "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(60))
    start = time.monotonic()

    entries = read_bibtex((doubling + "@misc{k, title=a60, author={A B}}").encode())
    deep = read_bibtex(("@misc{k, title=" + "{" * 40_000 + "T" + "}" * 40_000 + ", author={A B}}").encode())
    with pytest.raises(BibtexUnreadable, match="not closed"):
        read_bibtex(("@misc{k, title={\n" * 400_000).encode())
    twisted = read_bibtex(b"@misc{k, title={" + rb"\'" * 20_000 + b"}, author={A B}}")

    assert len(entries[0].record.title) <= 500
    assert deep[0].record is None or deep[0].record.title == "T"
    assert twisted
    assert time.monotonic() - start < 120


def test_read_bibtex_keeps_html_as_plain_text():
    entry = read_bibtex(b"@misc{k, title={<script>alert(1)</script>}, author={<b>Eve</b>}}")[0]

    assert entry.record.title == "<script>alert(1)</script>"


@given(st.text(alphabet="@misc{}(),=\"#\\'abc and\n1", max_size=200), st.binary(max_size=30))
@example('@a{b,c="{"}', b"")
def test_read_bibtex_never_fails_otherwise(text, noise):
    try:
        entries = read_bibtex(text.encode() + noise)
    except BibtexUnreadable:
        return
    assert all((entry.record is None) == bool(entry.problem) for entry in entries)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"M{\"u}ller M\"uller M\"{u}ller", "Müller Müller Müller"),
        (r"\v{S}imon {\v S}imon", "Šimon Šimon"),
        (r"\L{}ukasz {\O}degaard Bj\o rn", "Łukasz Ødegaard Bjørn"),
        (r"\'{\i} {\'\i}", "í í"),
        (r"Nguy{\~{\^e}}n Nguy\~{\^{e}}n", "Nguyễn Nguyễn"),
        (r"Fran\c{c}ois \k{a} \d{s} \H{o}", "François ą ṣ ő"),
        (r"$\alpha$ 100\% \& \emph{x}~y", "α 100% & x y"),
        (r"``quoted'' --- a--b", "“quoted” — a–b"),
        ("\\", "\\"),
    ],
)
def test_to_text_turns_latex_into_plain_letters(latex, text):
    assert to_text(latex) == text


@given(st.text(alphabet="\\'\"`^~{}aeiouvcHk $-", max_size=80))
def test_to_text_always_ends(latex):
    assert "{" not in to_text(latex).replace("\\{", "")
