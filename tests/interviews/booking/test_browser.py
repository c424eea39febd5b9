"""A candidate books on a phone, by the link of the mail, with and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from interviews.booking.links import token_of
from interviews.models import Interview
from tests.browser.looking import NARROW, faults, show

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(booking):
    return reverse("interviews:times", args=[token_of(booking)])


def test_a_candidate_books_moves_and_says_what_helps_on_a_phone(open_page, address):
    page = open_page(address)
    show(page, size=NARROW, scheme="dark")
    # Times stand on the clock of their file; the device is elsewhere and offers its own.
    expect(page.locator("select[name=zone]")).to_have_value("America/Los_Angeles")
    page.get_by_role("button", name="Europe/Berlin").click()
    expect(page.locator("select[name=zone]")).to_have_value("Europe/Berlin")
    assert faults(page) == []

    page.locator("input[name=choice]").nth(1).check()
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", name="You are booked")).to_be_visible()
    assert faults(page) == []
    page.get_by_text("Something would help me").click()
    page.get_by_label("Captions, or questions in writing").check()
    page.get_by_role("button", name="Tell them").click()
    page.get_by_role("link", name="Choose another time").click()
    page.locator("input[name=choice]").first.check()
    page.get_by_role("button", name="Move to this time").click()

    expect(page.get_by_role("heading", name="You are booked")).to_be_visible()
    assert set(Interview.objects.values_list("sequence", flat=True)) == {1}


def test_a_candidate_books_without_scripts(browser, live_server, address):
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(live_server.url + address)

    page.locator("select[name=zone]").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Show on this clock").click()
    page.locator("input[name=choice]").first.check()
    page.get_by_role("button", name="Book this time").click()

    expect(page.get_by_role("heading", name="You are booked")).to_be_visible()
    expect(page.get_by_text("On the clock of Asia/Tokyo.")).to_be_visible()
    context.close()
    assert Interview.objects.count() == 2
