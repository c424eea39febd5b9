"""What interviewing is measured on: rows as the product itself would have them, so that the measured pages have something to do."""

import pytest
from django.urls import reverse

from config.bench.interviewing import as_posted, cards_to_submit, filled, judged_application, load_interviews
from config.bench.world import make_frame
from hiring.models import Role
from interviews.models import Rating, Scorecard
from tests import factories
from workspace.models import User


@pytest.fixture
def world(db):
    make_frame()
    role = Role.objects.order_by("pk").first()
    return [factories.ApplicationFactory(role=role) for _ in range(9)]


def test_every_third_application_has_been_judged_by_one_of_the_panel(world):
    load_interviews()
    load_interviews()

    cards = Scorecard.objects.submitted()
    assert cards.count() == 3
    assert Rating.objects.count() == 5 * 3
    assert all(card.author.email.startswith("panel") for card in cards)


def test_judged_application_waits_for_one_more_rating_and_its_pages_open(world, sign_in):
    application = judged_application(world[0])
    judged_application(world[0])
    recruiter = sign_in(User.objects.get(persona="recruiter"))

    debrief = recruiter.get(reverse("interviews:debrief", args=[application.uuid]))
    plan = recruiter.get(reverse("interviews:plan", args=[application.uuid]))

    assert debrief.context["debrief"].outcome.signal.value == "more evidence needed"
    assert len(debrief.context["debrief"].voices) == 4
    assert plan.context["next"] is not None


def test_scorecard_is_taken_as_the_measured_browser_sends_it(world, sign_in):
    interviewer = User.objects.get(email="interviewer@bench.example")
    cards = cards_to_submit(world[:2], interviewer)
    client = sign_in(interviewer)

    answers = [
        client.post(reverse("interviews:submit-scorecard", args=[card.uuid]), as_posted(filled())) for card in cards
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Scorecard.objects.submitted().filter(author=interviewer).count() == 2
    assert len(cards_to_submit(world[2:4], interviewer)) == 2
