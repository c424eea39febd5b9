"""Links: made, refused, parted, undone and never proposed against a person's word."""

import pytest

from candidates.identity.actions import accept_link, keep_apart, link_mention, propose_link, undo_last_change
from candidates.identity.models import LinkState
from candidates.identity.refusals import LinkRefused
from candidates.matching.merging import merge_candidates, undo_merge
from candidates.models import MentionLink
from candidates.privacy.actions import erase_candidate
from candidates.sourcing.actions import flag_author, unflag_author
from tests import factories
from workspace.rows import FrozenRow

pytestmark = pytest.mark.django_db
WHY = ("the same name, a rare one", "2 co-authors in common")


@pytest.fixture
def person(db):
    return factories.CandidateFactory(name="Júlia Várhegyi")


@pytest.fixture
def mention(paper_by):
    return paper_by("Júlia Várhegyi", "Ada Quill")


def propose(mention, person):
    return propose_link(authorship=mention, candidate=person, evidence=WHY, strength=0.7)


def history(link):
    return list(link.changes.order_by("pk").values_list("before", "after"))


def linked_to(mention):
    mention.refresh_from_db()
    return mention.candidate


def test_accepting_links_the_author_and_remembers_who(mention, person, recruiter):
    link = accept_link(link=propose(mention, person), by=recruiter)

    assert linked_to(mention) == person
    assert (link.state, link.decided_by, link.evidence) == (LinkState.LINKED, recruiter, list(WHY))
    assert history(link) == [("", "proposed"), ("proposed", "linked")]
    assert not link.is_automatic


def test_undo_puts_a_decision_back_to_a_proposal(mention, person, recruiter):
    link = accept_link(link=propose(mention, person), by=recruiter)

    undo_last_change(link=link, by=recruiter)

    link.refresh_from_db()
    assert (link.state, link.decided_by, linked_to(mention)) == (LinkState.PROPOSED, None, None)
    assert history(link)[-1] == ("linked", "proposed")


def test_automatic_link_is_nobodys_until_confirmed(mention, person, recruiter):
    link = link_mention(authorship=mention, candidate=person, evidence=WHY, by=None)
    was_automatic = link.is_automatic

    confirmed = accept_link(link=link, by=recruiter)

    assert was_automatic
    assert not confirmed.is_automatic
    assert linked_to(mention) == person


def test_somebody_else_is_remembered_and_never_proposed_again(mention, person, recruiter):
    keep_apart(authorship=mention, candidate=person, by=recruiter)

    assert propose(mention, person) is None
    with pytest.raises(LinkRefused, match="Somebody decided"):
        link_mention(authorship=mention, candidate=person, by=None)
    assert MentionLink.objects.get().state == LinkState.APART


def test_split_cuts_the_link_and_undo_restores_it(mention, person, recruiter):
    link_mention(authorship=mention, candidate=person, evidence=WHY, by=None)

    link = keep_apart(authorship=mention, candidate=person, by=recruiter)
    cut = linked_to(mention)
    undo_last_change(link=link, by=recruiter)

    assert cut is None
    assert linked_to(mention) == person


def test_link_from_before_links_had_rows_can_be_split(mention, person, recruiter):
    mention.candidate = person
    mention.save()

    link = keep_apart(authorship=mention, candidate=person, by=recruiter)

    assert (linked_to(mention), history(link)) == (None, [("linked", "apart")])


def test_two_authors_of_one_paper_cannot_be_one_candidate(mention, person, recruiter):
    other = factories.AuthorshipFactory(paper=mention.paper, position=7, name="J. Várhegyi")
    link_mention(authorship=mention, candidate=person, by=recruiter)

    with pytest.raises(LinkRefused, match="another author of this paper"):
        link_mention(authorship=other, candidate=person, by=recruiter)

    assert MentionLink.objects.count() == 1


def test_author_who_is_somebody_already_is_not_linked_again(mention, person, recruiter):
    twin = factories.CandidateFactory(name="Júlia Várhegyi")
    link_mention(authorship=mention, candidate=person, by=recruiter)

    with pytest.raises(LinkRefused, match="another candidate already"):
        link_mention(authorship=mention, candidate=twin, by=recruiter)
    assert propose(mention, twin) is None


def test_merged_candidate_cannot_be_linked(mention, person, recruiter):
    link = propose(mention, person)
    person.merged_into = factories.CandidateFactory()
    person.save()

    with pytest.raises(LinkRefused, match="merged or erased"):
        accept_link(link=link, by=recruiter)


def test_undo_without_anything_to_undo_is_refused(mention, person, recruiter):
    link = propose(mention, person)
    link.changes.model.erasable.all().delete()

    with pytest.raises(LinkRefused, match="nothing to undo"):
        undo_last_change(link=link, by=recruiter)


def test_history_is_written_once(mention, person):
    change = propose(mention, person).changes.get()

    with pytest.raises(FrozenRow):
        change.save()


def test_flagging_an_author_writes_the_same_link(mention, recruiter):
    person = flag_author(authorship=mention, by=recruiter)
    link = MentionLink.objects.get()

    assert (link.candidate, link.state, link.decided_by) == (person, LinkState.LINKED, recruiter)

    unflag_author(authorship=mention, by=recruiter)

    assert linked_to(mention) is None
    assert set(MentionLink.objects.values_list("state", flat=True)) <= {LinkState.UNDONE}


def test_merge_takes_links_along_and_undoing_it_gives_them_back(mention, person, paper_by, recruiter):
    kept = factories.CandidateFactory(name="J. Várhegyi")
    link = link_mention(authorship=mention, candidate=person, by=recruiter)
    propose(mention2 := paper_by("J. Várhegyi"), kept)
    doubled = propose(mention2, person)

    merge = merge_candidates(kept=kept, absorbed=person, by=recruiter)
    link.refresh_from_db()
    during = (link.candidate, linked_to(mention))
    undo_merge(merge=merge, by=recruiter)
    link.refresh_from_db()
    doubled.refresh_from_db()

    assert during == (kept, kept)
    assert (link.candidate, linked_to(mention), doubled.candidate) == (person, person, person)


def test_erasing_a_person_leaves_no_link_and_no_key_of_the_name(mention, person, recruiter):
    mention.name_keys = ["varhegyi j"]
    mention.save()
    link_mention(authorship=mention, candidate=person, evidence=WHY, by=recruiter)

    erase_candidate(candidate=person, by=recruiter)

    mention.refresh_from_db()
    assert (MentionLink.objects.count(), mention.name_keys, mention.candidate) == (0, [], None)
