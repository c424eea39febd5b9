import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.models import Hypothesis, Scorecard, ScorecardVersion
from interviews.scorecards.actions import save_draft, submit_scorecard
from interviews.scorecards.draft import Draft
from tests import factories
from tests.interviews.scorecards.test_draft import ALMOST_A_DRAFT, ANY_JSON
from workspace.models import Activity

pytestmark = pytest.mark.django_db


def address(name, card):
    return reverse(f"interviews:{name}", args=[card.uuid])


@pytest.fixture
def fields():
    """What the form of a complete scorecard posts."""

    def posted(**changes):
        known = {
            "choice-strength-creative-thinking": "3",
            "seen-strength-creative-thinking": "Turned the problem round twice.",
            "choice-bar-ml-debugging": "just_above",
            "seen-bar-ml-debugging": "Found it by halving the pipeline.",
            "summary": "",
            "version": "0",
            "tab": "left",
            "step": "0",
            "go": "submit",
        }
        return {**known, **changes}

    return posted


def test_form_asks_for_hypotheses_and_the_kits_bars_and_offers_the_rest(sign_in, interviewer, card):
    page = sign_in(interviewer).get(address("scorecard", card)).content.decode()

    strengths, bars, others = (
        page.index(words) for words in ("Strengths to validate", "Minimum bars", "Saw something of")
    )
    assert strengths < page.index('name="choice-strength-creative-thinking"') < bars
    assert bars < page.index('name="choice-bar-ml-debugging"') < others
    assert others < page.index('name="choice-bar-maths"')
    assert "choice-bar-creative-thinking" not in page
    assert "Finds the fault within the hour." in page
    assert "Strong: does it unprompted" in page
    assert "Cannot say why the second ablation was needed." in page


def test_form_works_without_javascript(sign_in, interviewer, card, fields):
    client = sign_in(interviewer)

    answer = client.post(address("submit-scorecard", card), fields(), follow=True)

    card.refresh_from_db()
    assert card.submitted_at is not None
    assert answer.redirect_chain == [(address("scorecard", card), 302)]
    assert "Turned the problem round twice." in answer.content.decode()
    assert f'data-autosave-done="scorecard-{card.uuid}"' in answer.content.decode()


def test_draft_is_saved_without_javascript(sign_in, interviewer, card, fields):
    client = sign_in(interviewer)

    client.post(address("submit-scorecard", card), fields(go="save", **{"choice-bar-ml-debugging": ""}))
    page = client.get(address("scorecard", card)).content.decode()

    assert card.versions.count() == 0
    assert 'value="3" checked' in page
    assert "Found it by halving the pipeline." in page
    assert "Saved" in page


