"""Keeping papers: each work once, whatever source tells of it."""

import dataclasses

from django.db import IntegrityError, transaction
from django.db.models import Q

from candidates.connectors.records import PaperRecord
from candidates.papers.fingerprints import fingerprint, plain, title_key
from candidates.papers.models import Authorship, Paper
from candidates.papers.revising import authorship, has_other_identifier, identifiers, new_paper, revise
from workspace.activity.actions import log_activity
from workspace.staff.models import User


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
    for column, value in identifiers(record).items():
        condition |= Q(**{column: value})
    if found := Paper.objects.filter(condition).order_by("pk").first():
        return found
    if not record.authors or not (key := title_key(record.title)):
        return None
    for paper in Paper.objects.filter(title_key=key).order_by("pk")[:5]:
        if has_other_identifier(paper, record):
            continue
        first = paper.authorships.order_by("position").first()
        if first is None or plain(first.name)[-4:] == plain(record.authors[0].name)[-4:]:
            return paper
    return None


@transaction.atomic
def _store(record: PaperRecord, by: User | None) -> Stored:
    if paper := find_paper(record):
        paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        revise(paper, record, list(paper.authorships.order_by("position")))
        return Stored(paper, is_new=False)
    paper = new_paper(record)
    paper.added_by = by
    paper.save()
    Authorship.objects.bulk_create(authorship(paper, author) for author in record.authors)
    log_activity(verb="added_paper", subject=paper, by=by, facts={"source": paper.source})
    return Stored(paper, is_new=True)
