import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme
from candidates.models import Authorship, Paper
from candidates.papers.bulk import store_papers
from candidates.papers.revising import KEPT_LINKED, KEPT_WITHHELD
from candidates.privacy.actions import erase_candidate
from candidates.sourcing.actions import flag_author
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = ("Odalys Brenninkmeyer", "Júlia Várhegyi", "Wei-Han Tseng")


def record(number="2611.00001", *, names=NAMES, doi="", forum="", **changes):
    given = ((Scheme.ARXIV, number), (Scheme.OPENREVIEW, forum), (Scheme.DOI, doi))
    told = {
        "title": f"Counting tides, part {number}{forum}{doi}",
        "authors": tuple(AuthorRecord(name, place) for place, name in enumerate(names, 1)),
        "source": "arXiv",
        "url": f"https://arxiv.org/abs/{number}",
        "identifiers": tuple(PaperIdentifier(scheme, value) for scheme, value in given if value),
        "abstract": "We count tides.",
        "updated": dt.date(2026, 11, 18),
    }
    return PaperRecord(**told | changes)


def counts(tally):
    return (tally.new, tally.revised, tally.same, len(tally.failed))


def authors_of(paper):
    return list(paper.authorships.order_by("position").values_list("position", "name"))


def in_order(*names):
    return list(enumerate(names, 1))


def test_store_papers_twice_keeps_each_once_with_its_authors_in_order():
    records = [record(f"2611.{place:05}") for place in range(3)]

    first = store_papers(records)
    second = store_papers(records)

    assert (counts(first), counts(second)) == ((3, 0, 0, 0), (0, 0, 3, 0))
    assert [authors_of(paper) for paper in Paper.objects.all()] == [in_order(*NAMES)] * 3
    assert set(Paper.objects.values_list("fingerprint", flat=True)) == {f"arxiv:2611.{place:05}" for place in range(3)}


def test_one_work_told_twice_on_a_page_is_kept_once_in_its_latest_version():
    tally = store_papers([record(version=1), record(version=2, title="Counting more tides")])

    assert counts(tally) == (1, 0, 1, 0)
    assert Paper.objects.get().title == "Counting more tides"


def test_replacement_updates_in_place_and_keeps_the_order_of_the_new_version(recruiter):
    store_papers([record(version=1)])
    paper = Paper.objects.get()
    row = paper.authorships.get(position=3)
    person = flag_author(authorship=row, by=recruiter)

    names = ("Ada Quill", "Wei-Han Tseng", "Odalys Brenninkmeyer")
    tally = store_papers([record(version=2, title="Counting all tides", names=names, abstract="We count them all.")])

    paper.refresh_from_db()
    assert counts(tally) == (0, 1, 0, 0)
    assert (paper.title, paper.abstract, paper.version) == ("Counting all tides", "We count them all.", 2)
    assert authors_of(paper) == in_order(*names)
    assert person.authorships.get() == row


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"updated": dt.date(2026, 11, 25)}, "Later"),
        ({"updated": dt.date(2026, 11, 18)}, "Counting tides, part 2611.00001"),
        ({"updated": dt.date(2026, 11, 1)}, "Counting tides, part 2611.00001"),
        ({"updated": dt.date(2026, 11, 25), "version": 1}, "Counting tides, part 2611.00001"),
    ],
)
def test_a_source_that_counts_no_versions_replaces_by_the_day(changes, title):
    store_papers([record()])

    store_papers([record(title="Later", **changes)])

    assert Paper.objects.get().title == title


def test_a_fuller_source_corrects_the_authors_of_a_hasty_one():
    store_papers([record(source="arXiv RSS", names=("Ada Quill", "III"), version=1, updated=dt.date(2026, 11, 20))])

    store_papers([record(names=("Ada Quill III",))])

    paper = Paper.objects.get()
    assert (authors_of(paper), paper.source, paper.version) == (in_order("Ada Quill III"), "arXiv", 1)


def test_a_new_spelling_keeps_the_row_and_what_hangs_on_it(recruiter):
    store_papers([record(version=1, names=("O. Brenninkmeyer", "Wei-Han Tseng"))])
    person = flag_author(authorship=Authorship.objects.get(position=1), by=recruiter)

    store_papers([record(version=2, names=("Odalys Brenninkmeyer", "Wei-Han Tseng"))])

    assert person.authorships.get().name == "Odalys Brenninkmeyer"


