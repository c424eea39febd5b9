"""What becomes of a paper we have when a source tells of it again: a later version replaces, anything else only fills in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from candidates.connectors.records import HASTY, AuthorRecord, PaperRecord, Scheme
from candidates.papers.fingerprints import fingerprint, plain, title_key
from candidates.papers.models import WITHHELD, Authorship, Paper

COLUMNS = {Scheme.ARXIV: "arxiv_id", Scheme.OPENREVIEW: "openreview_id", Scheme.DOI: "doi"}
# What an identifier may be at most; a longer one would not fit and is no identifier.
LONGEST = {"arxiv_id": 40, "openreview_id": 80, "doi": 200}
MOST_WORDS, MOST_LINKS = 50, 20
REPLACED = frozenset({"title", "abstract", "categories", "comment", "version", "updated_on"})
# Out of the way of every real place while rows change theirs: two rows of a paper never have one place.
ASIDE = 10_000
KEPT_LINKED = (
    "A later version names its authors differently, and somebody here is linked to one who is gone: they were left."
)
KEPT_WITHHELD = "An author asked to be forgotten, so the authors of a later version were not taken."


def identifiers(record: PaperRecord) -> dict[str, str]:
    """Return the identifiers of a record by the column they are kept in."""
    found = {column: record.identifier(scheme) for scheme, column in COLUMNS.items()}
    return {column: value for column, value in found.items() if value and len(value) <= LONGEST[column]}


def has_other_identifier(paper: Paper, record: PaperRecord) -> bool:
    """Two different identifiers of one kind are two works, however alike their titles."""
    return any(getattr(paper, column) not in {"", value} for column, value in identifiers(record).items())


def new_paper(record: PaperRecord) -> Paper:
    """Return the row of a paper that is new to us, not saved yet."""
    title = record.title[:500]
    return Paper(
        title=title,
        title_key=title_key(title),  # rows that are copied in are not saved one by one, which would set it
        fingerprint=fingerprint(record),
        source=record.source[:40],
        **_told(record),
    )


def authorship(paper: Paper, author: AuthorRecord) -> Authorship:
    """Return the row of one author, not saved yet."""
    return Authorship(
        paper=paper,
        position=author.position,
        name=author.name[:200],
        affiliation=author.affiliation[:300],
        orcid=author.orcid,
        openreview=author.openreview_id[:120],
        contributed_equally=author.equal_contribution,
    )


def is_later(paper: Paper, record: PaperRecord) -> bool:
    """Say whether a record tells of a later version than the one we keep."""
    if record.version and paper.version:
        return record.version > paper.version
    if record.version == 1 or not record.updated or not paper.updated_on:
        return False
    # Not every source counts versions. Days of two sources are compared only where both speak of the same preprint.
    return (
        bool(paper.arxiv_id) and paper.arxiv_id == record.identifier(Scheme.ARXIV) and record.updated > paper.updated_on
    )


def revise(paper: Paper, record: PaperRecord, rows: Sequence[Authorship]) -> tuple[bool, str]:
    """Bring a paper, which is locked, and its authors `rows` up to a record.

    Return whether anything changed, and what was left undone, in words.
    """
    later = is_later(paper, record)
    is_same = paper.arxiv_id == record.identifier(Scheme.ARXIV) != ""
    fuller = is_same and HASTY.get(paper.source) == record.source
    changed = _changes(paper, record, later=later)
    if fuller:
        changed["source"] = record.source[:40]
    for field, value in changed.items():
        setattr(paper, field, value)
    if changed:
        paper.save(update_fields=[*changed, "updated_at"])
    touched, words = _revise_authors(paper, record.authors, rows, replace=later or fuller)
    return bool(changed) or touched, words


def _told(record: PaperRecord) -> dict[str, Any]:
    return {
        "abstract": record.abstract[:20_000],
        "venue": record.venue[:200],
        "published_on": record.published,
        "url": record.url[:500],
        "fetched_at": record.fetched_at,
        "categories": [name[:40] for name in record.categories][:MOST_WORDS],
        "keywords": [word[:100] for word in record.keywords][:MOST_WORDS],
        "comment": record.comment[:2_000],
        "code_links": [url for url in record.code_links if len(url) <= 500][:MOST_LINKS],
        "version": min(record.version, 32_767),
        "updated_on": record.updated,
        **identifiers(record),
    }


def _changes(paper: Paper, record: PaperRecord, *, later: bool) -> dict[str, Any]:
    told = _told(record) | {"title": record.title[:500]}
    replaced = REPLACED if later else frozenset()
    links = [*paper.code_links, *(url for url in told["code_links"] if url not in paper.code_links)][:MOST_LINKS]
    told["code_links"] = links  # a link once told stays: a later version may only have dropped it for room
    return {
        field: value
        for field, value in told.items()
        if value
        and value != getattr(paper, field)
        and (field in replaced or field == "code_links" or not getattr(paper, field))
    }


def _revise_authors(
    paper: Paper, authors: Sequence[AuthorRecord], rows: Sequence[Authorship], *, replace: bool
) -> tuple[bool, str]:
    if not rows:
        Authorship.objects.bulk_create(authorship(paper, author) for author in authors)
        return bool(authors), ""
    as_before = [plain(row.name) for row in rows] == [plain(author.name) for author in authors]
    if as_before or not replace or not authors:
        return _fill_in(authors, rows), ""
    if any(row.name == WITHHELD for row in rows):
        return False, KEPT_WITHHELD
    places = _places(authors, rows)
    gone = [row for row in rows if row.pk not in {known.pk for known in places.values()}]
    if any(row.candidate_id for row in gone):
        return False, KEPT_LINKED
    _replace(paper, authors, places, gone)
    return True, ""


def _fill_in(authors: Sequence[AuthorRecord], rows: Sequence[Authorship]) -> bool:
    """Fill what is missing beside the same name in the same place."""
    by_place = {row.position: row for row in rows}
    touched = False
    for author in authors:
        row = by_place.get(author.position)
        if row is None or plain(row.name) != plain(author.name):
            continue
        told = {
            "affiliation": author.affiliation[:300],
            "orcid": author.orcid,
            "openreview": author.openreview_id[:120],
        }
        changed = [field for field, value in told.items() if value and not getattr(row, field)]
        for field in changed:
            setattr(row, field, told[field])
        if changed:
            row.name_keys = None  # more is known now: look again whether this is a candidate
            row.save(update_fields=[*changed, "name_keys", "updated_at"])
            touched = True
    return touched


def _places(authors: Sequence[AuthorRecord], rows: Sequence[Authorship]) -> dict[int, Authorship]:
    """Return which row goes on at which place: by name, and else where a name in its place only changed its spelling."""
    by_name: dict[str, list[Authorship]] = defaultdict(list)
    for row in rows:
        by_name[plain(row.name)].append(row)
    places: dict[int, Authorship] = {}
    for author in authors:
        if known := by_name.get(plain(author.name)):
            places[author.position] = known.pop(0)
    left = {row.position: row for known in by_name.values() for row in known}
    for author in authors:
        other = left.get(author.position)
        if author.position not in places and other and plain(other.name)[-4:] == plain(author.name)[-4:]:
            places[author.position] = other
    return places


def _replace(
    paper: Paper, authors: Sequence[AuthorRecord], places: dict[int, Authorship], gone: Sequence[Authorship]
) -> None:
    Authorship.objects.filter(pk__in=[row.pk for row in gone]).delete()
    paper.authorships.update(position=F("position") + ASIDE)
    for author in authors:
        if row := places.get(author.position):
            row.name, row.position = author.name[:200], author.position
            row.affiliation = author.affiliation[:300] or row.affiliation
            row.orcid, row.openreview = row.orcid or author.orcid, row.openreview or author.openreview_id[:120]
            row.name_keys = None  # the name may read differently now
            row.save()
    Authorship.objects.bulk_create(authorship(paper, author) for author in authors if author.position not in places)
