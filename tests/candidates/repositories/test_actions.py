import pytest

from candidates.matching.merging import merge_candidates, undo_merge
from candidates.models import Candidate, Evidence, Identity, Reimplementation, Repository
from candidates.people.enums import Rung
from candidates.people.records import write_note
from candidates.privacy.actions import erase_candidate
from candidates.repositories import actions
from candidates.repositories.refusals import CodeError
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(db):
    return factories.ChannelFactory(slug="reimplementations", kind="reimplementation")


def test_implementer_becomes_a_prospect_with_the_repository_as_evidence(seen, channel, recruiter):
    actions.judge_code(seen=seen, judgement="Ran at once. The gauge loss is right.", execution=3, by=recruiter)

    person = actions.meet_implementer(seen=seen, by=recruiter)

    seen.refresh_from_db()
    evidence = Evidence.objects.get()
    assert (person.name, person.channel, person.owner, seen.candidate) == ("Odile Quill", channel, recruiter, person)
    assert person.channel_detail == "quill/tides, after “Counting tides with learned gauges”"
    assert [(one.kind, one.value) for one in person.identities.all()] == [("github", "quill")]
    assert (evidence.rung, evidence.url) == (Rung.PROJECTS, "https://github.com/quill/tides")
    assert (evidence.note, evidence.execution) == ("Ran at once. The gauge loss is right.", 3)
    assert evidence.happened_on.isoformat() == "2026-03-01"


def test_meeting_twice_makes_one_person_and_one_piece_of_evidence(seen, channel, recruiter):
    first = actions.meet_implementer(seen=seen, by=recruiter)

    assert actions.meet_implementer(seen=seen, by=recruiter) == first
    assert (Candidate.objects.count(), Evidence.objects.count()) == (1, 1)


def test_implementer_we_know_gets_the_account_and_the_evidence(seen, recruiter):
    known = factories.CandidateFactory(name="Odile Quill")

    assert actions.meet_implementer(seen=seen, candidate=known, by=recruiter) == known
    assert (Identity.objects.get().value, Evidence.objects.get().candidate) == ("quill", known)


def test_implementer_linked_to_somebody_is_not_linked_to_another(seen, recruiter):
    actions.meet_implementer(seen=seen, by=recruiter)

    with pytest.raises(CodeError, match="linked to another candidate already"):
        actions.meet_implementer(seen=seen, candidate=factories.CandidateFactory(), by=recruiter)


def test_account_without_a_name_is_called_by_its_login(seen, recruiter):
    Repository.objects.update(implementer_name="")

    assert actions.meet_implementer(seen=seen, by=recruiter).name == "quill (GitHub)"


def test_repository_of_bots_has_nobody_to_meet(seen, recruiter):
    Repository.objects.update(implementer="")

    with pytest.raises(CodeError, match="names no person"):
        actions.meet_implementer(seen=seen, by=recruiter)
    assert Candidate.objects.count() == 0


def test_release_takes_a_record_away_that_nobody_worked_on(seen, recruiter):
    actions.meet_implementer(seen=seen, by=recruiter)

    assert actions.release_implementer(seen=seen, by=recruiter)
    seen.refresh_from_db()
    assert (seen.candidate, Candidate.objects.count()) == (None, 0)


def test_release_keeps_a_record_somebody_worked_on(seen, recruiter):
    person = actions.meet_implementer(seen=seen, by=recruiter)
    write_note(candidate=person, text="Answered my mail.", by=recruiter)

    assert not actions.release_implementer(seen=seen, by=recruiter)
    assert (Candidate.objects.get(), person.evidence.count()) == (person, 0)
    with pytest.raises(CodeError, match="not linked"):
        actions.release_implementer(seen=seen, by=recruiter)


def test_judgement_after_the_meeting_reaches_the_file(seen, recruiter):
    person = actions.meet_implementer(seen=seen, by=recruiter)

    actions.judge_code(seen=seen, judgement="Careful seeds.", execution=None, by=recruiter)

    assert person.evidence.get().note == "Careful seeds."
    with pytest.raises(CodeError, match="Write what you saw"):
        actions.judge_code(seen=seen, judgement="  ", execution=3, by=recruiter)


def test_verdict_of_a_person_needs_a_reason_and_can_be_taken_back(seen, recruiter):
    with pytest.raises(CodeError, match="how you know"):
        actions.set_verdict(seen=seen, verdict="official", why=" ", by=recruiter)

    said = actions.set_verdict(seen=seen, verdict="official", why="Linked on  the poster", by=recruiter)
    assert (said.verdict, said.reasons, said.verdict_by) == ("official", ["Linked on the poster"], recruiter)

    back = actions.set_verdict(seen=seen, verdict="", why="", by=recruiter)
    assert (back.verdict_by, back.verdict) == (None, "community")


def test_number_needs_a_metric(seen, recruiter):
    with pytest.raises(CodeError, match="which metric"):
        actions.set_number(seen=seen, metric="", value=28.4, by=recruiter)

    assert actions.set_number(seen=seen, metric=" BLEU ", value=28.4, by=recruiter).metric == "BLEU"
    assert actions.set_number(seen=seen, metric="BLEU", value=None, by=recruiter).metric == ""


def test_paper_is_named_once(seen, recruiter):
    lone = factories.ReimplementationFactory(paper=None, repository=seen.repository)

    with pytest.raises(CodeError, match="listed under this paper already"):
        actions.name_paper(seen=lone, paper=seen.paper, by=recruiter)

    other = factories.PaperFactory()
    assert actions.name_paper(seen=lone, paper=other, by=recruiter).paper == other


def test_set_aside_and_taken_back(seen, recruiter):
    assert actions.set_aside(seen=seen, aside=True, by=recruiter).set_aside_by == recruiter
    assert actions.set_aside(seen=seen, aside=False, by=recruiter).set_aside_at is None


def test_merge_hands_the_repository_over_and_back(seen, recruiter):
    absorbed = actions.meet_implementer(seen=seen, by=recruiter)
    kept = factories.CandidateFactory(name="Odile Quill")

    merge = merge_candidates(kept=kept, absorbed=absorbed, by=recruiter)
    assert Reimplementation.objects.get().candidate == kept

    undo_merge(merge=merge, by=recruiter)
    assert Reimplementation.objects.get().candidate == absorbed


def test_erasing_the_implementer_leaves_no_trace_of_their_code(seen, recruiter):
    person = actions.meet_implementer(seen=seen, by=recruiter)
    factories.RepositoryFactory(name="quill/other")
    shared = factories.RepositoryFactory(name="sea/shared", implementer="ann")
    shared.facts["contributors"] += [{"login": "quill", "commits": 3, "is_bot": False}]
    shared.save()

    erase_candidate(candidate=person, by=recruiter)

    (left,) = Repository.objects.all()
    assert left == shared
    assert "quill" not in str(left.facts)
    assert Reimplementation.objects.count() == 0
