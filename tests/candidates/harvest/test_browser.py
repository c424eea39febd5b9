"""Connecting a source and watching it come in, in a real browser."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from candidates.harvest.harvesting import Standing, work_off
from candidates.models import Paper, Run, Source
from config.evidence.archive import Archive
from tests.browser.looking import faults_at_both_widths

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_admin_connects_a_set_and_sees_it_come_in(open_page, admin, settings):
    with Archive(30, size=10) as archive:
        settings.ARXIV_OAI_URL = archive.url
        page = open_page("/sourcing/sources/", user=admin)
        page.get_by_role("link", name="Connect a source").first.click()
        page.get_by_label("Kind").select_option("oai")
        page.get_by_label("Which list").fill("cs:cs:LG")
        page.get_by_label("Which list").press("Control+Enter")

        expect(page.get_by_role("heading", level=1)).to_have_text("cs:cs:LG")
        run = Run.objects.get()
        assert work_off(run.pk, seconds=0) is Standing.MORE
        expect(page.locator("#run-progress")).to_contain_text("Reading: 10 papers on 1 page, 10 new.")
        assert work_off(run.pk, seconds=60) is Standing.OVER

        expect(page.get_by_role("table")).to_contain_text("30 read: 30 new")
        expect(page.get_by_role("button", name="Run now")).to_be_enabled()
    assert Paper.objects.count() == 30


def test_every_state_of_a_source_can_be_read_by_everybody_and_fits_a_phone(open_page, admin):
    now = timezone.now()
    states = {
        "running": {"new": 40, "total": 90, "pages": 2},
        "waiting": {"retry_at": now + dt.timedelta(minutes=10), "problem": "DBLP is limiting requests."},
        "failed": {"finished_at": now, "problem": "OpenReview did not accept the account that is set up here."},
        "done": {
            "finished_at": now,
            "left_out": 1,
            "notes": [["oai:arXiv.org:26x1.00001", "“26x1.00001” is no arXiv number."]],
        },
    }
    paths = ["/sourcing/sources/"]
    for state, fields in states.items():
        source = Source.objects.create(connector="oai", scope=f"cs:{state}", is_enabled=state != "done", cursor="x")
        Run.objects.create(source=source, state=state, **fields)
        paths.append(f"/sourcing/sources/{source.uuid}/")
    silent = Source.objects.create(connector="rss", scope="cs.LG", succeeded_at=now - dt.timedelta(days=9))
    paths.append(f"/sourcing/sources/{silent.uuid}/")

    faults = []
    page = open_page("/sourcing/sources/", user=admin)
    address = page.url.removesuffix("/sourcing/sources/")
    for path in paths:
        page.goto(address + path)
        faults += [(path, fault) for fault in faults_at_both_widths(page)]
    page.goto("about:blank")
    assert faults == []
