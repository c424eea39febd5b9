"""Writing to people in a real browser: the preview follows the typing, every page is accessible, narrow and wide, light and dark."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from candidates.outreach.models import Message, ProofPoint, Template
from candidates.outreach.receiving import receive
from candidates.privacy.clock import begin_clock
from tests import factories
from tests.browser.looking import faults_at_both_widths
from tests.candidates.outreach.mails import reply

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_preview_follows_the_typing_and_ctrl_enter_sends(open_page, elin, paper, recruiter):
    page = open_page(reverse("candidates:write", args=[elin.uuid]), user=recruiter)
    preview = page.locator("#letter-preview")

    expect(preview).to_contain_text("Still to fill in: why this could interest them.")
    page.get_by_label("Letter", exact=True).fill("Hello Elin, may we talk?")
    expect(preview).to_contain_text("Hello Elin, may we talk?")
    expect(preview).not_to_contain_text("Still to fill in")
    page.get_by_label("Letter", exact=True).press("Control+Enter")
    expect(page.get_by_text("Your letter to Elin Vasquez is on its way.")).to_be_visible()

    assert Message.objects.get().state == "queued"


def test_a_templates_preview_refuses_in_words_while_typing(open_page, elin, paper, recruiter):
    page = open_page("/sourcing/outreach/templates/new/", user=recruiter)
    page.get_by_label("Letter", exact=True).fill("Hello {{ firstname }}")

    expect(page.locator("#template-preview")).to_contain_text("Did you mean {{ first_name }}?")
    page.get_by_label("Letter", exact=True).fill("Hello {{ first_name }}")
    expect(page.locator("#template-preview")).to_contain_text("Hello Elin")


def test_every_page_is_accessible_and_fits(open_page, elin, paper, wants_data, admin, send):
    ProofPoint.objects.create(
        motivation=wants_data, text="Forty million labelled grasps", url="https://meridian.example/grasps"
    )
    Template.objects.create(name="Papers", subject="{{ work }}", body="Hello {{ first_name }}, I read {{ work }}.")
    begin_clock(elin)
    message = send(admin)
    receive(reply(message.message_id, text="Please do not contact me again.").as_bytes())
    begin_clock(factories.CandidateFactory(owner=admin))
    names = (
        "outreach",
        "letter_templates",
        "new_letter_template",
        "sequences",
        "new_sequence",
        "proof_points",
        "outreach_policy",
    )
    paths = [reverse(f"candidates:{name}") for name in (*names, "untold", "privacy", "privacy_words")]
    paths += [
        reverse(f"candidates:{name}", args=[elin.uuid]) for name in ("write", "candidate", "note_objection", "erase")
    ]
    paths += ["/sourcing/outreach/?show=replies"]

    found = {}
    for path in paths:
        page = open_page(path, user=admin)
        if wrong := faults_at_both_widths(page):
            found[path] = wrong
        page.close()

    assert found == {}
