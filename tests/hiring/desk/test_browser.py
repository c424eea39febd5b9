"""Writing at the desk in a real browser: marks follow what is typed, findings come by themselves."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.looking import faults_at_both_widths
from tests.factories import RequirementFactory, RoleCompetencyFactory, RoleFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_findings_come_while_typing_and_marks_stay_with_their_words(open_page, recruiter):
    role = RoleFactory(state="draft", opened_at=None, recruiter=recruiter)
    RoleCompetencyFactory(role=role)
    RequirementFactory(role=role, text="5+ years of Rust")
    page = open_page(reverse("hiring:desk", args=[role.slug]), user=recruiter)
    text, marks = page.locator("[data-desk-text]"), page.locator("#desk-under mark")
    expect(marks).to_have_text(["5+ years"])

    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("You are a rockstar.")
    expect(marks).to_have_text(["5+ years", "rockstar"])
    expect(page.get_by_text("describes nobody's work")).to_be_visible()
    # Typed before a mark: it keeps its words until the server answers, and after.
    page.keyboard.press("Control+Home")
    page.keyboard.type("Senior ")
    expect(marks.first).to_have_text("5+ years")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)

    assert page.locator("#desk-under").text_content() == text.input_value() + "\u200b"
    assert faults_at_both_widths(page) == []