def test_authors_stay_where_somebody_is_linked_to_one_who_is_gone(recruiter):
    store_papers([record(version=1)])
    person = flag_author(authorship=Authorship.objects.get(position=2), by=recruiter)

    tally = store_papers([record(version=2, title="Later", names=("Ada Quill",))])

    paper = Paper.objects.get()
    assert (paper.title, authors_of(paper)) == ("Later", in_order(*NAMES))
    assert [words for _, words in tally.remarks] == [KEPT_LINKED]
    assert person.authorships.get().position == 2


def test_a_forgotten_author_is_never_brought_back(recruiter):
    store_papers([record(version=1)])
    person = flag_author(authorship=Authorship.objects.get(position=2), by=recruiter)
    erase_candidate(candidate=person, by=recruiter)

    tally = store_papers([record(version=2)])

    assert authors_of(Paper.objects.get()) == in_order(NAMES[0], "Author withheld", NAMES[2])
    assert [words for _, words in tally.remarks] == [KEPT_WITHHELD]


def test_two_preprints_that_claim_one_doi_are_two_works():
    store_papers([record("2611.00001", doi="10.1/x"), record("2611.00002", doi="10.1/x")])
    store_papers([record("2611.00003", doi="10.1/x"), record("2611.00002", doi="10.1/x")])

    dois = dict(Paper.objects.values_list("arxiv_id", "doi"))
    assert dois == {"2611.00001": "10.1/x", "2611.00002": "", "2611.00003": ""}


def test_a_conference_tells_of_a_preprint_we_have():
    store_papers([record(title="Counting tides")])

    told = record("", forum="aB3xYz12", title="Counting  Tides!", source="NeurIPS 2026", venue="NeurIPS 2026")
    tally = store_papers([told, dataclasses.replace(told, identifiers=())])

    paper = Paper.objects.get()
    assert counts(tally) == (0, 1, 1, 0)
    assert (paper.arxiv_id, paper.openreview_id, paper.venue) == ("2611.00001", "aB3xYz12", "NeurIPS 2026")


def test_equal_titles_with_other_numbers_or_other_authors_are_other_works():
    store_papers([record(title="Sand")])

    store_papers([record("2611.00002", title="Sand"), record("", doi="10.1/y", title="Sand", names=("Ada Quill",))])

    assert Paper.objects.count() == 3


def test_what_the_database_refuses_is_said_and_spoils_no_other():
    broken = record("2611.00002", published=dt.date(2026, 1, 1), abstract="a\x00b")

    tally = store_papers([record("2611.00001"), broken, record("2611.00003")])

    assert counts(tally) == (2, 0, 0, 1)
    assert set(Paper.objects.values_list("arxiv_id", flat=True)) == {"2611.00001", "2611.00003"}


def queries_for(count, offset):
    records = [record(f"26{offset}.{place:05}", doi=f"10.1/{offset}.{place}") for place in range(count)]
    with CaptureQueriesContext(connection) as first:
        store_papers(records)
    with CaptureQueriesContext(connection) as second:
        store_papers(records)
    return len(first), len(second)


def test_queries_do_not_grow_with_the_page():
    assert queries_for(1, "01") == queries_for(30, "02")


def test_indexes_serve_the_search_for_what_we_have():
    store_papers([record(f"2611.{place:05}", doi=f"10.1/{place}") for place in range(300)])
    with connection.cursor() as cursor:
        cursor.execute("analyze candidates_paper")
        cursor.execute("set local enable_seqscan = off")
        for column in ("arxiv_id", "doi"):
            wanted = [f"value{place}" for place in range(200)]
            plan = Paper.objects.filter(**{f"{column}__in": wanted}).exclude(**{column: ""}).explain()
            assert f"paper_{column}_is_unique" in plan


def test_factory_papers_stay_apart():
    paper = factories.PaperFactory(title="Learning to grasp")

    store_papers([record(title="Learning to grasp")])

    assert Paper.objects.get(title="Learning to grasp", arxiv_id="2611.00001").pk == paper.pk
