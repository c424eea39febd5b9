"""Reading by keyboard in a real browser: like, go on, note, flag."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from candidates.models import Candidate, Opinion
from candidates.watches.ordering import rank_watch_now
from tests.browser.looking import barriers, faults_at_both_widths

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_reader_likes_and_flags_by_keyboard(open_page, watch, papers, recruiter):
    rank_watch_now(watch)
    page = open_page(reverse("candidates:feed", args=[watch.uuid]), user=recruiter)
    cards = page.locator(".feed-card")

    def answered():
        expect(page.locator(".htmx-request, .htmx-added, .htmx-settling, .htmx-swapping")).to_have_count(0)

    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(cards.nth(0).get_by_role("button", name="Liked")).to_be_visible()
    answered()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_have_class("feed-card is-here")
    page.keyboard.press("f")
    expect(cards.nth(1).get_by_role("button", name="Flagged")).to_be_visible()
    answered()
    page.keyboard.press("x")
    expect(cards.nth(1).get_by_role("button", name="Undo")).to_be_visible()
    answered()
    page.keyboard.press("u")
    expect(cards.nth(1).get_by_role("button", name="Undo")).to_have_count(0)

    assert list(Opinion.objects.exclude(verdict="").values_list("verdict", flat=True)) == ["like"]
    assert Candidate.objects.count() == 1
    assert barriers(page) == []


def test_the_feed_fits_its_screen(open_page, watch, papers, recruiter):
    watch.blocked = ["treebank"]
    watch.save()
    rank_watch_now(watch)
    page = open_page(reverse("candidates:feed", args=[watch.uuid]), user=recruiter)

    assert faults_at_both_widths(page) == []
