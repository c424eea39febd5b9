"""A candidate's exam in a real browser, on a phone: a lost connection, a reload and a second device lose nothing."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from interviews.models import Answer
from interviews.sittings.links import token_of
from tests.interviews.exam_fixtures import by_form, right_fields

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def path(name, invitation, *more):
    return reverse(f"interviews:{name}", args=[token_of(invitation), *more])


@pytest.fixture
def phone(browser, live_server):
    """A phone of its own; calling it again gives a second device. Lost connections write errors to its console, on purpose."""
    contexts = []

    def open_phone():
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="en-GB", base_url=live_server.url, reduced_motion="reduce"
        )
        contexts.append(context)
        return context.new_page()

    yield open_phone
    for context in contexts:
        context.close()


def status(page, state):
    expect(page.locator("output[data-exam-status]")).to_have_attribute("data-state", state)


def given(item):
    item.refresh_from_db()
    return item.given


def fill(page, item):
    """Answer the question that is shown, rightly."""
    fields = right_fields(item)
    if "chosen" in fields:
        page.locator(f"input[name=chosen][value='{fields['chosen'][0]}']").check()
    else:
        [(name, value)] = fields.items()
        page.locator(f"[name={name}]").fill(value)


def keep_pages(page):
    """Wait until every page of the exam is kept for when there is no connection."""
    page.wait_for_function(
        "async (wanted) => { const kept = (await (await caches.open('exam')).keys()).map(one => new URL(one.url).pathname);"
        " return wanted.every(path => kept.includes(path)); }",
        arg=page.locator("[data-exam]").get_attribute("data-exam-keep").split(" "),
    )


def test_second_device_goes_on_and_the_last_typed_counts(phone, invitation, attempt):
    item = by_form(attempt, "numeric")
    first, second = phone(), phone()
    first.goto(path("sit-question", invitation, item.position))
    keep_pages(first)
    first.context.set_offline(True)
    first.locator("[name=number]").fill("3")
    status(first, "offline")

    second.goto(path("sit-question", invitation, item.position))
    second.locator("[name=number]").fill("7")
    status(second, "saved")
    first.context.set_offline(False)
    first.evaluate("window.dispatchEvent(new Event('online'))")
    status(first, "saved")

    assert given(item).number == "7"
    assert list(Answer.objects.values_list("response__number", flat=True)) == ["3", "7"]
    assert list(attempt.events.values_list("kind", flat=True)) == ["device"]
    first.reload()
    expect(first.locator("[name=number]")).to_have_value("7")


def test_clock_is_calm_and_follows_the_servers(phone, invitation, attempt):
    item = by_form(attempt, "numeric")
    page = phone()
    page.clock.install()
    page.goto(path("sit-question", invitation, item.position))
    expect(page.locator("[data-exam-clock]")).to_have_text("40 minutes left")

    page.clock.fast_forward("31:00")
    expect(page.locator("[data-exam-said]")).to_have_text("9 minutes left")
    page.clock.fast_forward("08:30")
    expect(page.locator("[data-exam-clock]")).to_have_text("Less than a minute left")
    page.locator("[name=number]").fill("7")
    page.clock.fast_forward("00:05")
    status(page, "saved")

    # The device's clock ran wild; the server's is the truth.
    expect(page.locator("[data-exam-clock]")).to_have_text("40 minutes left")
    assert given(item).number == "7"
