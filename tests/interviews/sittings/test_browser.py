"""A candidate's exam in a real browser, on a phone: a lost connection, a reload and a second device lose nothing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import Answer, Attempt
from interviews.sittings.links import token_of
from tests.interviews.exam_fixtures import by_form, items_of, right_fields
from tests.interviews.sittings.line import Line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def path(name, invitation, *more):
    return reverse(f"interviews:{name}", args=[token_of(invitation), *more])


@pytest.fixture
def line(live_server):
    """A connection to the server that can be lost."""
    line = Line(live_server.thread.port)
    yield line
    line.cut()


@pytest.fixture
def phone(browser, live_server):
    """A phone of its own; calling it again gives a second device. Lost connections write errors to its console, on purpose."""
    contexts = []

    def open_phone(url=live_server.url):
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, locale="en-GB", base_url=url, reduced_motion="reduce"
        )
        contexts.append(context)
        return context.new_page()

    yield open_phone
    for context in contexts:
        context.close()


def status(page, state):
    # It is tried again after 2, 4, 8 seconds.
    expect(page.locator("output[data-exam-status]")).to_have_attribute("data-state", state, timeout=20_000)


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


def shows(page, item):
    """Look for the right answer in the fields of the question that is shown."""
    fields = right_fields(item)
    if "chosen" in fields:
        expect(page.locator(f"input[name=chosen][value='{fields['chosen'][0]}']")).to_be_checked()
    else:
        [(name, value)] = fields.items()
        expect(page.locator(f"[name={name}]")).to_have_value(value)


def keep_pages(page):
    """Wait until every page of the exam is kept for when there is no connection."""
    page.wait_for_function(
        "async (wanted) => { const kept = (await (await caches.open('exam')).keys()).map(one => new URL(one.url).pathname);"
        " return wanted.every(path => kept.includes(path)); }",
        arg=page.locator("[data-exam]").get_attribute("data-exam-keep").split(" "),
    )


def test_candidate_sits_an_exam_on_a_phone_and_loses_the_connection_midway(phone, line, invitation):
    page = phone(line.url)
    page.goto(path("sit", invitation))
    page.get_by_role("link", name="Try a practice question first").click()
    page.locator("input[name=chosen]").first.check()
    page.get_by_role("button", name="See how it is marked").click()
    expect(page.get_by_text("Mark:")).to_be_visible()
    page.get_by_role("link", name="Back to the start").click()
    page.get_by_role("button", name=re.compile("^Begin")).click()
    expect(page.get_by_role("heading", name="Question 1 of 4")).to_be_visible()
    attempt = Attempt.objects.get()
    items = items_of(attempt)
    fill(page, items[0])
    status(page, "saved")
    keep_pages(page)

    line.cut()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Question 2 of 4")).to_be_visible()
    on = page.get_by_role("button", name="Save and go on")
    place = on.bounding_box()
    fill(page, items[1])
    status(page, "offline")
    # What is said above must not move what is about to be pressed.
    assert on.bounding_box() == place
    on.click()
    fill(page, items[2])
    page.get_by_role("button", name="Back").click()
    shows(page, items[1])
    page.close()  # the laptop is closed, and its letter opened again on the train

    page = page.context.new_page()
    page.goto(path("sit", invitation))
    expect(page.get_by_role("heading", name="Question 1 of 4")).to_be_visible()
    shows(page, items[0])
    page.get_by_role("link", name=re.compile("^Question 3 ?, answered")).click()
    shows(page, items[2])
    page.get_by_role("link", name=re.compile("^Review")).click()
    expect(page.get_by_text("3 of 4 answered.")).to_be_visible()
    page.get_by_role("button", name="Hand in all the same").click()
    expect(page.locator("output[data-exam-status]")).to_contain_text("Nothing is lost")
    assert list(Answer.objects.values_list("item__position", flat=True)) == [1]

    mended_at = timezone.now()
    line.mend()
    status(page, "saved")
    page.get_by_role("link", name="question 4", exact=True).click()
    fill(page, items[3])
    page.get_by_role("button", name="Save and review").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="Handed in. Thank you")).to_be_visible()

    attempt.refresh_from_db()
    assert attempt.handed_in_by == "candidate"
    answers = list(Answer.objects.select_related("item").order_by("typed_at"))
    assert [answer.item.position for answer in answers] == [1, 2, 3, 4]
    assert [(answer.typed_at < mended_at, answer.received_at < mended_at) for answer in answers] == [
        (True, True),
        (True, False),
        (True, False),
        (False, False),
    ]
    assert set(attempt.items.exclude(question__question__form="short").values_list("share", flat=True)) == {1}
    page.wait_for_function("!Object.keys(localStorage).some(key => key.startsWith('exam:'))")
    page.wait_for_function("async () => !(await caches.has('exam'))")


def test_without_the_next_page_a_lost_connection_leads_to_no_dead_end(phone, line, invitation, attempt):
    page = phone(line.url)
    page.route("**/worker.js", lambda route: route.abort())  # such as in a private window: no page is kept
    page.goto(path("sit-question", invitation, 1))

    line.cut()
    fill(page, items_of(attempt)[0])
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("output[data-exam-status]")).to_contain_text("does not have that page yet")
    page.get_by_role("link", name=re.compile("^Question 3")).click()
    expect(page.get_by_role("heading", name="Question 1 of 4")).to_be_visible()

    line.mend()
    status(page, "saved")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Question 2 of 4")).to_be_visible()
    assert items_of(attempt)[0].response == Answer.objects.get().response


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
