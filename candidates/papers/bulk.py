"""Keeping many papers at once: one page of a harvest in a constant number of queries, but for what changed."""

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from django.db import DataError, IntegrityError, connection, transaction

from candidates.connectors.records import PaperIdentifier, PaperRecord, Scheme
from candidates.papers.actions import store_paper
from candidates.papers.copying import copy_in
from candidates.papers.fingerprints import fingerprint, plain, title_key
from candidates.papers.models import Authorship, Paper
from candidates.papers.revising import COLUMNS, authorship, has_other_identifier, identifiers, new_paper, revise

# One writer of many papers at a time, over all processes: two would wait for each other's rows in a circle.
LOCK_KEY = 0x5041_5045_5253
SLICE = 500


@dataclasses.dataclass(slots=True)
class Tally:
    """What became of some records. `failed` and `remarks` name a paper and say what happened to it."""

    new: int = 0
    revised: int = 0
    same: int = 0
    failed: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    remarks: list[tuple[str, str]] = dataclasses.field(default_factory=list)


@transaction.atomic
def store_papers(records: Sequence[PaperRecord]) -> Tally:
    """Keep papers with their authors in order; those we have are revised in place. Running twice changes nothing.

    Nothing is written to the log: the harvest that brings them is.
    """
    tally = Tally()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK_KEY])
    for start in range(0, len(records), SLICE):
        part = _without_doubles(records[start : start + SLICE])
        tally.same += len(records[start : start + SLICE]) - len(part)
        _store_slice(part, tally)
    return tally


def _store_slice(records: Sequence[PaperRecord], tally: Tally) -> None:
    for _ in range(2):
        try:
            with transaction.atomic():
                found = _store(records)
        except IntegrityError:
            continue  # somebody stored one of these papers in between; now it is found
        except DataError:
            break
        for field in dataclasses.fields(Tally):
            setattr(tally, field.name, getattr(tally, field.name) + getattr(found, field.name))
        return
    for record in records:
        _store_alone(record, tally)


def _store_alone(record: PaperRecord, tally: Tally) -> None:
    try:
        with transaction.atomic():
            is_new = store_paper(record=record, by=None).is_new
    except (DataError, IntegrityError):
        tally.failed.append((record.title[:120], "The database refused it."))
    else:
        tally.new += is_new
        tally.same += not is_new


def _without_doubles(records: Sequence[PaperRecord]) -> list[PaperRecord]:
    """Return each work once, its latest version; a DOI that two preprints claim stays with the first."""
    latest: dict[str, PaperRecord] = {}
    for record in records:
        key = fingerprint(record)
        if key not in latest or record.version >= latest[key].version:
            latest[key] = record
    claimed: set[tuple[Scheme, str]] = set()
    kept = []
    for record in latest.values():
        own = tuple(one for one in record.identifiers if (one.scheme, one.value) not in claimed)
        claimed.update((one.scheme, one.value) for one in own)
        kept.append(record if len(own) == len(record.identifiers) else dataclasses.replace(record, identifiers=own))
    return kept


def _store(records: Sequence[PaperRecord]) -> Tally:
    tally = Tally()
    keys, records = _matched(records)
    known, doubles = _locked(keys)
    # A record without a title only adds to what we have.
    fresh = [record for place, record in enumerate(records) if place not in keys and record.title]
    papers = [new_paper(record) for record in fresh]
    copy_in(papers)
    copy_in(
        [authorship(paper, author) for paper, record in zip(papers, fresh, strict=True) for author in record.authors]
    )
    tally.new = len(fresh)
    rows = _authors([paper.pk for paper in known.values()])
    for place, paper in known.items():
        has_changed, words = revise(paper, records[place], rows[paper.pk])
        tally.revised += has_changed
        tally.same += not has_changed
        if words:
            tally.remarks.append((paper.title[:120], words))
    for place in doubles:
        _store_alone(records[place], tally)
    return tally