def test_incomplete_submission_says_what_is_missing_and_keeps_everything(sign_in, interviewer, card, fields):
    answer = sign_in(interviewer).post(
        address("submit-scorecard", card), fields(**{"seen-strength-creative-thinking": "", "summary": "Half an hour."})
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what you saw: a rating without an observation convinces nobody." in page
    assert "Half an hour." in page
    assert "data-autosave-typed" in page
    card.refresh_from_db()
    assert (card.draft["summary"], card.submitted_at) == ("Half an hour.", None)


def test_hypothesis_withdrawn_meanwhile_moves_to_the_summary(sign_in, interviewer, card, fields, hiring_manager):
    Hypothesis.objects.update(withdrawn_at=timezone.now(), withdrawn_by=hiring_manager)

    answer = sign_in(interviewer).post(address("submit-scorecard", card), fields(summary="Half an hour."))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No longer asked for: Creative thinking" in page
    assert "Half an hour.\nCreative thinking: Turned the problem round twice.</textarea>" in page


def test_second_window_is_told_and_loses_nothing(sign_in, interviewer, card, fields):
    client = sign_in(interviewer)
    client.post(address("submit-scorecard", card), fields(go="save", summary="From the first window.", tab="left"))

    told = client.post(address("submit-scorecard", card), fields(summary="From the second window.", tab="right"))
    again = client.post(
        address("submit-scorecard", card), fields(summary="From the second window.", tab="third", version="1")
    )

    page = told.content.decode()
    assert told.status_code == 409
    assert "From the first window." in page
    assert "From the second window.</textarea>" in page
    assert 'name="version" value="1"' in page
    assert again.status_code == 302


def test_autosave_counts_revisions_and_refuses_old_ones(sign_in, interviewer, card, fields):
    client = sign_in(interviewer)
    url = address("autosave-scorecard", card)

    first = client.post(url, fields(summary="One"))
    stale = client.post(url, fields(summary="Two", tab="right"))
    goes_on = client.post(url, fields(summary="Three", step="1"))

    assert (first.status_code, first["X-Draft-Version"], first.json()["revision"]) == (200, "1", 1)
    assert (stale.status_code, stale.json()["revision"]) == (409, 1)
    assert (goes_on.status_code, goes_on["X-Draft-Version"]) == (200, "2")
    card.refresh_from_db()
    assert card.draft["summary"] == "Three"


def test_autosave_takes_json_too(sign_in, interviewer, card, filled):
    sent = {"revision": 0, "draft": filled(summary="As JSON").as_json()}

    answer = sign_in(interviewer).post(address("autosave-scorecard", card), sent, content_type="application/json")

    assert answer.status_code == 200
    card.refresh_from_db()
    assert Draft.from_json(card.draft).summary == "As JSON"


def test_autosave_after_the_session_expired_answers_401_and_writes_nothing(card, fields):
    answer = Client().post(
        address("autosave-scorecard", card), fields(summary="x"), headers={"X-Requested-With": "autosave"}
    )

    assert answer.status_code == 401
    card.refresh_from_db()
    assert card.draft == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    body=st.fixed_dictionaries({"revision": st.integers() | ANY_JSON, "draft": ALMOST_A_DRAFT | ANY_JSON}) | ANY_JSON
)
def test_hostile_json_never_breaks_autosave(sign_in, interviewer, card, body):
    answer = sign_in(interviewer).post(
        address("autosave-scorecard", card), json.dumps(body), content_type="application/json"
    )

    assert answer.status_code in {200, 409, 422}


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b'{"revision": 1e999}', b'{"draft": "\\ud800"}'])
def test_broken_json_is_refused(sign_in, interviewer, card, body):
    answer = sign_in(interviewer).post(address("autosave-scorecard", card), body, content_type="application/json")

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "hostile",
    [
        {"version": "-1"},
        {"version": "9" * 40},
        {"version": "١"},
        {"choice-bar-ml-debugging": "5"},
        {"choice-strength-creative-thinking": "0"},
        {"summary": "x" * 9_000},
        {"summary": "\x00"},
        {"choice-bar-unknown": "just_above", "seen-bar-unknown": "<script>alert(1)</script>"},
    ],
)
@pytest.mark.parametrize("go", ["save", "submit"])
def test_hostile_form_never_breaks_the_page(sign_in, interviewer, card, fields, hostile, go):
    answer = sign_in(interviewer).post(address("submit-scorecard", card), fields(go=go, **hostile))

    assert answer.status_code in {302, 409, 422}
    assert "<script>alert" not in answer.content.decode()


def test_too_long_text_comes_back_whole(sign_in, interviewer, card, fields):
    answer = sign_in(interviewer).post(address("submit-scorecard", card), fields(summary="x" * 8_001))

    assert answer.status_code == 422
    assert "x" * 8_001 in answer.content.decode()


def test_scorecard_is_its_authors_alone_until_submitted(sign_in, outsiders, card, colleague, recruiter, hiring_manager):
    for name, method in (
        ("scorecard", "get"),
        ("submit-scorecard", "post"),
        ("autosave-scorecard", "post"),
        ("amend-scorecard", "post"),
    ):
        url = address(name, card)
        assert outsiders(url, method) == [302, 404]
        for user in (colleague, recruiter, hiring_manager):
            assert getattr(sign_in(user), method)(url).status_code == 404, (name, user)


def test_others_may_read_but_never_write(sign_in, card, interviewer, recruiter, filled):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    client = sign_in(recruiter)

    assert client.get(address("scorecard", card)).status_code == 200
    for name in ("submit-scorecard", "autosave-scorecard", "amend-scorecard"):
        assert client.post(address(name, card), {}).status_code == 403


def test_others_cards_appear_after_submitting_and_only_then(
    sign_in, card, other_card, interviewer, colleague, fields, filled
):
    submit_scorecard(scorecard=other_card, draft=filled(summary="What Carla saw."), by=colleague)
    client = sign_in(interviewer)

    before = client.get(address("scorecard", card)).content.decode()
    after = client.post(address("submit-scorecard", card), fields(), follow=True).content.decode()

    assert "What Carla saw." not in before
    assert "Carla" not in before
    assert "What Carla saw." in after


def test_amendment_is_shown_as_one(sign_in, card, interviewer, recruiter, fields, filled):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    client = sign_in(interviewer)
    card.refresh_from_db()

    form = client.get(address("amend-scorecard", card)).content.decode()
    refused = client.post(address("amend-scorecard", card), fields(version=str(card.draft_revision)))
    card.refresh_from_db()
    sent = fields(version=str(card.draft_revision), reason="Mixed up.", **{"choice-strength-creative-thinking": "2"})
    client.post(address("amend-scorecard", card), sent)
    page = sign_in(recruiter).get(address("scorecard", card)).content.decode()

    assert 'value="3" checked' in form
    assert refused.status_code == 422
    assert ScorecardVersion.objects.count() == 2
    assert "amended" in page
    assert "Mixed up." in page
    assert "Strength level 3 of 4" in page
    assert "Strength level 2 of 4" in page


