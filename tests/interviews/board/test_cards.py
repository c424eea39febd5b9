import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hiring.pipeline.signals import applications_shown
from interviews.models import Scorecard
from interviews.schedule.actions import book_interview
from tests import factories

pytestmark = pytest.mark.django_db


class Card:
    def __init__(self, application):
        self.pk = application.pk
        self.extras = {"words": [], "marks": []}


@pytest.fixture
def kit():
    return factories.KitFactory(assessment_type__slug="pair-debugging")


def shown(*applications, viewer):
    cards = [Card(application) for application in applications]
    applications_shown.send(sender=Card, applications=cards, viewer=viewer)
    return [
        (card.extras["words"], [glyph.split('aria-label="')[1].split('"')[0] for glyph in card.extras["marks"]])
        for card in cards
    ]


@pytest.fixture
def interviewed(application, kit, recruiter):
    """Two people and a trainee interviewed; one of the two, and the trainee, have submitted."""
    strong = factories.CompetencyFactory(name="Creative thinking")
    factories.HypothesisFactory(application=application, competency=strong)
    for n in range(2):
        book_interview(
            application=application,
            kit=kit,
            starts_at=timezone.now() - dt.timedelta(days=2 + n),
            minutes=45,
            interviewers=[factories.UserFactory()],
            shadows=[factories.UserFactory()] if n else [],
            by=recruiter,
        )
    for card in (Scorecard.objects.filter(counts=True).first(), Scorecard.objects.get(counts=False)):
        Scorecard.objects.filter(pk=card.pk).update(submitted_at=timezone.now())
        version = card.versions.create(number=1, submitted_at=timezone.now())
        factories.RatingFactory(card=card, version=version, competency=factories.CompetencyFactory(), mark="just_below")
        factories.RatingFactory(card=card, version=version, competency=strong, scale="strength", level=3)
        factories.RatingFactory(card=card, version=version, competency=factories.CompetencyFactory(), mark=None)
    return application


def test_card_says_hypotheses_and_how_many_scorecards_are_in(interviewed, recruiter):
    ((words, marks),) = shown(interviewed, viewer=recruiter)

    assert words == ["Creative thinking", "scorecards 1/2"]
    # Strengths before bars; what was not assessed, and what a trainee said, is left out.
    assert marks == ["Strength level 3 of 4", "Just below the bar"]


def test_amended_rating_replaces_the_first_on_the_card(interviewed, recruiter):
    card = Scorecard.objects.submitted().get(counts=True)
    version = card.versions.create(number=2, submitted_at=timezone.now(), amendment_reason="Mixed up.")
    factories.RatingFactory(card=card, version=version, competency=factories.CompetencyFactory(), mark="clearly_above")

    assert shown(interviewed, viewer=recruiter)[0][1] == ["Clearly above the bar"]


def test_next_interview_is_said_in_the_viewers_zone(application, kit, recruiter):
    recruiter.time_zone = "Asia/Tokyo"
    start = dt.datetime(timezone.now().year + 1, 3, 2, 20, 0, tzinfo=dt.UTC)
    book_interview(
        application=application,
        kit=kit,
        starts_at=start,
        minutes=45,
        interviewers=[factories.UserFactory()],
        by=recruiter,
    )

    ((words, _),) = shown(application, viewer=recruiter)

    assert words[0].startswith("Pair debugging")
    assert words[0].endswith("3 Mar, 05:00")


def test_blind_viewer_sees_neither_counts_nor_marks(interviewed, hiring_manager, kit, recruiter):
    book_interview(
        application=interviewed,
        kit=kit,
        starts_at=timezone.now() - dt.timedelta(days=9),
        minutes=45,
        interviewers=[hiring_manager],
        by=recruiter,
    )

    assert shown(interviewed, viewer=hiring_manager) == [(["Creative thinking"], [])]


def test_application_without_interviews_says_nothing(application, recruiter):
    assert shown(application, viewer=recruiter) == [([], [])]


def test_board_costs_two_queries_however_many_cards(interviewed, role, recruiter, count_queries):
    others = [factories.ApplicationFactory(role=role) for _ in range(2)]

    assert count_queries(lambda: shown(interviewed, viewer=recruiter)) == 2
    assert count_queries(lambda: shown(interviewed, *others, viewer=recruiter)) == 2


def test_board_page_shows_it(sign_in, interviewed, recruiter):
    page = sign_in(recruiter).get(reverse("hiring:board", args=[interviewed.role.slug])).content.decode()

    assert "scorecards 1/2" in page
    assert "Strength level 3 of 4" in page
