import datetime as dt

import pytest

from candidates.connectors.records import AuthorRecord, PaperIdentifier, PaperRecord, Scheme
from candidates.models import Authorship, Paper
from candidates.papers.actions import find_paper, store_paper
from tests import factories

pytestmark = pytest.mark.django_db


def record(*identifiers, title="Counting tides", names=("Odalys Brenninkmeyer", "Wei-Han Tseng"), **facts):
    authors = tuple(AuthorRecord(name, place) for place, name in enumerate(names, 1))
    ids = tuple(PaperIdentifier(Scheme(scheme), value) for scheme, value in identifiers)
    return PaperRecord(title, authors, facts.pop("source", "arXiv"), "https://arxiv.org/abs/2401.01234", ids, **facts)


def test_store_paper_keeps_the_authors_in_order(recruiter):
    stored = store_paper(record=record(("arxiv", "2401.01234")), by=recruiter)

    assert stored.is_new
    assert stored.paper.fingerprint == "arxiv:2401.01234"
    assert list(stored.paper.authorships.values_list("position", "name")) == [
        (1, "Odalys Brenninkmeyer"),
        (2, "Wei-Han Tseng"),
    ]


def test_store_paper_twice_changes_nothing(recruiter):
    first = store_paper(record=record(("arxiv", "2401.01234")), by=recruiter)
    second = store_paper(record=record(("arxiv", "2401.01234")), by=recruiter)

    assert (second.paper, second.is_new) == (first.paper, False)
    assert Paper.objects.count() == 1
    assert Authorship.objects.count() == 2


def test_store_paper_from_another_source_adds_what_is_missing_and_overwrites_nothing(recruiter):
    paper = store_paper(record=record(("arxiv", "2401.01234"), venue="Tides 2025"), by=recruiter).paper
    authors = (
        AuthorRecord("Odalys Brenninkmeyer", 1, orcid="0000-0002-1825-0097"),
        AuthorRecord("Somebody Else", 2, orcid="x"),
    )
    told = PaperRecord(
        "Counting Tides!",
        authors,
        "DOI",
        "",
        (PaperIdentifier(Scheme.DOI, "10.1/x"),),
        "Why.",
        dt.date(2025, 1, 2),
        "Other",
    )

    again = store_paper(record=told, by=recruiter)

    paper.refresh_from_db()
    assert (again.paper.pk, again.is_new) == (paper.pk, False)
    assert (paper.doi, paper.abstract, paper.published_on, paper.venue) == (
        "10.1/x",
        "Why.",
        dt.date(2025, 1, 2),
        "Tides 2025",
    )
    assert list(paper.authorships.values_list("name", "orcid")) == [
        ("Odalys Brenninkmeyer", "0000-0002-1825-0097"),
        ("Wei-Han Tseng", ""),
    ]


DETAILS = {
    "categories": ("cs.LG", "stat.ML"),
    "keywords": ("tides",),
    "comment": "9 pages",
    "code_links": ("https://github.com/a/tides",),
    "version": 1,
    "updated": dt.date(2025, 1, 2),
}


def details(paper):
    return (paper.categories, paper.keywords, paper.comment, paper.code_links, paper.version, paper.updated_on)


def test_store_paper_keeps_categories_keywords_comment_links_and_version(recruiter):
    paper = store_paper(record=record(("arxiv", "2401.01234"), **DETAILS), by=recruiter).paper

    paper.refresh_from_db()
    assert details(paper) == (
        ["cs.LG", "stat.ML"],
        ["tides"],
        "9 pages",
        ["https://github.com/a/tides"],
        1,
        dt.date(2025, 1, 2),
    )


def test_a_later_version_replaces_the_text_and_keeps_every_link(recruiter):
    paper = store_paper(record=record(("arxiv", "2401.01234"), abstract="Old.", **DETAILS), by=recruiter).paper
    later = {
        "abstract": "New.",
        "categories": ("cs.CL",),
        "comment": "10 pages",
        "code_links": ("https://github.com/a/waves",),
        "version": 3,
        "updated": dt.date(2025, 6, 1),
    }

    store_paper(record=record(("arxiv", "2401.01234"), title="Counting more tides", **later), by=recruiter)

    paper.refresh_from_db()
    assert (paper.title, paper.abstract) == ("Counting more tides", "New.")
    assert details(paper) == (
        ["cs.CL"],
        ["tides"],
        "10 pages",
        ["https://github.com/a/tides", "https://github.com/a/waves"],
        3,
        dt.date(2025, 6, 1),
    )


def test_an_earlier_version_changes_nothing(recruiter):
    paper = store_paper(record=record(("arxiv", "2401.01234"), abstract="New.", **(DETAILS | {"version": 2})), by=None)

    store_paper(record=record(("arxiv", "2401.01234"), title="Old", abstract="Old.", **DETAILS), by=recruiter)

    paper.paper.refresh_from_db()
    assert (paper.paper.title, paper.paper.abstract, paper.paper.version) == ("Counting tides", "New.", 2)


def test_equal_titles_with_different_identifiers_are_two_works(recruiter):
    store_paper(record=record(("arxiv", "2401.01234")), by=recruiter)

    assert store_paper(record=record(("arxiv", "2402.99999")), by=recruiter).is_new


def test_equal_titles_by_other_first_authors_are_two_works(recruiter):
    store_paper(record=record(names=("Ada Quill",)), by=recruiter)

    assert store_paper(record=record(names=("Bo Crane",)), by=recruiter).is_new


def test_find_paper_meets_titles_typed_otherwise(recruiter):
    paper = store_paper(record=record(names=("Ada Quill",)), by=recruiter).paper

    assert find_paper(record(("doi", "10.1/x"), title="COUNTING  tides", names=("A. Quill",))) == paper
    assert find_paper(record(title="...", names=("A. Quill",))) is None


def test_authors_that_were_hidden_are_written_down_when_they_are_shown(recruiter):
    paper = store_paper(record=record(("openreview", "aB3xYz12"), names=()), by=recruiter).paper

    store_paper(record=record(("openreview", "aB3xYz12")), by=recruiter)

    assert paper.authorships.count() == 2


def test_store_paper_keeps_links_to_people(recruiter):
    paper = store_paper(record=record(("arxiv", "2401.01234")), by=recruiter).paper
    candidate = factories.CandidateFactory()
    paper.authorships.filter(position=1).update(candidate=candidate)

    store_paper(record=record(("arxiv", "2401.01234"), names=("Completely", "Different", "People")), by=recruiter)

    assert list(paper.authorships.values_list("candidate", flat=True)) == [candidate.pk, None]