def test_amending_before_submitting_leads_to_the_form(sign_in, interviewer, card):
    assert sign_in(interviewer).get(address("amend-scorecard", card))["Location"] == address("scorecard", card)


def test_draft_of_an_amendment_is_nobody_elses(sign_in, card, interviewer, recruiter, filled):
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    card.refresh_from_db()
    save_draft(scorecard=card, draft=filled(summary="Second thoughts"), revision=card.draft_revision, by=interviewer)

    page = sign_in(recruiter).get(address("scorecard", card)).content.decode()

    assert "Second thoughts" not in page


def test_late_and_trainee_marks(sign_in, card, other_card, interviewer, colleague, recruiter, filled):
    submit_scorecard(scorecard=card, draft=filled(), at=card.seat.during.upper + dt.timedelta(hours=80), by=interviewer)
    Scorecard.objects.filter(pk=other_card.pk).update(counts=False)
    submit_scorecard(scorecard=other_card, draft=filled(), by=colleague)

    page = sign_in(recruiter).get(address("scorecard", card)).content.decode()

    assert "late, from memory" in page
    assert "in training, decides nothing" in page


def test_released_scorecard_shows_its_author_their_words_and_nothing_more(sign_in, card, interviewer, fields):
    client = sign_in(interviewer)
    client.post(address("submit-scorecard", card), fields(go="save", summary="My notes."))
    factories.EvidenceFactory(candidate=card.application.candidate, title="Secret evidence")
    Scorecard.objects.update(released_at=timezone.now())

    page = client.get(address("scorecard", card)).content.decode()

    assert "no longer expected" in page
    assert "My notes." in page
    assert "Submit scorecard" not in page
    assert "Secret evidence" not in page


def test_evidence_and_files_are_there_to_prepare_with(sign_in, card, interviewer, application):
    factories.EvidenceFactory(candidate=application.candidate, title="Reimplemented a policy")

    assert "Reimplemented a policy" in sign_in(interviewer).get(address("scorecard", card)).content.decode()


def test_looking_is_logged(sign_in, card, interviewer):
    sign_in(interviewer).get(address("scorecard", card))

    seen = Activity.objects.get(verb="saw")
    assert (seen.subject, seen.actor, seen.is_view) == (card.uuid, interviewer, True)


def test_before_the_interview_there_are_notes_and_nothing_to_submit(sign_in, card, interviewer):
    client = sign_in(interviewer)
    assert "Submit scorecard" in client.get(address("scorecard", card)).content.decode()
    type(card.seat.interview).objects.filter(pk=card.seat.interview_id).update(during=factories.span(hours=24))

    early = client.get(address("scorecard", card)).content.decode()

    assert "Submit scorecard" not in early
    assert "You can submit once the interview has begun." in early
    assert "Save draft" in early


def test_pages_cost_the_same_with_more_ratings_and_cards(
    sign_in, card, interviewer, application, count_queries, filled, kit
):
    client = sign_in(interviewer)
    url = address("scorecard", card)
    client.get(url)
    form_with_one = count_queries(lambda: client.get(url))
    for n in range(2):
        more = factories.CompetencyFactory(slug=f"more-{n}")
        factories.HypothesisFactory(application=application, competency=more)
        factories.KitCompetencyFactory(kit=kit, competency=more, depth="in_depth")
        factories.EvidenceFactory(candidate=application.candidate, title=f"Evidence {n}")
    form_with_three = count_queries(lambda: client.get(url))

    Hypothesis.objects.filter(competency__slug__startswith="more").delete()
    submit_scorecard(scorecard=card, draft=filled(), by=interviewer)
    reading_one = count_queries(lambda: client.get(url))
    for _ in range(2):
        other = factories.ScorecardFactory(
            seat__interview__application=application,
            seat__interview__during=factories.span(hours=24 * (_ + 3)),
            submitted=True,
        )
        factories.RatingFactory(card=other)
    reading_three = count_queries(lambda: client.get(url))

    assert form_with_three == form_with_one <= 16
    assert reading_three == reading_one <= 15


def test_panel_waits_with_names_until_the_viewer_has_submitted(
    sign_in, card, other_card, interviewer, colleague, recruiter, application, filled
):
    submit_scorecard(scorecard=other_card, draft=filled(summary="What Carla saw."), by=colleague)
    url = reverse("hiring:application", args=[application.uuid])

    blind = sign_in(interviewer).get(url).content.decode()
    clear = sign_in(recruiter).get(url).content.decode()

    assert "You have a scorecard to write." in blind
    assert "What Carla saw." not in blind
    assert "What Carla saw." in clear
    assert f"Waiting for {interviewer.name}" in clear
