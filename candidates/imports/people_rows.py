"""From a row of somebody's file to a person as we write one down, with a verdict on what could be read. No database."""

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Sequence

from candidates.imports.columns import Field
from candidates.imports.csv_file import CsvRow
from candidates.people.actions import clean_name
from candidates.people.enums import IdentityKind
from candidates.people.handles import Handle, handle_of, handles_in
from candidates.people.names import fold
from candidates.people.refusals import CandidateError

KIND_OF_FIELD: dict[Field, IdentityKind] = {
    Field.EMAIL: IdentityKind.EMAIL,
    Field.PHONE: IdentityKind.PHONE,
    Field.ORCID: IdentityKind.ORCID,
    Field.OPENREVIEW: IdentityKind.OPENREVIEW,
    Field.GITHUB: IdentityKind.GITHUB,
    Field.SCHOLAR: IdentityKind.SCHOLAR,
    Field.LINKEDIN: IdentityKind.LINKEDIN,
    Field.HUGGINGFACE: IdentityKind.HUGGINGFACE,
    Field.HOMEPAGE: IdentityKind.HOMEPAGE,
}
# What people write into a cell to say that it is empty.
NOTHING = frozenset(
    {"", "-", "–", "—", "/", ".", "n/a", "na", "none", "null", "nil", "unknown", "not known", "#n/a", "tbd", "?"}
)
MOST_HANDLES = 30
FORMULA = re.compile(r"^[=+@]|^-(?!\d)")


@dataclasses.dataclass(frozen=True, slots=True)
class PersonRow:
    """One row read. `problem` is empty where it can be imported; `remarks` say what was left out or looks odd."""

    line: int
    name: str = ""
    headline: str = ""
    location: str = ""
    channel: str = ""
    handles: tuple[Handle, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    remarks: tuple[str, ...] = ()
    problem: str = ""

    @property
    def fingerprint(self) -> str:
        """Return a hash of what the row says, the same however its columns are ordered: how a second import knows it again."""
        said = [fold(self.name), self.headline, self.location, self.channel, self.note]
        said += sorted(self.tags) + sorted(f"{handle.kind}:{handle.value}" for handle in self.handles)
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def read_people(rows: Iterable[CsvRow], fields: Sequence[Field]) -> list[PersonRow]:
    """Read every row; a row that repeats an earlier one says so."""
    first_seen: dict[str, int] = {}
    people: list[PersonRow] = []
    for row in rows:
        person = read_person(row, fields)
        if not person.problem:
            seen = first_seen.setdefault(person.fingerprint, person.line)
            if seen != person.line:
                person = dataclasses.replace(person, problem=f"The same as line {seen}.")
        people.append(person)
    return people


def read_person(row: CsvRow, fields: Sequence[Field]) -> PersonRow:
    """Read one row by the meaning of its columns."""
    if row.problem:
        return PersonRow(row.line, problem=row.problem)
    cells: dict[Field, list[str]] = {}
    for field, cell in zip(fields, row.cells, strict=False):
        if field is not Field.IGNORE and cell.strip().lower() not in NOTHING:
            cells.setdefault(field, []).append(cell.strip())
    written = " ".join(cells.get(Field.NAME) or [*cells.get(Field.GIVEN, []), *cells.get(Field.FAMILY, [])])
    if not written:
        return PersonRow(row.line, problem="There is no name in this row.")
    try:
        name = clean_name(_in_order(written))
    except CandidateError as error:
        return PersonRow(row.line, problem=str(error))
    remarks: list[str] = []
    if FORMULA.match(written):
        remarks.append("The name looks like a formula; it is kept as plain text.")
    return PersonRow(
        row.line,
        name=name,
        headline=_headline(cells)[:200],
        location=_first(cells, Field.LOCATION)[:120],
        channel=_first(cells, Field.CHANNEL)[:200],
        handles=tuple(_handles(cells, remarks)),
        tags=tuple(_tags(cells)),
        note="\n".join(cells.get(Field.NOTE, []))[:10_000],
        remarks=tuple(remarks),
    )


def _in_order(name: str) -> str:
    """Turn “Várhegyi, Júlia” round; other commas stay (“Quill, Jr.” is a suffix)."""
    if FORMULA.match(name):  # not a name to turn round, only text to keep
        return name
    family, comma, given = name.partition(",")
    if (
        comma
        and given.strip()
        and "," not in given
        and not re.fullmatch(r"\s*(?:[JS]r|II|III|IV|Ph\.?D|M\.?D)\.?\s*", given)
    ):
        return f"{given.strip()} {family.strip()}"
    return name


def _first(cells: dict[Field, list[str]], field: Field) -> str:
    return cells.get(field, [""])[0]


def _headline(cells: dict[Field, list[str]]) -> str:
    """Return “what, where”."""
    return ", ".join(filter(None, (_first(cells, Field.HEADLINE), _first(cells, Field.COMPANY))))


def _tags(cells: dict[Field, list[str]]) -> list[str]:
    tags = [
        " ".join(tag.split()).lower()[:40] for cell in cells.get(Field.TAGS, []) for tag in re.split(r"[,;|]", cell)
    ]
    return list(dict.fromkeys(tag for tag in tags if tag))[:20]


def _handles(cells: dict[Field, list[str]], remarks: list[str]) -> list[Handle]:
    """Read the columns that hold handles; what is none is left out with a remark, and the person still comes in."""
    found: dict[Handle, None] = {}
    for field, kind in KIND_OF_FIELD.items():
        for cell in cells.get(field, []):
            for part in _parts(cell, kind):
                try:
                    found.setdefault(handle_of(kind, part))
                except CandidateError as error:
                    remarks.append(f"{error} It is left out.")
    for cell in cells.get(Field.LINKS, []):
        links = handles_in(cell)
        if not links:
            remarks.append(f"“{cell[:60]}” holds no address or profile we know. It is left out.")
        for link in links:
            found.setdefault(link)
    return list(found)[:MOST_HANDLES]


def _parts(cell: str, kind: IdentityKind) -> list[str]:
    """Several addresses in one cell stand between commas, semicolons or bars; links may hold such signs themselves."""
    if kind in {IdentityKind.EMAIL, IdentityKind.PHONE}:
        return [part.strip() for part in re.split(r"[,;|]|\s{2,}|\s(?=\S+@)", cell) if part.strip()]
    return [cell]
