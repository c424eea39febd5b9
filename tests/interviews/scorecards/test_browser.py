"""The scorecard in a real browser: saved as it is typed, never lost, submitted from the keyboard."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from interviews.models import Scorecard, ScorecardVersion
from interviews.scorecards.actions import submit_scorecard
from interviews.scorecards.draft import Draft
from tests import factories
from tests.browser.looking import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STRENGTH, BAR = "strength-creative-thinking", "bar-ml-debugging"


def address(card):
    return reverse("interviews:scorecard", args=[card.uuid])


def saved(page):
    """Wait until the server has what was typed."""
    expect(page.locator("output.saved")).to_have_attribute("data-state", "saved")


def fill_in(page):
    page.locator(f"input[name='choice-{STRENGTH}'][value='3']").check()
    page.locator(f"#seen-{STRENGTH}").fill("Turned the problem round twice.")
    page.locator(f"input[name='choice-{BAR}'][value='just_above']").check()
    page.locator(f"#seen-{BAR}").fill("Halved the pipeline.")


def draft_of(card):
    return Draft.from_json(Scorecard.objects.get(pk=card.pk).draft)


@pytest.fixture
def open_in_trouble(context, live_server, sign_in):
    """Like `open_page`, for tests in which requests fail on purpose: the browser notes each in its console."""

    def open_path(path, *, user):
        cookie = sign_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_path


@pytest.fixture
def phone(context):
    """Make every page of this test as large as a phone."""
    context.on("page", lambda page: page.set_viewport_size({"width": 390, "height": 844}))


def test_interviewer_fills_in_and_submits_on_a_phone_by_keyboard(
    phone, open_page, card, other_card, interviewer, colleague, filled
):
    submit_scorecard(scorecard=other_card, draft=filled(summary="What Carla saw."), by=colleague)
    page = open_page(address(card), user=interviewer)
    expect(page.get_by_text("What Carla saw.")).to_have_count(0)

    page.locator(f"input[name='choice-{STRENGTH}'][value='3']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Turned the problem round twice.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.type("Halved the pipeline.")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("What Carla saw.")).to_be_visible()
    version = ScorecardVersion.objects.get(scorecard=card)
    assert set(version.ratings.values_list("level", "mark")) == {(3, None), (None, "clearly_below")}
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft'))") == []


def test_what_is_typed_is_saved_and_there_after_a_reload(open_page, card, interviewer):
    page = open_page(address(card), user=interviewer)

    page.get_by_label("What did you see?").first.fill("Turned the problem round.")
    page.locator("label.choice", has_text="Just above").first.click()
    saved(page)
    page.reload()

    expect(page.get_by_label("What did you see?").first).to_have_value("Turned the problem round.")
    assert draft_of(card).rating(BAR).choice == "just_above"


def test_lost_connection_keeps_words_on_the_device_and_saves_later(open_in_trouble, card, interviewer):
    page = open_in_trouble(address(card), user=interviewer)
    page.route("**/draft/", lambda route: route.abort())

    page.get_by_label("What did you see?").first.fill("Typed on a train.")
    expect(page.locator("output.saved")).to_contain_text("Saved on this device, not sent yet")
    page.unroute("**/draft/")
    page.reload()
    saved(page)

    assert draft_of(card).rating(STRENGTH).seen == "Typed on a train."


def test_expired_session_loses_nothing(open_in_trouble, card, interviewer):
    page = open_in_trouble(address(card), user=interviewer)
    Session.objects.all().delete()

    page.get_by_label("What did you see?").first.fill("Typed after lunch.")
    expect(page.locator("output.saved")).to_contain_text("sign in to save")
    again = open_in_trouble(address(card), user=interviewer)
    saved(again)

    assert draft_of(card).rating(STRENGTH).seen == "Typed after lunch."


def test_submission_without_a_connection_waits_says_so_and_goes_out_later(open_in_trouble, context, card, interviewer):
    page = open_in_trouble(address(card), user=interviewer)
    fill_in(page)
    saved(page)

    context.set_offline(True)
    page.keyboard.type(" Twice.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("output.saved")).to_have_text(
        "Saved on this device, not sent yet. Will be submitted when the connection is back"
    )
    expect(page.get_by_role("button", name="Submit scorecard")).to_be_visible()
    assert not ScorecardVersion.objects.exists()
    context.set_offline(False)

    expect(page.get_by_role("heading", name="Your scorecard")).to_be_visible()
    assert ScorecardVersion.objects.get().ratings.get(scale="bar").observation == "Halved the pipeline. Twice."


def test_submission_in_an_expired_session_is_made_after_signing_in(open_in_trouble, card, interviewer):
    page = open_in_trouble(address(card), user=interviewer)
    fill_in(page)
    saved(page)
    Session.objects.all().delete()

    page.get_by_role("button", name="Submit scorecard").click()
    page.get_by_role("link", name="sign in to submit").click()
    page.get_by_label("Email").fill(interviewer.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", name="Your scorecard")).to_be_visible()
    assert ScorecardVersion.objects.get().ratings.count() == 2


@pytest.mark.parametrize(("press", "kept"), [("Keep mine", "From the second."), ("Take the other", "From the first.")])
def test_two_devices_are_laid_side_by_side_and_a_person_chooses(open_in_trouble, card, interviewer, press, kept):
    first = open_in_trouble(address(card), user=interviewer)
    second = open_in_trouble(address(card), user=interviewer)
    first.get_by_label("What did you see?").first.fill("From the first.")
    saved(first)

    second.get_by_label("What did you see?").first.fill("From the second.")
    panel = second.locator("[data-conflict]")
    expect(panel.get_by_text("From the first.")).to_be_visible()
    second.reload()
    expect(second.get_by_label("What did you see?").first).to_have_value("From the second.")
    panel.get_by_role("button", name=press).click()

    expect(second.get_by_label("What did you see?").first).to_have_value(kept)
    expect(panel).to_be_hidden()
    if press == "Keep mine":
        saved(second)
    assert draft_of(card).rating(STRENGTH).seen == kept


# Seconds by the keystroke-level model (Card, Moran & Newell 1980): a key of an average typist, a tap, a thought before an act.
KEY, TAP, THOUGHT = 0.28, 1.1, 1.35
OBSERVED = "Found the leak by halving the pipeline twice."


@pytest.fixture
def five_ratings(card, kit):
    """Let the kit ask for five criteria: one strength and four bars."""
    for place in range(3):
        bar = factories.CompetencyFactory(slug=f"bar-{place}", name=f"Bar {place}")
        factories.RoleCompetencyFactory(role=card.application.role, competency=bar, position=3 + place)
        factories.KitCompetencyFactory(kit=kit, competency=bar, depth="bar")
    return card


def test_five_ratings_take_fifteen_keys_beside_the_words_and_less_than_three_minutes(
    phone, open_page, five_ratings, interviewer
):
    page = open_page(address(five_ratings), user=interviewer)
    keys = []

    def press(key):
        keys.append(key)
        page.keyboard.press(key)

    page.locator("form[data-scorecard] input[type=radio]").first.focus()
    for number in range(5):
        if number:
            press("Tab")
        press("3")
        press("Tab")
        page.keyboard.type(OBSERVED)
    press("Control+Enter")

    expect(page.get_by_role("heading", name="Your scorecard")).to_be_visible()
    assert ScorecardVersion.objects.get().ratings.count() == 5
    by_keyboard = len(keys) * KEY + 5 * len(OBSERVED) * KEY + 11 * THOUGHT
    by_thumb = 11 * (TAP + THOUGHT) + 5 * len(OBSERVED) * KEY
    assert len(keys) == 15
    assert max(by_keyboard, by_thumb) < 180


def test_without_javascript(browser, live_server, card, interviewer, sign_in):
    context = browser.new_context(java_script_enabled=False)
    cookie = sign_in(interviewer).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + address(card))

    page.locator(f"input[name='choice-{STRENGTH}'][value='2']").check()
    page.locator(f"#seen-{STRENGTH}").fill("Followed the first idea.")
    page.locator(f"input[name='choice-{BAR}'][value='not_assessed']").check()
    page.get_by_role("button", name="Submit scorecard").click()

    expect(page.get_by_role("heading", name="Your scorecard")).to_be_visible()
    assert set(ScorecardVersion.objects.get().ratings.values_list("level", "mark")) == {(2, None), (None, None)}
    context.close()


def test_pages_are_accessible(open_page, card, other_card, interviewer, colleague, recruiter, filled):
    submit_scorecard(scorecard=other_card, draft=filled(), by=colleague)
    application = card.application
    own = [
        address(card),
        "/interviews/",
        "/interviews/calendar/",
        "/interviews/kits/",
        f"/interviews/kits/{card.kit.slug}/1/",
        reverse("interviews:interview", args=[card.seat.interview.uuid]),
    ]
    planning = [
        address(other_card),
        reverse("interviews:book", args=[application.uuid]),
        reverse("interviews:reassign", args=[other_card.seat.interview.uuid]),
        "/interviews/kits/new/",
        "/interviews/assessment-types/",
        reverse("hiring:application", args=[application.uuid]),
    ]
    for user, path in [*((interviewer, path) for path in own), *((recruiter, path) for path in planning)]:
        page = open_page(path, user=user)
        assert barriers(page) == [], path
        assert not re.search(r"\bNone\b", page.locator("main").inner_text()), path
        page.close()


def test_scorecard_is_accessible_in_the_dark(open_page, card, other_card, interviewer, colleague, recruiter, filled):
    submit_scorecard(scorecard=other_card, draft=filled(), by=colleague)
    for user, path in ((interviewer, address(card)), (recruiter, address(other_card))):
        page = open_page(path, user=user)
        page.emulate_media(color_scheme="dark")
        assert barriers(page) == [], path
