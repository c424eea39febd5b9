"""A candidate hands in on a phone; a rater rates what came without learning whose it is."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from interviews.models import Scorecard
from interviews.take_homes.links import token_of
from interviews.take_homes.models import TakeHomeRating
from interviews.take_homes.raters import ask_raters
from tests.browser.looking import NARROW, faults, faults_at_both_widths, show
from tests.interviews.take_homes.conftest import TELLING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_work_goes_from_a_phone_to_a_rater_who_does_not_know_whose_it_is(
    media, browser, live_server, open_page, take_home, maya, recruiter
):
    ask_raters(take_home=take_home, users=[maya], by=recruiter)
    context = browser.new_context(viewport=NARROW, color_scheme="dark")
    phone = context.new_page()
    phone.goto(live_server.url + reverse("interviews:take-home-work", args=[token_of(take_home)]))
    assert faults(phone) == []
    report = {"name": "zorbatek.txt", "mimeType": "text/plain", "buffer": b"By Qwendolyn Zorbatek. Noise helps."}
    phone.get_by_label("A file").set_input_files(report)
    phone.get_by_role("textbox", name="Text").fill("Paired by seed. Qwendolyn")
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_text("It arrived")).to_be_visible()
    assert faults(phone) == []
    phone.get_by_text("I have finished: let it be read now").click()
    phone.get_by_role("button", name="I have finished").click()
    expect(phone.get_by_role("heading", name="Your work is being read")).to_be_visible()
    context.close()

    page = open_page(reverse("interviews:week"), user=maya)
    page.get_by_role("link", name=take_home.code).click()
    expect(page.get_by_role("heading", name=f"Take-home {take_home.code}")).to_be_visible()
    expect(page.get_by_text("Paired by seed. ▮▮▮")).to_be_visible()
    assert not [one for one in TELLING if one in page.content().casefold()]
    assert faults_at_both_widths(page) == []
    show(page, size=NARROW, scheme="light")
    page.locator("input[value=just_above]").first.check()
    page.get_by_label("What did you see?").first.fill("Paired, with a range.")
    page.get_by_role("button", name="Submit rating").click()

    expect(page.get_by_text("rated blind")).to_be_visible()
    expect(page.get_by_text("Qwendolyn Zorbatek").first).to_be_visible()
    assert Scorecard.objects.get().author == maya
    assert TakeHomeRating.objects.get().submitted_at
