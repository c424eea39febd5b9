import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from candidates.imports.csv_file import LARGEST_FILE, MOST_ROWS, CsvUnreadable, read_csv

PEOPLE = "Name;E-mail\nJúlia Várhegyi;julia@tides.example\nŁukasz Øde;l@tides.example\n"


@pytest.mark.parametrize(
    ("codec", "text", "encoding"),
    [
        ("utf-8", PEOPLE, "utf-8"),
        ("utf-8-sig", PEOPLE, "utf-8"),
        ("utf-16", PEOPLE, "utf-16"),
        ("cp1252", PEOPLE.replace("Łukasz", "Lukasz"), "cp1252"),
    ],
)
def test_read_csv_knows_the_usual_encodings(codec, text, encoding):
    file = read_csv(text.encode(codec))

    assert file.encoding == encoding
    assert file.headers == ("Name", "E-mail")
    assert file.rows[0].cells == ("Júlia Várhegyi", "julia@tides.example")
    assert file.rows[1].cells[0].endswith("ukasz Øde")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_read_csv_finds_the_delimiter(delimiter):
    text = f'Name{delimiter}Note\n"Quill, Ada; the | one"{delimiter}fine - really\nBo{delimiter}x\n'

    file = read_csv(text.encode())

    assert file.delimiter == delimiter
    assert file.rows[0].cells == ("Quill, Ada; the | one", "fine - really")


def test_read_csv_heeds_what_excel_says_of_the_delimiter():
    file = read_csv(b"sep=;\r\nName;E-mail\r\nAda, the Quill;a@x.example\r\n")

    assert (file.delimiter, file.headers, file.rows[0].line) == (";", ("Name", "E-mail"), 3)


def test_read_csv_counts_lines_as_an_editor_does():
    file = read_csv(b'\n\nName,Note\nAda,"two\nlines"\n\nBo,one\n')

    assert [(row.line, row.cells) for row in file.rows] == [(4, ("Ada", "two lines")), (7, ("Bo", "one"))]


def test_read_csv_names_empty_and_repeated_columns():
    file = read_csv(b"Name,,name,E-mail,E-mail,,\nAda,1,2,3,4,,\n")

    assert file.headers == ("Name", "Column 2", "name (2)", "E-mail", "E-mail (2)")


def test_read_csv_fills_short_rows_and_marks_long_ones():
    file = read_csv(b"Name,Note\nAda\nBo,x,y\nCy,x,,\n")

    assert [row.cells for row in file.rows] == [("Ada", ""), ("Bo", "x"), ("Cy", "x")]
    assert [bool(row.problem) for row in file.rows] == [False, True, False]
    assert "3 cells, but there are 2 columns" in file.rows[1].problem


def test_read_csv_keeps_formulas_and_html_as_the_signs_they_are():
    cells = ('=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-2+3", "<script>alert(1)</script>", "'; drop table--")
    text = io.StringIO()
    csv.writer(text).writerows([["Name"], *([cell] for cell in cells)])

    assert tuple(row.cells[0] for row in read_csv(text.getvalue().encode()).rows) == cells


def test_read_csv_takes_control_and_direction_marks_out():
    file = read_csv("Name\nAda\x07\u202e\u200bQuill\x1b[31m\n".encode())

    assert file.rows[0].cells == ("Ada Quill [31m",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n ,\n", "empty"),
        (b"Name,E-mail\n", "no rows"),
        (b"PK\x03\x04rest", "Excel"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"Name\nA\x00da\n", "binary"),
        (b"\xff\xfeN", "damaged"),
        (b"N" * (LARGEST_FILE + 1), "larger than"),
        (b",".join(b"c%d" % n for n in range(61)) + b"\n1\n", "more than 60 columns"),
        (b"Name\n" + b"Ada\n" * (MOST_ROWS + 1), "more than 20,000 rows"),
    ],
)
def test_read_csv_refuses_with_words(content, words):
    with pytest.raises(CsvUnreadable, match=words):
        read_csv(content)


def test_read_csv_marks_a_cell_that_swallowed_the_rest():
    file = read_csv(b'Name,Note\nAda,"never closed\n' + b"Bo,x\n" * 5_000)

    assert len(file.rows) == 1
    assert "quotation mark" in file.rows[0].problem


@given(st.binary(max_size=300))
@example(b'"')
@example(b"a\rb\r\nc")
@example(b"sep=,")
def test_read_csv_answers_any_bytes_with_rows_or_words(content):
    try:
        file = read_csv(content)
    except CsvUnreadable:
        return
    assert len({header.casefold() for header in file.headers}) == len(file.headers)
    assert all(len(row.cells) == len(file.headers) for row in file.rows)
    assert all(cell.isprintable() for row in file.rows for cell in row.cells)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Co", "Cn"]), max_size=12),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_read_csv_reads_back_what_a_writer_wrote(rows, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["Name", "Note"], *rows])

    wanted = [tuple(" ".join(cell.split()) for cell in row) for row in rows if any(cell.strip() for cell in row)]
    try:
        file = read_csv(text.getvalue().encode())
    except CsvUnreadable:
        assert not wanted
        return
    assert [row.cells for row in file.rows] == wanted or file.delimiter != delimiter
