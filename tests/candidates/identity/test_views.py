"""The identity desk, and the mentions on a candidate's page."""

import pytest
from django.urls import reverse

from candidates.identity.actions import link_mention, propose_link
from candidates.identity.models import LinkState
from candidates.models import MentionLink
from tests import factories

pytestmark = pytest.mark.django_db
DESK = "/sourcing/identity/"


@pytest.fixture
def proposal(paper_by):
    person = factories.CandidateFactory(name="Júlia Várhegyi")
    paper_by("Júlia Várhegyi", "Ada Quill", "Tom Brown", title="Earlier work", year=2021, candidate=person)
    mention = paper_by("J. Várhegyi", "A. Quill", "Lea Stone", affiliation="Somewhere University")
    return propose_link(authorship=mention, candidate=person, evidence=["the same initial"], strength=0.7)


def text_of(response):
    return response.content.decode()


def state_of(link):
    link.refresh_from_db()
    return link.state


def test_both_sides_stand_beside_the_evidence(recruiter, sign_in, proposal):
    page = text_of(sign_in(recruiter).get(DESK))

    for words in ("the same initial", "Earlier work", "Sparse attention maps", "Somewhere University", "2021", "2025"):
        assert words in page
    assert "<strong>Ada Quill</strong>" in page
    assert "<strong>A. Quill</strong>" in page
    assert "<strong>Tom Brown</strong>" not in page


def test_same_person_links_and_undo_takes_it_back(recruiter, sign_in, proposal):
    client = sign_in(recruiter)

    page = text_of(client.post(reverse("candidates:accept_link", args=[proposal.uuid]), follow=True))
    undo = reverse("candidates:undo_link", args=[proposal.uuid])
    accepted = state_of(proposal)
    client.post(undo)

    assert undo in page
    assert (accepted, state_of(proposal)) == (LinkState.LINKED, LinkState.PROPOSED)


def test_somebody_else_leaves_the_desk_for_good(recruiter, sign_in, proposal):
    client = sign_in(recruiter)

    client.post(reverse("candidates:keep_mention_apart", args=[proposal.uuid]))

    assert state_of(proposal) == LinkState.APART
    assert "No author waits for a look" in text_of(client.get(DESK))


def test_refusal_is_said_and_changes_nothing(recruiter, sign_in, proposal):
    rival = factories.CandidateFactory()
    link_mention(authorship=proposal.authorship, candidate=rival, by=recruiter)
    again = MentionLink.objects.create(
        authorship=proposal.authorship, candidate=proposal.candidate, state=LinkState.PROPOSED
    )

    page = text_of(sign_in(recruiter).post(reverse("candidates:accept_link", args=[again.uuid]), follow=True))

    assert "linked to another candidate already" in page
    assert state_of(again) == LinkState.PROPOSED


def test_candidates_page_shows_mentions_and_splits_them(recruiter, sign_in, proposal):
    client, person = sign_in(recruiter), proposal.candidate
    link = link_mention(authorship=proposal.authorship, candidate=person, evidence=["2 co-authors"], by=None)

    page = text_of(client.get(reverse("candidates:more", args=[person.uuid])))
    split = reverse("candidates:split_mention", args=[person.uuid, proposal.authorship.uuid])
    client.post(split)

    assert "linked automatically: the same initial" in page
    assert split in page
    assert state_of(link) == LinkState.APART
    assert client.post(split).status_code == 404


def test_desk_about_one_candidate(recruiter, sign_in, proposal, paper_by):
    other = factories.CandidateFactory(name="Omar Reed")
    propose_link(authorship=paper_by("Omar Reed"), candidate=other, evidence=["the same name"], strength=0.9)
    client = sign_in(recruiter)

    about = text_of(client.get(DESK, {"candidate": str(other.uuid)}))
    everybody = text_of(client.get(DESK, {"candidate": "nonsense"}))

    assert "J. Várhegyi" not in about
    assert everybody.index("Omar Reed") < everybody.index("J. Várhegyi")


def test_broken_cursor_says_so(recruiter, sign_in, proposal):
    response = sign_in(recruiter).get(DESK, {"after": "zzz"})

    assert response.status_code == 400
    assert "Start again from the first page" in text_of(response)


def test_only_recruiters_decide(hiring_manager, stranger, sign_in, proposal):
    for user in (hiring_manager, stranger):
        assert sign_in(user).get(DESK).status_code == 403
    assert sign_in(stranger).post(reverse("candidates:accept_link", args=[proposal.uuid])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_desk_costs_the_same_for_one_and_three(recruiter, sign_in, paper_by, number, django_assert_num_queries):
    for place in range(number):
        person = factories.CandidateFactory(name=f"Júlia Várhegyi{place}")
        paper_by(f"Júlia Várhegyi{place}", "Ada Quill", candidate=person)
        propose_link(authorship=paper_by("J. V.", "Tom B."), candidate=person, evidence=["x"], strength=place)
    client = sign_in(recruiter)
    client.get(DESK)

    with django_assert_num_queries(6):
        client.get(DESK)
