"""Hours and calendars on a phone without JavaScript, and all three pages for everybody at both widths."""

import datetime as dt
import os

import pytest
from django.utils import timezone

from interviews.availability.actions import add_day_off, make_feed, save_hours
from interviews.availability.models import BusySource, WorkingSpan
from interviews.availability.queries import USUAL_WEEK
from interviews.availability.sources import add_source
from interviews.training.actions import grant, start_training
from tests import factories
from tests.browser.looking import NARROW, WIDE, faults_at_both_widths, show

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(browser, live_server, sign_in):
    """Open a page as somebody, in a window of its own."""
    contexts = []

    def open_one(path, user, **options):
        context = browser.new_context(locale="en-GB", reduced_motion="reduce", **options)
        contexts.append(context)
        cookie = sign_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()


def test_hours_are_set_on_a_phone_without_javascript(open_page, interviewer):
    page = open_page("/me/hours/", interviewer, viewport=NARROW, java_script_enabled=False)

    page.get_by_label("Friday").fill("9-12")
    page.get_by_role("button", name="Save hours").click()
    page.get_by_label("Address").fill("webcal://calendar.example/secret.ics")
    page.get_by_role("button", name="Add calendar").click()
    page.get_by_role("button", name="Make my address").click()

    assert page.get_by_label("Subscribe to this address").input_value().endswith(".ics")
    friday = WorkingSpan.objects.filter(user=interviewer, weekday=4)
    assert list(friday.values_list("opens", "closes")) == [(dt.time(9), dt.time(12))]
    assert BusySource.objects.get(user=interviewer).host == "calendar.example"


def test_pages_are_for_everybody_at_both_widths(open_page, interviewer, recruiter):
    today = timezone.now().date()
    save_hours(user=interviewer, weekly=USUAL_WEEK)
    add_day_off(user=interviewer, first=today + dt.timedelta(days=3), label="Moving house", by=interviewer)
    add_day_off(user=None, first=today + dt.timedelta(days=9), label="Founders' day", by=recruiter)
    source = add_source(user=interviewer, name="", address="https://caldav.example", username="ines", password="x")
    found = [{"name": "Home", "address": "https://caldav.example/home/", "may_write": True}]
    BusySource.objects.filter(pk=source.pk).update(found=found, error="The server took too long to answer.")
    make_feed(user=interviewer)
    kind = factories.AssessmentTypeFactory(slug="pair-debugging")
    start_training(user=interviewer, assessment_type=kind, by=recruiter)
    grant(user=factories.UserFactory(), assessment_type=kind, reason="Years of it.", by=recruiter)

    for path, user in (
        ("/me/hours/", interviewer),
        ("/interviews/team/", recruiter),
        ("/interviews/training/", recruiter),
    ):
        page = open_page(path, user, viewport=WIDE)
        assert (path, faults_at_both_widths(page)) == (path, [])
        if folder := os.environ.get("PICTURES"):
            name = path.strip("/").replace("/", "-")
            for words, size, scheme in (("narrow", NARROW, "dark"), ("wide", WIDE, "light")):
                show(page, size=size, scheme=scheme)
                page.screenshot(path=f"{folder}/{name}-{words}.png", full_page=True)