def _matched(records: Sequence[PaperRecord]) -> tuple[dict[int, int], list[PaperRecord]]:
    """Return the keys of the papers we have, by the place of their record, and the records without what is another paper's."""
    keys, owners = _by_identifier(records)
    keys |= _by_title(records, [place for place in range(len(records)) if place not in keys])
    own = []
    for place, record in enumerate(records):
        kept = tuple(one for one in record.identifiers if owners.get(one, keys.get(place)) == keys.get(place))
        own.append(record if len(kept) == len(record.identifiers) else dataclasses.replace(record, identifiers=kept))
    return keys, own


def _locked(keys: dict[int, int]) -> tuple[dict[int, Paper], list[int]]:
    """Lock the papers; return them by place, and the places of further records of one of them."""
    rows = Paper.objects.select_for_update(of=("self",)).defer("search").filter(pk__in=set(keys.values()))
    papers = {paper.pk: paper for paper in rows.order_by("pk")}
    known: dict[int, Paper] = {}
    doubles: list[int] = []
    for place, key in sorted(keys.items()):
        if paper := papers.pop(key, None):
            known[place] = paper
        else:
            doubles.append(place)
    return known, doubles


def _by_identifier(records: Sequence[PaperRecord]) -> tuple[dict[int, int], dict[PaperIdentifier, int]]:
    """Return paper keys by place, the strongest identifier that is known deciding; and whose each identifier is."""
    places: dict[PaperIdentifier, int] = {}
    for place, record in enumerate(records):
        places.update((PaperIdentifier(scheme, value), place) for scheme, value in _schemes(record))
    found: dict[int, int] = {}
    owners: dict[PaperIdentifier, int] = {}
    for scheme, column in COLUMNS.items():
        wanted = [one.value for one in places if one.scheme == scheme]
        # The index of a column leaves out empty values, which the planner must be told of.
        rows = Paper.objects.filter(**{f"{column}__in": wanted}).exclude(**{column: ""})
        for paper in rows.defer("search", "abstract"):  # no question is asked where nothing is wanted
            identifier = PaperIdentifier(scheme, getattr(paper, column))
            owners[identifier] = paper.pk
            place = places[identifier]
            # A DOI may be claimed by two preprints: another arXiv number is another work.
            if place not in found and (column != "doi" or not has_other_identifier(paper, records[place])):
                found[place] = paper.pk
    prints = {fingerprint(record): place for place, record in enumerate(records) if place not in found}
    for print_, key in Paper.objects.filter(fingerprint__in=prints).values_list("fingerprint", "pk"):
        found[prints[print_]] = key
    return found, owners


def _schemes(record: PaperRecord) -> list[tuple[Scheme, str]]:
    kept = identifiers(record)
    return [(scheme, kept[column]) for scheme, column in COLUMNS.items() if column in kept]


def _by_title(records: Sequence[PaperRecord], places: Sequence[int]) -> dict[int, int]:
    """Return paper keys by place for equal titles by the same first author, where no identifier speaks against it."""
    keys = {place: title_key(records[place].title) for place in places if records[place].authors}
    wanted = {key for key in keys.values() if key}
    alike: dict[str, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.filter(title_key__in=wanted).defer("search", "abstract").order_by("pk"):
        alike[paper.title_key].append(paper)
    if not alike:
        return {}
    papers = [paper.pk for same in alike.values() for paper in same]
    first = dict(Authorship.objects.filter(paper__in=papers, position=1).values_list("paper", "name"))
    found: dict[int, int] = {}
    for place, key in keys.items():
        family = plain(records[place].authors[0].name)[-4:]
        for paper in alike.get(key, []):
            if not has_other_identifier(paper, records[place]) and plain(first.get(paper.pk, family))[-4:] == family:
                found[place] = paper.pk
                break
    return found


def _authors(papers: Sequence[int]) -> dict[int, list[Authorship]]:
    rows: dict[int, list[Authorship]] = defaultdict(list)
    for row in Authorship.objects.filter(paper__in=papers).order_by("paper", "position"):
        rows[row.paper_id].append(row)
    return rows
