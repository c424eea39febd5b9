"""A draft begun under an older version of a kit goes on under the newest without loss."""

from dataclasses import replace

import pytest
from django.urls import reverse

from interviews.kits.actions import content_of, edit_kit, stamp_of
from interviews.scorecards.actions import ScorecardError, save_draft
from interviews.scorecards.draft import Draft, TypedRating
from interviews.scorecards.queries import criteria_for
from interviews.scorecards.renewal import newer_kit, renew_kit
from tests import factories

pytestmark = pytest.mark.django_db

OLD = ["looks on", "looks when told", "looks where it hurts", "looks there first"]
NEW = ["guesses", "tries in turn", "halves what is possible", "predicts each run"]


@pytest.fixture
def card(interviewer):
    competency = factories.CompetencyFactory(slug="ml-debugging")
    kit = factories.KitFactory(slug="loop")
    factories.KitCompetencyFactory(kit=kit, competency=competency, depth="in_depth", strength_anchors=OLD)
    card = factories.ScorecardFactory(seat__interview__kit=kit, seat__user=interviewer)
    factories.HypothesisFactory(application=card.application, competency=competency)
    typed = Draft(ratings=(TypedRating("strength", "ml-debugging", "3", "Halved it twice."),), summary="Calm.")
    return save_draft(scorecard=card, draft=typed, revision=0, by=interviewer)


@pytest.fixture
def newer(card, recruiter):
    kit = card.kit
    content = content_of(kit)
    content = replace(content, probes=[replace(content.probes[0], strength_anchors=NEW)])
    after = edit_kit(kit=kit, content=content, seen=stamp_of(kit), why="Sharper anchors.", by=recruiter)
    card.kit.refresh_from_db()
    return after


def test_draft_says_that_a_newer_version_is_in_use(sign_in, interviewer, card, newer):
    page = sign_in(interviewer).get(reverse("interviews:scorecard", args=[card.uuid])).content.decode()

    assert "You fill this in under version 1 of the kit. Version 2 is in use now: Sharper anchors." in page
    assert OLD[2] in page
    assert NEW[2] not in page


def test_renewing_keeps_every_word_and_shows_the_new_anchors(sign_in, interviewer, card, newer):
    client = sign_in(interviewer)
    before = (card.draft, card.draft_revision)

    answer = client.post(reverse("interviews:renew-scorecard", args=[card.uuid]))
    page = client.get(answer["Location"]).content.decode()

    card.refresh_from_db()
    assert (card.kit, card.draft, card.draft_revision) == (newer, *before)
    assert NEW[2] in page
    assert "Halved it twice." in page
    assert "You fill this in under version 1" not in page


def test_window_opened_before_goes_on_saving(interviewer, card, newer):
    renew_kit(scorecard=card, by=interviewer)

    saved = save_draft(scorecard=card, draft=Draft(summary="More."), revision=card.draft_revision, by=interviewer)

    assert saved.draft["summary"] == "More."


def test_submitted_scorecard_keeps_its_version_and_its_anchors(card, newer, interviewer):
    type(card).objects.update(submitted_at=card.due_at)
    card.refresh_from_db()

    with pytest.raises(ScorecardError, match="keeps the version"):
        renew_kit(scorecard=card, by=interviewer)

    card.versions.create(number=1, submitted_at=card.due_at)
    assert newer_kit(card) is None
    assert [criterion.steps for criterion in criteria_for(card)] == [tuple(OLD)]


def test_nothing_newer_is_refused(card, interviewer):
    with pytest.raises(ScorecardError, match="on the newest version"):
        renew_kit(scorecard=card, by=interviewer)


def test_kit_taken_out_of_use_offers_nothing(card, newer):
    type(newer).objects.filter(pk=newer.pk).update(retired_at=card.due_at)

    assert newer_kit(card) is None


def test_renewing_is_for_its_author(sign_in, outsiders, recruiter, card, newer):
    address = reverse("interviews:renew-scorecard", args=[card.uuid])

    assert sign_in(recruiter).post(address).status_code == 404
    assert outsiders(address, "post")[0] == 302
    card.refresh_from_db()
    assert card.kit.version == 1
