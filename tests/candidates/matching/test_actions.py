import datetime as dt

import pytest
from django.utils import timezone

from candidates.matching.actions import due_for_a_look, look_for_twins, say_not_same, take_back_not_same
from candidates.matching.models import Proposal
from candidates.matching.queries import lookalikes, profile_of_typed, twins_of
from candidates.matching.tasks import find_duplicates
from candidates.models import Candidate, Looked
from candidates.people.actions import add_candidate, add_identity
from candidates.people.handles import handles_in
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins(recruiter):
    """Two records of one person, a namesake, and somebody else."""
    one = add_candidate(name="Odalys Brenninkmeyer", handles=handles_in("odalys@tides.example"), by=recruiter)
    two = add_candidate(name="Brenninkmeyer, O.", handles=handles_in("odalys@tides.example"), by=recruiter)
    namesake = add_candidate(name="Odalys Brenninkmeyer", by=recruiter)
    add_candidate(name="Wei-Han Tseng", by=recruiter)
    return one, two, namesake


def test_find_duplicates_proposes_the_pairs_once(twins):
    one, two, namesake = twins

    compared = [find_duplicates(), find_duplicates()]

    found = {(row.first_id, row.second_id): row.likeness for row in Proposal.objects.all()}
    assert compared == [4, 0]
    assert found == {(one.pk, two.pk): 3, (one.pk, namesake.pk): 1, (two.pk, namesake.pk): 1}
    assert Proposal.objects.get(likeness=3).reasons == ["The same e-mail address"]


def test_a_changed_record_is_compared_again(twins, recruiter):
    _one, _two, namesake = twins
    find_duplicates()

    add_identity(candidate=namesake, handle=handles_in("odalys@tides.example")[0], by=recruiter)

    assert due_for_a_look(10) == [namesake.pk]
    find_duplicates()
    assert Proposal.objects.filter(likeness=3).count() == 3


def test_a_proposal_that_no_longer_holds_goes(twins):
    _one, two, _ = twins
    find_duplicates()
    Candidate.objects.filter(pk=two.pk).update(name="Somebody Else", name_keys=[])
    two.identities.all().delete()
    two.refresh_from_db()

    look_for_twins(candidate=two)

    assert not Proposal.objects.filter(second=two).exists()


def test_what_was_said_to_be_two_people_is_not_proposed_again(twins, recruiter):
    one, two, namesake = twins
    find_duplicates()

    say_not_same(one=two, other=one, by=recruiter)
    say_not_same(one=one, other=two, by=recruiter)
    look_for_twins(candidate=one)

    assert {(row.first_id, row.second_id) for row in Proposal.objects.all()} == {
        (one.pk, namesake.pk),
        (two.pk, namesake.pk),
    }
    assert [twin.candidate for twin in twins_of(one, viewer=recruiter)] == [namesake]
    take_back_not_same(one=one, other=two, by=recruiter)
    assert Proposal.objects.filter(first=one, second=two).exists()


def test_a_clock_that_ran_ahead_does_not_keep_anybody_due(twins):
    Candidate.objects.update(active_at=timezone.now() + dt.timedelta(days=1))

    assert [find_duplicates(), find_duplicates()] == [4, 0]
    assert Looked.objects.count() == 4


def test_lookalikes_cost_the_same_for_one_and_for_many(twins, recruiter, count_queries):
    within = Candidate.objects.visible_to(recruiter)
    typed = profile_of_typed("Odalys Brenninkmeyer", handles_in("odalys@tides.example"))
    few = count_queries(lambda: lookalikes({0: typed}, within=within))
    for number in range(5):
        candidate = factories.CandidateFactory(name="Odalys Brenninkmeyer")
        factories.AuthorshipFactory(candidate=candidate, position=number + 1)

    many = count_queries(lambda: lookalikes(dict.fromkeys(range(5), typed), within=within))

    assert many <= few + 1  # names of co-authors are asked for only where there is a paper


def test_lookalikes_meet_by_paper_file_and_nickname(recruiter):
    candidate = factories.CandidateFactory(name="Robert Quill")

    found = lookalikes({0: profile_of_typed("Bob Quill", [])}, within=Candidate.objects.visible_to(recruiter))[0]

    assert [one.candidate for one in found] == [candidate]
