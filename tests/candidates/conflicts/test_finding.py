import datetime as dt

import pytest

from candidates.conflicts.actions import clear
from candidates.conflicts.finding import find_conflicts
from candidates.models import Conflict, ConflictRules, OwnHandle, Tie
from tests import factories

TODAY = dt.date(2026, 11, 21)
ORCID = "0000-0002-1825-0097"


@pytest.fixture
def elin(db):
    person = factories.CandidateFactory(name="Elin Vasquez")
    paper = factories.PaperFactory(title="Grasping glass", published_on=dt.date(2025, 5, 1))
    factories.AuthorshipFactory(
        paper=paper, position=1, name="Elin Vasquez", candidate=person, affiliation="ETH Zurich"
    )
    factories.AuthorshipFactory(paper=paper, position=2, name="I. Interviewer", orcid=ORCID)
    return person


def shown():
    return set(Conflict.objects.values_list("user__name", "kind", "state"))


def test_coauthors_and_colleagues_of_a_place_are_proposed_once(elin, interviewer, hiring_manager):
    OwnHandle.objects.create(user=interviewer, kind="orcid", value=ORCID)
    Tie.objects.create(user=hiring_manager, kind="employer", name="ETH Zurich", since=2020)

    for _ in range(2):
        assert find_conflicts(candidates=[elin], today=TODAY) == 2

    assert shown() == {
        ("Ines Interviewer", "coauthor", "proposed"),
        ("Hari Manager", "employer", "proposed"),
    }


def test_evidence_paper_counts_though_nobody_linked_the_author(interviewer):
    person = factories.CandidateFactory(name="Elin Vasquez")
    paper = factories.PaperFactory(published_on=dt.date(2026, 1, 1))
    factories.AuthorshipFactory(paper=paper, position=1, name="E. Vasquez")
    factories.AuthorshipFactory(paper=paper, position=2, name="Ines Interviewer")
    factories.EvidenceFactory(candidate=person, paper=paper)

    assert find_conflicts(candidates=[person], today=TODAY) == 1
    assert shown() == {("Ines Interviewer", "coauthor", "proposed")}


def test_own_papers_place_a_colleague_by_their_identifier(elin, interviewer):
    OwnHandle.objects.create(user=interviewer, kind="orcid", value="0000-0001-5109-3700")
    paper = factories.PaperFactory(published_on=dt.date(2024, 1, 1))
    factories.AuthorshipFactory(
        paper=paper,
        name="Ines Interviewer",
        orcid="0000-0001-5109-3700",
        affiliation="ETH Zurich",
        name_keys=["interviewer i"],
    )

    find_conflicts(candidates=[elin], today=TODAY)

    assert shown() == {("Ines Interviewer", "employer", "proposed")}


def test_the_organisations_window_decides_and_what_was_cleared_stays_cleared(elin, interviewer, recruiter):
    OwnHandle.objects.create(user=interviewer, kind="orcid", value=ORCID)
    ConflictRules.objects.create(years=1)
    assert find_conflicts(candidates=[elin], today=dt.date(2027, 1, 1)) == 0
    assert find_conflicts(candidates=[elin], today=TODAY) == 1

    clear(conflict=Conflict.objects.get(), reason="A paper of forty people.", by=recruiter)
    find_conflicts(candidates=[elin], today=TODAY)

    assert shown() == {("Ines Interviewer", "coauthor", "cleared")}


def test_finding_costs_the_same_for_many_colleagues(elin, interviewer, count_queries):
    OwnHandle.objects.create(user=interviewer, kind="name", value="Nobody")

    def look():
        return find_conflicts(candidates=[elin], today=TODAY)

    look()
    one = count_queries(look)
    for _ in range(3):
        person = factories.UserFactory()
        OwnHandle.objects.create(user=person, kind="name", value="Nobody Known")
    assert count_queries(look) == one
