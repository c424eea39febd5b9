import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.imports.columns import Field
from candidates.imports.csv_file import CsvRow
from candidates.imports.people_rows import read_people, read_person
from candidates.people.enums import IdentityKind
from candidates.people.handles import Handle


def read(**cells):
    fields = [Field(name) for name in cells]
    return read_person(CsvRow(2, tuple(cells.values())), fields)


def test_read_person_reads_every_column():
    person = read(
        given="Júlia",
        family="Várhegyi",
        email="Julia@Tides.example; jv@mail.example",
        phone="+36 1 234 5678",
        headline="PhD student",
        company="Harbour Institute",
        location="Budapest",
        github="@julia-v",
        orcid="0000-0002-1825-0097",
        links="https://scholar.google.com/citations?user=AbCdEfGhIJAJ see also https://julia.example",
        tags="Robotics; vision , robotics",
        channel="NeurIPS 2025",
        note="Met at the poster",
    )

    assert (person.name, person.headline, person.location) == (
        "Júlia Várhegyi",
        "PhD student, Harbour Institute",
        "Budapest",
    )
    assert [(handle.kind, handle.value) for handle in person.handles] == [
        (IdentityKind.EMAIL, "julia@tides.example"),
        (IdentityKind.EMAIL, "jv@mail.example"),
        (IdentityKind.PHONE, "+3612345678"),
        (IdentityKind.ORCID, "0000-0002-1825-0097"),
        (IdentityKind.GITHUB, "julia-v"),
        (IdentityKind.SCHOLAR, "AbCdEfGhIJAJ"),
        (IdentityKind.HOMEPAGE, "julia.example"),
    ]
    assert person.tags == ("robotics", "vision")
    assert (person.channel, person.note) == ("NeurIPS 2025", "Met at the poster")
    assert (person.problem, person.remarks) == ("", ())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Várhegyi, Júlia", "Júlia Várhegyi"),
        ("Quill, Jr.", "Quill, Jr."),
        ("=1+A1", "=1+A1"),
        ('=HYPERLINK("http://x.example","Ada")', '=HYPERLINK("http://x.example","Ada")'),
        ("<b>Eve</b>", "<b>Eve</b>"),
    ],
)
def test_read_person_writes_the_name_as_people_read_it(written, name):
    assert read(name=written).name == name


def test_read_person_remarks_on_a_formula_for_a_name():
    assert "formula" in read(name='=HYPERLINK("http://x.example","Ada")').remarks[0]


def test_read_person_leaves_bad_handles_out_and_says_so():
    person = read(
        name="Ada Quill", email="ada at tides", orcid="0000-0002-1825-0098", links="nothing here", github="n/a"
    )

    assert person.handles == ()
    assert len(person.remarks) == 3
    assert person.problem == ""


@pytest.mark.parametrize(
    "cells", [{"name": ""}, {"name": "n/a"}, {"name": "123"}, {"given": "", "family": "-"}, {"name": "A" * 201}]
)
def test_read_person_without_a_usable_name_is_an_error(cells):
    assert read(**cells).problem


def test_read_people_marks_repeated_rows():
    rows = [CsvRow(2, ("Ada Quill", "a@x.example")), CsvRow(3, ("Bo", "")), CsvRow(4, ("ada  quill", "A@X.example"))]

    people = read_people(rows, (Field.NAME, Field.EMAIL))

    assert [person.problem for person in people] == ["", "", "The same as line 2."]


def test_fingerprint_does_not_hang_on_the_order_of_columns():
    one = read_person(CsvRow(2, ("Ada", "a@x.example", "b@x.example")), (Field.NAME, Field.EMAIL, Field.EMAIL))
    other = read_person(CsvRow(9, ("b@x.example", "Ada", "a@x.example")), (Field.EMAIL, Field.NAME, Field.EMAIL))

    assert one.fingerprint == other.fingerprint
    assert one.handles[0] == Handle(IdentityKind.EMAIL, "a@x.example")


@given(st.lists(st.tuples(st.sampled_from(list(Field)), st.text(max_size=80)), max_size=8))
def test_read_person_never_fails(cells):
    fields, texts = [field for field, _ in cells], tuple(text for _, text in cells)

    person = read_person(CsvRow(2, texts), fields)

    assert bool(person.name) != bool(person.problem)
    assert len(person.name) <= 200
    assert len(person.headline) <= 200
