"""Keeping papers: each work once, whatever source tells of it."""

import dataclasses
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from candidates.connectors.records import AuthorRecord, PaperRecord, Scheme
from candidates.papers.fingerprints import fingerprint, plain, title_key
from candidates.papers.models import Authorship, Paper
from workspace.activity.actions import log_activity
from workspace.staff.models import User

COLUMNS = {Scheme.ARXIV: "arxiv_id", Scheme.OPENREVIEW: "openreview_id", Scheme.DOI: "doi"}
# What an identifier may be at most; a longer one would not fit and is no identifier.
LONGEST = {"arxiv_id": 40, "openreview_id": 80, "doi": 200}
MOST_WORDS, MOST_LINKS = 50, 20


@dataclasses.dataclass(frozen=True)
class Stored:
    """A paper as it is kept now, and whether it is new to us."""

    paper: Paper
    is_new: bool


def store_paper(*, record: PaperRecord, by: User | None) -> Stored:
    """Keep a paper with its authors in order, or add to the one we have what it did not know. Running twice changes nothing."""
    try:
        return _store(record, by)
    except IntegrityError:
        return _store(record, by)  # somebody stored the same paper in between; now it is found


def find_paper(record: PaperRecord) -> Paper | None:
    """Return the paper we have of this work: by any identifier, else by title and first author."""
    condition = Q(fingerprint=fingerprint(record))
    for column, value in _identifiers(record).items():
        condition |= Q(**{column: value})
    if found := Paper.objects.filter(condition).order_by("pk").first():
        return found
    if not record.authors or not (key := title_key(record.title)):
        return None
    for paper in Paper.objects.filter(title_key=key).order_by("pk")[:5]:
        if _has_other_identifier(paper, record):
            continue
        first = paper.authorships.order_by("position").first()
        if first is None or plain(first.name)[-4:] == plain(record.authors[0].name)[-4:]:
            return paper
    return None


@transaction.atomic
def _store(record: PaperRecord, by: User | None) -> Stored:
    if paper := find_paper(record):
        paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        _add_what_is_new(paper, record)
        _keep_authors(paper, record)
        return Stored(paper, is_new=False)
    paper = Paper.objects.create(
        title=record.title[:500],
        abstract=record.abstract[:20_000],
        venue=record.venue[:200],
        published_on=record.published,
        url=record.url[:500],
        fingerprint=fingerprint(record),
        source=record.source[:40],
        fetched_at=record.fetched_at,
        added_by=by,
        **_identifiers(record),
        **_details(record),
    )
    _keep_authors(paper, record)
    log_activity(verb="added_paper", subject=paper, by=by, facts={"source": paper.source})
    return Stored(paper, is_new=True)


def _details(record: PaperRecord) -> dict[str, Any]:
    """Return what a source tells beside the bibliography, cut to what fits."""
    return {
        "categories": [name[:40] for name in record.categories][:MOST_WORDS],
        "keywords": [word[:100] for word in record.keywords][:MOST_WORDS],
        "comment": record.comment[:2_000],
        "code_links": [url for url in record.code_links if len(url) <= 500][:MOST_LINKS],
        "version": min(record.version, 32_767),
        "updated_on": record.updated,
    }


def _identifiers(record: PaperRecord) -> dict[str, str]:
    found = {column: record.identifier(scheme) for scheme, column in COLUMNS.items()}
    return {column: value for column, value in found.items() if value and len(value) <= LONGEST[column]}


def _has_other_identifier(paper: Paper, record: PaperRecord) -> bool:
    """Two different identifiers of one kind are two works, however alike their titles."""
    return any(getattr(paper, column) not in {"", value} for column, value in _identifiers(record).items())


def _add_what_is_new(paper: Paper, record: PaperRecord) -> None:
    """Fill what is empty. What a person or an earlier source said stays, until its source has a later version."""
    told: dict[str, Any] = {
        "abstract": record.abstract[:20_000],
        "venue": record.venue[:200],
        "published_on": record.published,
        "url": record.url[:500],
        "fetched_at": record.fetched_at,
        **_identifiers(record),
        **_details(record),
    }
    replaced: set[str] = set()
    if record.version > paper.version > 0:
        told["title"] = record.title[:500]
        replaced = {"title", "abstract", "categories", "comment", "version", "updated_on"}
    links = [*paper.code_links, *(url for url in told["code_links"] if url not in paper.code_links)][:MOST_LINKS]
    if links != paper.code_links:  # a link once told stays: a later version may only have dropped it for room
        told["code_links"] = links
        replaced.add("code_links")
    changed = [field for field, value in told.items() if value and (field in replaced or not getattr(paper, field))]
    for field in changed:
        setattr(paper, field, told[field])
    if changed:
        paper.save(update_fields=[*changed, "updated_at"])


def _keep_authors(paper: Paper, record: PaperRecord) -> None:
    """Write the authors down once; later sources only fill what is missing beside the same name in the same place."""
    known = {row.position: row for row in paper.authorships.all()}
    if not known:
        Authorship.objects.bulk_create(_authorship(paper, author) for author in record.authors)
        return
    for author in record.authors:
        row = known.get(author.position)
        if row is None or plain(row.name) != plain(author.name):
            continue
        told = {"affiliation": author.affiliation, "orcid": author.orcid, "openreview": author.openreview_id}
        changed = [field for field, value in told.items() if value and not getattr(row, field)]
        for field in changed:
            setattr(row, field, told[field])
        if changed:
            row.save(update_fields=[*changed, "updated_at"])


def _authorship(paper: Paper, author: AuthorRecord) -> Authorship:
    return Authorship(
        paper=paper,
        position=author.position,
        name=author.name[:200],
        affiliation=author.affiliation[:300],
        orcid=author.orcid,
        openreview=author.openreview_id[:120],
        contributed_equally=author.equal_contribution,
    )
