import pytest

from candidates.models import Candidate, Evidence
from candidates.people.records import write_note
from candidates.sourcing.actions import flag_author, unflag_author
from candidates.sourcing.refusals import SourcingError
from tests import factories

pytestmark = pytest.mark.django_db


def first(paper):
    return paper.authorships.get(position=1)


def test_flagging_the_first_author_makes_a_prospect_with_the_paper_and_the_note(paper, recruiter):
    channel = factories.ChannelFactory()

    person = flag_author(authorship=first(paper), note="Careful ablations.", by=recruiter)

    evidence = Evidence.objects.get()
    assert (person.name, person.headline, person.channel, person.owner) == (
        "Odalys Brenninkmeyer",
        "Harbour Institute",
        channel,
        recruiter,
    )
    assert person.channel_detail == "Counting tides"
    assert [(row.kind, row.value) for row in person.identities.all()] == [("orcid", "0000-0002-1825-0097")]
    assert (evidence.candidate, evidence.paper, evidence.rung, evidence.note, evidence.noted_by) == (
        person,
        paper,
        5,
        "Careful ablations.",
        recruiter,
    )
    assert first(paper).candidate == person


def test_flagging_twice_keeps_one_person_and_both_notes(paper, recruiter, hiring_manager):
    person = flag_author(authorship=first(paper), note="Careful.", by=recruiter)

    again = flag_author(authorship=first(paper), note="Bold.", by=hiring_manager)

    assert again == person
    assert Candidate.objects.count() == 1
    assert Evidence.objects.get().note == "Careful.\n\nHari Manager: Bold."


def test_flagging_somebody_we_know_adds_to_their_record(paper, recruiter):
    known = factories.CandidateFactory(name="O. Brenninkmeyer")

    person = flag_author(authorship=first(paper), candidate=known, by=recruiter)

    assert person == known
    assert known.evidence.get().paper == paper
    assert known.identities.get().value == "0000-0002-1825-0097"


def test_one_person_cannot_stand_twice_on_one_paper(paper, recruiter):
    person = flag_author(authorship=first(paper), by=recruiter)

    with pytest.raises(SourcingError, match="another author of this paper"):
        flag_author(authorship=paper.authorships.get(position=2), candidate=person, by=recruiter)


def test_an_author_linked_to_one_person_is_not_handed_to_another(paper, recruiter):
    flag_author(authorship=first(paper), by=recruiter)

    with pytest.raises(SourcingError, match="linked to another candidate"):
        flag_author(authorship=first(paper), candidate=factories.CandidateFactory(), by=recruiter)


def test_unflagging_takes_an_untouched_person_away(paper, recruiter):
    flag_author(authorship=first(paper), note="Careful.", by=recruiter)

    assert unflag_author(authorship=first(paper), by=recruiter) is True

    assert not Candidate.objects.exists()
    assert first(paper).candidate is None


def test_unflagging_keeps_a_person_somebody_worked_on(paper, recruiter):
    person = flag_author(authorship=first(paper), by=recruiter)
    write_note(candidate=person, text="Called her.", by=recruiter)

    assert unflag_author(authorship=first(paper), by=recruiter) is False

    assert Candidate.objects.get() == person
    assert not person.evidence.exists()


def test_unflagging_keeps_a_person_in_a_pipeline(paper, recruiter, role):
    person = flag_author(authorship=first(paper), by=recruiter)
    factories.ApplicationFactory(candidate=person, role=role)

    assert unflag_author(authorship=first(paper), by=recruiter) is False


def test_unflagging_keeps_a_person_who_was_known_before(paper, recruiter):
    known = factories.CandidateFactory()
    flag_author(authorship=first(paper), candidate=known, by=recruiter)

    assert unflag_author(authorship=first(paper), by=recruiter) is False


def test_unflagging_twice_is_refused(paper, recruiter):
    flag_author(authorship=first(paper), by=recruiter)
    unflag_author(authorship=first(paper), by=recruiter)

    with pytest.raises(SourcingError, match="not linked to anybody"):
        unflag_author(authorship=first(paper), by=recruiter)


def test_a_broken_orcid_from_a_source_does_not_stop_anybody(paper, recruiter):
    paper.authorships.filter(position=1).update(orcid="0000-0000-0000-0009")

    assert not flag_author(authorship=first(paper), by=recruiter).identities.exists()
