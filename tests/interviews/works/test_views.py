import pytest
from django.urls import reverse

from candidates.papers.models import WITHHELD
from candidates.privacy.actions import erase_candidate
from interviews.models import ChosenWork, WorkJudgement
from interviews.works.queries import code_of, papers_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kit():
    kit = factories.KitFactory(slug="their-paper", about_work="paper", briefing="Read <work>.")
    kit.steps.create(position=0, minutes=45, title="Talk", text="Say what you liked in <work>.")
    kit.questions.create(position=0, text="What did people believe before <work>?", half="work")
    kit.questions.create(position=1, text="You are <place>. What is yours?", follow_up="And <others>?", half="part")
    return kit


@pytest.fixture
def seat(kit, interviewer):
    seat = factories.SeatFactory(interview__kit=kit, user=interviewer)
    factories.ScorecardFactory(seat=seat)
    return seat


@pytest.fixture
def interview(seat):
    return seat.interview


@pytest.fixture
def wrote(interview):
    """Put a paper on the candidate's file: their place on it, and the names before and after."""

    def write(title, *names, **fields):
        paper = factories.PaperFactory(title=title, **fields)
        for position, name in enumerate(names, start=1):
            mine = name == "me"
            factories.AuthorshipFactory(
                paper=paper,
                position=position,
                name="Candidate Me" if mine else name,
                candidate=interview.application.candidate if mine else None,
            )
        return paper

    return write


def url(name, interview):
    return reverse(f"interviews:{name}", args=[interview.uuid])


def test_scorecard_speaks_of_the_only_paper(sign_in, interviewer, seat, wrote):
    wrote("Grasping in clutter", "Ana Ruiz", "me", "Bo Lund", venue="ICLR 2024")

    page = sign_in(interviewer).get(reverse("interviews:scorecard", args=[seat.scorecard.uuid])).content.decode()

    assert "What did people believe before “Grasping in clutter”?" in page
    assert "You are the second of three authors. What is yours?" in page
    assert "And Ana Ruiz and Bo Lund?" in page
    assert "Their own part in it" in page
    assert "&lt;work&gt;" not in page


def test_without_a_paper_the_kit_speaks_in_general(sign_in, interviewer, seat, interview):
    client = sign_in(interviewer)

    page = client.get(reverse("interviews:scorecard", args=[seat.scorecard.uuid])).content.decode()
    work = client.get(url("work", interview)).content.decode()

    assert "What did people believe before this paper?" in page
    assert "No work of theirs is known yet" in page
    assert "No work of theirs is known yet" in work


def test_of_several_papers_one_is_chosen_without_javascript(sign_in, interviewer, seat, interview, wrote):
    wrote("Grasping in clutter", "me")
    other = wrote("Folding towels", "Ana Ruiz", "me", abstract="We fold towels.")
    client = sign_in(interviewer)

    before = client.get(reverse("interviews:scorecard", args=[seat.scorecard.uuid])).content.decode()
    answer = client.post(url("choose-work", interview), {"work": f"paper-{other.pk}"})
    page = client.get(url("work", interview)).content.decode()
    card = client.get(reverse("interviews:scorecard", args=[seat.scorecard.uuid])).content.decode()

    assert "Choose the work you will talk about" in before
    assert answer.status_code == 302
    assert "the last of two authors" in page
    assert "We fold towels." in page
    assert "before “Folding towels”" in card


def test_work_of_somebody_else_cannot_be_chosen(sign_in, interviewer, interview, wrote):
    wrote("Grasping in clutter", "me")
    strangers = factories.PaperFactory()

    for key in (f"paper-{strangers.pk}", "paper-0", "", "\x00", f"code-{strangers.pk}"):
        answer = sign_in(interviewer).post(url("choose-work", interview), {"work": key})
        assert answer.status_code == 422
        assert "not on the candidate’s file" in answer.content.decode()
    assert not ChosenWork.objects.exists()


def test_evidence_that_is_a_paper_counts_and_one_taken_away_does_not(interview):
    candidate = interview.application.candidate
    kept = factories.EvidenceFactory(candidate=candidate, paper=factories.PaperFactory())
    factories.EvidenceFactory(candidate=candidate, paper=factories.PaperFactory(), deleted_at=interview.created_at)

    assert [work.row for work in papers_of(candidate)] == [kept.paper]
    assert papers_of(candidate)[0].facts.place == ""


def test_reimplementation_brings_its_facts(sign_in, interviewer, interview, kit):
    type(kit).objects.filter(pk=kit.pk).update(about_work="code")
    candidate = interview.application.candidate
    one = factories.ReimplementationFactory(candidate=candidate, metric="BLEU", paper_number=27.3)
    factories.ReimplementationFactory(candidate=candidate, set_aside_at=interview.created_at, set_aside_by=interviewer)
    one.repository.facts = {
        **one.repository.facts,
        "contributors": [{"login": "quill", "commits": 84}, {"login": "bot", "commits": 9, "is_bot": True}],
        "commits": 120,
        "licence": "MIT",
    }
    one.repository.save()

    page = sign_in(interviewer).get(url("work", interview)).content.decode()

    (work,) = code_of(candidate)
    assert work.facts.words["share"] == "84 of 120 commits carry your name"
    assert work.facts.words["metric"] == "BLEU 27.3"
    assert "84 of 120 are theirs, 1 person in all" in page
    assert "MIT" in page


