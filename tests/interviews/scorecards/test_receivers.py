import pytest

from candidates.models import Candidate
from candidates.people.signals import candidate_erasing
from interviews.models import Interview, InterviewVersion, Rating, Scorecard, ScorecardVersion
from interviews.schedule.actions import book_interview
from interviews.scorecards.actions import amend_scorecard, save_draft, submit_scorecard
from tests import factories
from workspace.activity.wording import in_words
from workspace.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(card, other_card, interviewer, colleague, filled, recruiter):
    """Words about a person in every place that holds any."""
    submit_scorecard(scorecard=card, draft=filled(summary="About Elin."), by=interviewer)
    amend_scorecard(
        scorecard=card, draft=filled(level="2", summary="About Elin.", reason="Elin wrote."), by=interviewer
    )
    save_draft(scorecard=other_card, draft=filled(summary="Half of Elin."), revision=0, by=colleague)
    Interview.objects.update(location="https://meet.example/elin")
    InterviewVersion.erasable.update(location="https://meet.example/elin")
    return card.application


def test_erasing_a_candidate_clears_every_word_and_keeps_the_ratings(written, recruiter):
    candidate_erasing.send(Candidate, candidate=written.candidate, by=recruiter)

    words = [
        *Rating.objects.values_list("observation", flat=True),
        *ScorecardVersion.objects.values_list("summary", flat=True),
        *ScorecardVersion.objects.values_list("amendment_reason", flat=True),
        *Interview.objects.values_list("location", flat=True),
        *InterviewVersion.objects.values_list("location", flat=True),
    ]
    assert set(words) == {"", "Erased with the candidate’s data."}
    assert all(card.draft == {} for card in Scorecard.objects.all())
    assert sorted(Rating.objects.filter(scale="strength").values_list("level", flat=True)) == [2, 3]


def test_erasing_leaves_other_candidates_alone(written, recruiter):
    candidate_erasing.send(Candidate, candidate=factories.CandidateFactory(), by=recruiter)

    assert ScorecardVersion.objects.filter(summary="About Elin.").count() == 2


def test_erasing_calls_off_what_is_still_to_come(application, kit, recruiter):
    during = factories.span(hours=48)
    interview = book_interview(
        application=application,
        kit=kit,
        starts_at=during.lower,
        minutes=45,
        interviewers=[factories.UserFactory()],
        by=recruiter,
    )

    candidate_erasing.send(Candidate, candidate=application.candidate, by=recruiter)

    interview.refresh_from_db()
    assert interview.state == "cancelled"
    assert not Scorecard.objects.owed().exists()


def test_log_reads_in_words(written, recruiter):
    lines = in_words(Activity.objects.select_related("actor").order_by("pk"))

    told = [(line.words, line.subject.text) for line in lines]
    subject = f"The loop that never learns with {written.candidate.name}"
    assert told == [
        ("booked an interview", subject),
        ("submitted a scorecard", subject),
        ("amended a scorecard, now version 2", subject),
    ]
