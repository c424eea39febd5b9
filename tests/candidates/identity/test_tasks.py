"""Looking at new mentions and new candidates in the background."""

import pytest

from candidates.identity.actions import keep_apart
from candidates.identity.models import LinkState
from candidates.identity.tasks import look_at_mentions
from candidates.models import Authorship, MentionLink
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(paper_by):
    """Papers by enough others for a rare name to look rare."""
    families = [
        f"{first}{second}" for first in ("Bro", "Kle", "Tri", "Sto") for second in ("gan", "vik", "mor", "del", "sen")
    ]
    for number, family in enumerate(families):
        paper_by(*(f"{given} {family}{number}" for given in ("Ida", "Tom", "Lea")), title=f"Subject {family}")


def link_of(mention):
    return MentionLink.objects.get(authorship=mention)


def test_same_orcid_is_linked_by_itself(paper_by):
    person = factories.CandidateFactory(name="Júlia Hartmann")
    factories.IdentityFactory(candidate=person, kind="orcid", value="0000-0002-1825-0097")
    mention = paper_by("Júlia Várhegyi", orcid="0000-0002-1825-0097")

    look_at_mentions()

    mention.refresh_from_db()
    assert (mention.candidate, link_of(mention).is_automatic) == (person, True)
    assert link_of(mention).evidence[0] == "the same ORCID iD"


def test_same_name_with_shared_coauthors_is_linked_by_itself(world, paper_by, recruiter):
    person = factories.CandidateFactory(name="Júlia Várhegyi")
    paper_by("Júlia Várhegyi", "Ada Quillfeather", "Omar Reedwick", candidate=person)
    mention = paper_by("Júlia Várhegyi", "Ada Quillfeather", "Omar Reedwick", title="Attention on sparse maps")

    look_at_mentions()

    mention.refresh_from_db()
    assert mention.candidate == person
    assert "2 co-authors in common" in link_of(mention).evidence  # and names nobody


def test_name_alone_is_proposed_and_never_linked(world, paper_by):
    person = factories.CandidateFactory(name="Júlia Várhegyi")
    mention = paper_by("Júlia Várhegyi", "Ada Quillfeather")

    look_at_mentions()

    mention.refresh_from_db()
    assert (mention.candidate, link_of(mention).state, link_of(mention).candidate) == (None, LinkState.PROPOSED, person)


def test_names_that_do_not_go_together_are_left_alone(world, paper_by):
    factories.CandidateFactory(name="Júlia Várhegyi")
    paper_by("Anna Várhegyi", "Ada Quillfeather")

    look_at_mentions()

    assert MentionLink.objects.count() == 0


def test_candidate_who_comes_later_is_found_on_stored_papers(world, paper_by):
    mention = paper_by("Júlia Várhegyi", "Ada Quillfeather")
    look_at_mentions()

    person = factories.CandidateFactory(name="Júlia Várhegyi")
    look_at_mentions()

    assert link_of(mention).candidate == person


def test_a_person_s_no_is_kept(world, paper_by, recruiter):
    person = factories.CandidateFactory(name="Júlia Várhegyi")
    mention = paper_by("Júlia Várhegyi")
    keep_apart(authorship=mention, candidate=person, by=recruiter)

    look_at_mentions()

    assert link_of(mention).state == LinkState.APART


def test_looking_twice_finds_nothing_new(world, paper_by):
    factories.CandidateFactory(name="Júlia Várhegyi")
    paper_by("Júlia Várhegyi")

    first, second = look_at_mentions(), look_at_mentions()

    assert (first, second, MentionLink.objects.count()) == (1, 0, 1)
    assert Authorship.objects.filter(name_keys=None).count() == 0


def test_queries_do_not_grow_with_the_authors(world, django_assert_max_num_queries, paper_by):
    look_at_mentions()
    paper_by(*(f"Kim{number} Solberg" for number in range(30)))

    with django_assert_max_num_queries(16):
        look_at_mentions()