def judged(**changes):
    known = {"originality": "3", "execution": "1", "of_the_work": "Section 4 stands.", "their_part": "The proof."}
    return {**known, **changes}


def test_judging_keeps_the_work_apart_from_the_scorecard(sign_in, interviewer, interview, seat, wrote):
    wrote("Grasping in clutter", "me")
    client = sign_in(interviewer)

    answer = client.post(url("judge-work", interview), judged())
    page = client.get(url("work", interview)).content.decode()

    judgement = WorkJudgement.objects.get()
    assert answer.status_code == 302
    assert (judgement.originality, judgement.execution, judgement.importance) == (3, 1, None)
    assert "Section 4 stands." in page
    assert seat.scorecard.draft == {}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"of_the_work": ""}, "Say what in the work shows it"),
        ({"originality": "9"}, "Select a valid choice"),
        ({"their_part": "x" * 8001}, "at most 8000 characters"),
    ],
)
def test_refused_judgement_keeps_what_was_typed(sign_in, interviewer, interview, wrote, changes, words):
    wrote("Grasping in clutter", "me")

    answer = sign_in(interviewer).post(url("judge-work", interview), judged(**changes))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Section 4 stands." in answer.content.decode() or "of_the_work" in changes
    assert not WorkJudgement.objects.exists()


def test_judgement_stands_once_the_scorecard_is_submitted(sign_in, interviewer, interview, seat, wrote):
    wrote("Grasping in clutter", "me")
    client = sign_in(interviewer)
    client.post(url("judge-work", interview), judged())
    type(seat.scorecard).objects.update(submitted_at=interview.created_at)

    answer = client.post(url("judge-work", interview), judged(originality="1"))

    assert answer.status_code == 422
    assert "stands with it" in answer.content.decode()
    assert WorkJudgement.objects.get().originality == 3


def test_colleague_reads_the_judgement_with_the_scorecard_and_not_before(sign_in, seat, interview, wrote):
    wrote("Grasping in clutter", "me")
    first = factories.ScorecardFactory(seat__interview=interview, application=interview.application, submitted=True)
    factories.RatingFactory(card=first)
    WorkJudgement.objects.create(
        seat=first.seat, originality=2, of_the_work="Zorbatek figure.", their_part="All of it."
    )
    client, address = sign_in(seat.user), reverse("interviews:scorecard", args=[first.uuid])

    blind = client.get(address)
    while_blind = client.get(url("work", interview)).content.decode()
    own = seat.scorecard
    type(own).objects.filter(pk=own.pk).update(submitted_at=interview.created_at)
    own.versions.create(number=1, submitted_at=interview.created_at)
    seeing = client.get(address).content.decode()

    assert blind.status_code == 404
    assert "Zorbatek" not in while_blind
    assert "Zorbatek figure." in seeing
    assert "The work, apart from the person" in seeing


def test_only_seats_and_the_roles_own_may_look_and_only_seats_judge(sign_in, outsiders, interview, wrote, client):
    wrote("Grasping in clutter", "me")
    manager = interview.application.role.hiring_manager or factories.UserFactory(recruiter=True)
    elsewhere = factories.UserFactory()

    assert sign_in(elsewhere).get(url("work", interview)).status_code == 404
    assert sign_in(manager).get(url("work", interview)).status_code == 200
    assert sign_in(manager).post(url("judge-work", interview), judged()).status_code == 403
    assert outsiders(url("work", interview))[0] == 302


def test_interview_about_no_work_has_no_such_page(sign_in, recruiter):
    assert sign_in(recruiter).get(url("work", factories.InterviewFactory())).status_code == 404


def test_erasing_forgets_the_work_and_every_word(interview, seat, wrote, recruiter):
    paper = wrote("Grasping in clutter", "me")
    ChosenWork.objects.create(interview=interview, paper=paper, chosen_by=recruiter)
    WorkJudgement.objects.create(seat=seat, originality=2, of_the_work="Zorbatek", their_part="Zorbatek")

    erase_candidate(candidate=interview.application.candidate, by=recruiter)

    judgement = WorkJudgement.objects.get()
    assert not ChosenWork.objects.exists()
    assert (judgement.originality, judgement.of_the_work, judgement.their_part) == (2, "", "")
    assert paper.authorships.get().name == WITHHELD


def test_page_costs_the_same_with_more_works(sign_in, interviewer, interview, wrote, count_queries):
    wrote("Part 0", "me")
    client = sign_in(interviewer)
    client.get(url("work", interview))
    one = count_queries(lambda: client.get(url("work", interview)))
    for n in range(2):
        wrote(f"Part {n + 1}", "Ana", "me", "Bo")

    assert count_queries(lambda: client.get(url("work", interview))) == one <= 20
