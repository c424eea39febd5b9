"""Trying another plan in a real browser: a slider moves the curve and the address."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from insights.forecast.actions import make_forecasts
from tests import factories
from tests.browser.looking import faults_at_both_widths

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_slider_moves_the_curve_and_the_address(open_page, hiring_manager):
    role = factories.RoleFactory(hiring_manager=hiring_manager, opened_at=timezone.now() - dt.timedelta(days=40))
    factories.ApplicationFactory(role=role, applied_at=timezone.now() - dt.timedelta(days=10))
    make_forecasts(timezone.now())
    page = open_page(f"/insights/forecast/{role.slug}/", user=hiring_manager)
    slider = page.get_by_label("Every stage faster")

    slider.focus()
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("heading", name="With these changes")).to_be_visible()
    expect(page.locator("#what-if canvas")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?faster=15$"))
    expect(page.locator("output", has_text="15 % fewer days")).to_be_visible()
    assert faults_at_both_widths(page) == []

    page.reload()
    assert page.get_by_label("A freeze").input_value() == "0"
    page.get_by_label("A freeze").focus()
    page.keyboard.press("ArrowRight")

    expect(page).to_have_url(re.compile(r"\?faster=15&freeze_weeks=1$"))
