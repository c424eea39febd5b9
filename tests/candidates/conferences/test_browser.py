"""Logging whom one met on a phone, without a connection, in a real Chromium."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from candidates.models import Encounter
from tests import factories
from tests.plugins.browser import in_flight
from tests.plugins.servers import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
ALL_KEPT = (
    "Promise.all([...document.querySelectorAll('script[src]')].map((one) => caches.match(one.src)))"
    ".then((all) => all.every(Boolean))"
)
COUNT = "Object.keys(localStorage).filter((key) => key.startsWith('meet:')).length"


@pytest.fixture
def visit(context, live_server, sign_in):
    """Return a function that opens a path as somebody. A browser that says it was cut off complains of nothing that is wrong."""
    complaints = []

    def watch(page):
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)

    context.on("page", watch)

    def opening(path, user=None):
        if user is not None:
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": sign_in(user).cookies[name].value, "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + path)
        return page

    yield opening
    # A request cut off halfway leaves a thread of the server, and its session of the database, behind.
    context.set_offline(False)
    for page in context.pages:
        page.wait_for_timeout(700)
    wait_for(lambda: not in_flight, what="the live server to have answered")
    assert [words for words in complaints if not words.startswith("Failed to load resource")] == []


@pytest.fixture
def phone(visit):
    """Return a function that opens the page on a phone and waits until it works without a connection."""

    def opening(user):
        page = visit("/sourcing/meet/", user)
        wait_until(page, "navigator.serviceWorker.controller !== null")
        wait_until(page, "caches.match('/sourcing/meet/').then(Boolean)")
        wait_until(page, ALL_KEPT)
        return page

    return opening


def wait_until(page, true):
    """Ask a page again and again; Playwright's own waiting would evaluate text in it, which the page forbids."""
    for _ in range(100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"still not so: {true}")


def log(page, name, **more):
    page.get_by_label("Whom did you meet?").fill(name)
    for label, words in more.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Log it").click()


def test_encounter_logged_offline_is_sent_later_once(phone, context, interviewer):
    factories.ConferenceFactory(name="TIDES")
    page = phone(interviewer)

    context.set_offline(True)
    log(page, "Odile Quill", **{"What was said": "Wants gauges."})
    log(page, "Wei Lin")
    expect(page.get_by_text("No connection. Kept on this device")).to_be_visible()
    expect(page.locator("[data-meet-queue] li")).to_have_count(2)
    assert Encounter.objects.count() == 0

    page.reload()  # the page itself comes from the device
    expect(page.get_by_label("Whom did you meet?")).to_be_visible()
    expect(page.locator("[data-meet-queue] li")).to_have_count(2)

    context.set_offline(False)
    expect(page.get_by_text("All 2 sent.")).to_be_visible(timeout=20_000)
    page.reload()
    page.wait_for_load_state("networkidle")

    assert sorted(Encounter.objects.values_list("name", flat=True)) == ["Odile Quill", "Wei Lin"]
    assert Encounter.objects.get(name="Odile Quill").said == "Wants gauges."
    assert str(Encounter.objects.first().conference) == "TIDES 2026"
    assert page.evaluate(COUNT) == 0


def test_answer_that_was_lost_on_the_way_doubles_nothing(phone, context, interviewer):
    page = phone(interviewer)
    context.set_offline(True)
    log(page, "Odile Quill")
    kept = page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('meet:'))")
    context.set_offline(False)
    expect(page.get_by_text("Sent.", exact=True)).to_be_visible(timeout=20_000)
    assert Encounter.objects.count() == 1

    # As if the phone had never heard that the server has it.
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", kept)
    page.reload()

    expect(page.get_by_text("Sent.", exact=True)).to_be_visible(timeout=20_000)
    assert (Encounter.objects.count(), page.evaluate(COUNT)) == (1, 0)


def test_expired_session_keeps_the_entry_and_says_where_to_sign_in(phone, context, interviewer):
    page = phone(interviewer)
    context.clear_cookies()

    log(page, "Odile Quill")

    expect(page.get_by_role("link", name="Sign in to send")).to_be_visible()
    assert (Encounter.objects.count(), page.evaluate(COUNT)) == (0, 1)


def test_refused_entry_can_be_changed_and_is_sent_then(phone, interviewer):
    page = phone(interviewer)
    page.get_by_text("No, please do not").click()
    page.get_by_role("button", name="In 3 days").click()

    log(page, "Odile Quill")
    expect(page.get_by_text("They asked not to be written to")).to_be_visible()
    page.get_by_role("button", name="Change").click()
    page.get_by_text("Yes, write to me").click()
    page.get_by_role("button", name="Log it").click()

    expect(page.get_by_text("Sent.", exact=True)).to_be_visible()
    met = Encounter.objects.get()
    assert (met.name, met.consent, met.follow_up_on is not None) == ("Odile Quill", "yes", True)


def test_signing_out_takes_what_was_kept_along_after_a_question(phone, visit, interviewer):
    page = phone(interviewer)
    page.evaluate('localStorage.setItem(\'meet:somebody:1\', \'{"fields": {"name": "Odile", "met_at": "1"}}\')')
    home = visit("/accounts/logout/")
    asked = []

    def no(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    home.once("dialog", no)
    home.get_by_role("button", name="Sign out").click()
    assert home.evaluate(COUNT) == 1

    home.once("dialog", lambda dialog: dialog.accept())
    home.get_by_role("button", name="Sign out").click()
    home.wait_for_url(lambda url: "logout" not in url)

    assert asked == ["One encounter was not sent yet. Sign out and delete what was written?"]
    assert home.evaluate(COUNT) == 0
    wait_until(home, "caches.has('meet').then((kept) => !kept)")


def test_page_fits_a_phone_with_targets_for_thumbs(phone, interviewer):
    page = phone(interviewer)
    page.screenshot(path="/tmp/meet.png", full_page=True)

    wide = page.evaluate("document.documentElement.scrollWidth")
    low = page.evaluate(
        "[...document.querySelectorAll('form[data-meet] input:not([type=hidden]):not([type=radio]), form[data-meet] button, form[data-meet] select')]"
        ".filter((one) => !one.hidden && one.getBoundingClientRect().height < 44).map((one) => one.name || one.textContent)"
    )
    assert (wide, low) == (390, [])
