"""What another source knows of our preprints fills in what is missing and changes nothing else."""

import json

import pytest

from candidates.models import Paper, Source
from candidates.papers.bulk import store_papers
from tests.candidates.connectors.source_server import Scripted
from tests.candidates.connectors.test_openalex import author, work, works
from tests.candidates.connectors.test_semantic_scholar import told
from tests.candidates.papers.test_bulk import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_a_key(settings):
    settings.OPENALEX_KEY = "k"
    settings.SEMANTIC_SCHOLAR_SPACING = 0


def test_affiliations_are_added_beside_the_same_name_in_the_same_place(harvest, server):
    names = ("Odalys Brenninkmeyer", "Wei-Han Tseng", "Ada Quill")
    store_papers([record("2611.00001", names=names, source="arXiv RSS"), record("2611.00002")])
    people = (
        author("Brenninkmeyer, Odalys", "O. B.", "Tidal Lab"),
        author("Somebody Else", "S. E.", "Elsewhere"),
        author("Ada Quill", "A. Q."),
    )
    server.answers(works(work("2611.00001", *people)))

    run = harvest("openalex", "", server.url)

    paper = Paper.objects.get(arxiv_id="2611.00001")
    assert list(paper.authorships.order_by("position").values_list("name", "affiliation")) == [
        ("Odalys Brenninkmeyer", "Tidal Lab"),
        ("Wei-Han Tseng", ""),
        ("Ada Quill", ""),
    ]
    assert (run.state, run.revised, run.new, paper.source) == ("done", 1, 0, "arXiv RSS")
    assert paper.title == "Counting tides, part 2611.00001"


def test_what_has_an_answer_is_not_asked_again(harvest, server):
    store_papers([record("2611.00001", names=("Ada Quill",)), record("2611.00002", names=("Ada Quill",))])
    server.answers(works(work("2611.00001", author("Ada Quill", "A. Q.", "Tidal Lab"))))

    harvest("openalex", "", server.url)
    harvest("openalex", "", server.url)

    assert ["2611.00001" in asked.path for asked in server.asked] == [True, False]


def test_venues_are_filled_in_by_category(harvest, server):
    store_papers([record("2611.00001", categories=("cs.LG",)), record("2611.00002", categories=("hep-th",))])
    server.answers(Scripted(json.dumps([told("2611.00001", "ICLR", DOI="10.1000/x")])))

    run = harvest("semantic-scholar", "cs.LG", server.url)

    paper = Paper.objects.get(arxiv_id="2611.00001")
    assert (run.state, paper.venue, paper.doi) == ("done", "ICLR 2025", "10.1000/x")
    assert json.loads(server.asked[0].body)["ids"] == ["arXiv:2611.00001"]


def test_with_nothing_to_ask_nobody_is_asked(harvest, server):
    run = harvest("openalex", "", server.url)

    assert (run.state, server.asked, Source.objects.get().cursor) == ("done", [], "")


def test_a_paper_that_went_meanwhile_does_not_come_back(harvest, server):
    tally = store_papers([record("2611.00001", title="")])

    assert (tally.new, Paper.objects.count()) == (0, 0)
