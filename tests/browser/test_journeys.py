"""Each persona's main job in a real Chromium, from end to end; once by keyboard only and once without JavaScript."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from candidates.models import Candidate
from hiring.models import Application
from interviews.models import ScorecardVersion
from tests import factories
from tests.browser.conftest import BAR, STRENGTH
from workspace.mail.models import Mail
from workspace.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in_through(page, email, password=factories.PASSWORD):
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def fill_scorecard(page):
    page.locator(f"input[name='choice-strength-{STRENGTH}'][value='3']").check()
    page.locator(f"#seen-strength-{STRENGTH}").fill("Turned the problem round.")
    page.locator(f"input[name='choice-bar-{BAR}'][value='just_above']").check()
    page.locator(f"#seen-bar-{BAR}").fill("Found it within minutes.")
    page.get_by_label("Summary").fill("What Ines saw.")


def test_recruiter_adds_moves_rejects_and_undoes(watched, role, recruiter):
    factories.ClosingReasonFactory()
    page = watched.visit("/")
    sign_in_through(page, recruiter.email)

    page.get_by_role("link", name="Add candidate").click()
    page.get_by_label("Name").fill("Noor Adeyemi")
    page.get_by_label("E-mail, profiles").fill("noor@mail.example")
    page.get_by_role("button", name="Add candidate").click()
    expect(page.get_by_role("heading", name="Noor Adeyemi", level=1)).to_be_visible()

    page.get_by_label("Put into a role").select_option(label=role.title)
    page.get_by_role("button", name="Put into this role").click()
    expect(page.get_by_text(f"Noor Adeyemi is in Screen of {role.title}")).to_be_visible()

    page.goto(watched.address + reverse("hiring:application", args=[Application.objects.get().uuid]))
    page.get_by_text("Move to…").click()
    page.get_by_role("button", name="Onsite").click()
    expect(page.get_by_text("Noor Adeyemi moved to Onsite")).to_be_visible()

    page.get_by_role("link", name="Reject").click()
    page.get_by_label("Reason").select_option(label="A minimum bar is not met")
    page.get_by_role("button", name="Reject").click()
    page.locator("#toasts").get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Undone: Noor Adeyemi is in Onsite again")).to_be_visible()
    expect(page.get_by_text("Move to…")).to_be_visible()
    assert Application.objects.get().standing == "active"


def test_hiring_manager_names_a_strength_and_reads_the_plan(watched, world, hiring_manager):
    application = factories.ApplicationFactory(role=world.role, candidate__name="Noor Adeyemi")
    page = watched.visit("/", user=hiring_manager)
    page.get_by_role("link", name=world.role.title).click()
    page.get_by_role("link", name="Noor Adeyemi", exact=True).click()
    expect(page.get_by_role("heading", name="Noor Adeyemi", level=1)).to_be_visible()

    page.goto(watched.address + reverse("interviews:plan", args=[application.uuid]))
    page.get_by_label("Strength", exact=True).first.select_option(label="Creative thinking")
    page.get_by_label("What suggests it").first.fill("The grasping paper.")
    page.get_by_label("What would refute it").first.fill("Cannot say why the ablation was needed.")
    page.get_by_role("button", name="Save hypotheses").click()

    expect(page.get_by_text("Hypotheses saved.")).to_be_visible()
    expect(page.get_by_text("Cannot say why the ablation was needed.").first).to_be_visible()
    plan = page.get_by_role("table").first
    expect(plan.get_by_text("Creative thinking")).to_be_visible()
    expect(plan.get_by_text("ML debugging")).to_be_visible()


def test_interviewer_sees_the_others_card_only_after_submitting(watched, world, interviewer):
    world.submit(world.other_card, summary="What Carla saw.")
    page = watched.visit("/interviews/", user=interviewer)
    expect(page.get_by_text("What Carla saw.")).to_have_count(0)

    page.get_by_role("link", name="Elin Vasquez").first.click()
    expect(page.get_by_role("button", name="Submit scorecard")).to_be_visible()
    expect(page.get_by_text("What Carla saw.")).to_have_count(0)
    fill_scorecard(page)
    page.get_by_role("button", name="Submit scorecard").click()

    expect(page.get_by_role("heading", name="Your scorecard")).to_be_visible()
    expect(page.get_by_text("What Carla saw.")).to_be_visible()


def test_hiring_manager_signs_a_decision_on_the_debrief(watched, world, hiring_manager):
    world.submit(world.card, summary="What Ines saw.")
    world.submit(world.other_card, summary="What Carla saw.")
    page = watched.visit(reverse("hiring:application", args=[world.application.uuid]), user=hiring_manager)

    page.get_by_role("link", name="Open the debrief").click()
    expect(page.get_by_text("What Carla saw.")).to_be_visible()
    page.locator(".verdicts label").first.click()
    page.get_by_label("Why, in your words").fill("The strength was confirmed twice, the bar is met.")
    page.get_by_role("button", name="Sign decision").click()

    expect(page.get_by_text("Decision signed.")).to_be_visible()
    expect(page.get_by_role("heading", name="Decision", exact=True)).to_be_visible()
    expect(page.get_by_text("The strength was confirmed twice, the bar is met.")).to_be_visible()


def test_admin_invites_and_the_invited_accepts(watched, admin):
    page = watched.visit("/settings/people/", user=admin)
    page.get_by_label("E-mail").fill("nia@staff.example")
    page.get_by_label("Persona").select_option(label="Recruiter")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Invited nia@staff.example")).to_be_visible()
    link = re.search(r"/invitation/\S+", Mail.objects.get(to="nia@staff.example").body).group()

    invited = watched.visit(link)
    expect(invited.get_by_text("invited nia@staff.example as recruiter")).to_be_visible()
    invited.get_by_label("Name").fill("Nia Newcomer")
    invited.get_by_label("Password").fill(factories.PASSWORD)
    invited.get_by_role("button", name="Create my account").click()

    expect(invited.get_by_role("link", name="Add candidate")).to_be_visible()
    assert User.objects.get(email="nia@staff.example").persona == "recruiter"


def tab_to(page, target):
    """Press Tab until `target` has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def test_recruiter_by_keyboard_only(watched, role, recruiter):
    application = factories.ApplicationFactory(role=role, candidate__name="Elin Vasquez")
    page = watched.visit("/", user=recruiter)

    page.keyboard.press("Control+k")
    page.keyboard.type(f"{role.title}")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type("elin")
    expect(page.get_by_role("option", name="Elin Vasquez").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Elin Vasquez", level=1)).to_be_visible()

    tab_to(page, page.get_by_role("link", name=role.title).first)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('hiring:application', args=[application.uuid])}")
    tab_to(page, page.locator("summary", has_text="Move to…"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Onsite"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Elin Vasquez moved to Onsite")).to_be_visible()

    tab_to(page, page.locator("#toasts").get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undone: Elin Vasquez is in Screen again")).to_be_visible()


def test_without_javascript(watched, world, recruiter, interviewer):
    page = watched.visit("/candidates/add/", user=recruiter, java_script_enabled=False)
    page.get_by_label("Name").fill("Noor Adeyemi")
    page.get_by_role("button", name="Add candidate").click()
    expect(page.get_by_role("heading", name="Noor Adeyemi", level=1)).to_be_visible()

    page.get_by_label("Put into a role").select_option(label=world.role.title)
    page.get_by_role("button", name="Put into this role").click()
    expect(page.get_by_text(f"Noor Adeyemi is in Screen of {world.role.title}")).to_be_visible()
    page.goto(watched.address + reverse("hiring:board", args=[world.role.slug]))
    page.get_by_role("link", name="Move Noor Adeyemi").click()
    page.get_by_label("Stage").select_option(label="Onsite")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("Noor Adeyemi moved to Onsite")).to_be_visible()

    application = Application.objects.get(candidate=Candidate.objects.get(name="Noor Adeyemi"))
    page.goto(watched.address + reverse("hiring:reject", args=[application.uuid]))
    page.get_by_label("Reason").select_option(label="A minimum bar is not met")
    page.get_by_role("button", name="Reject").click()
    expect(page.locator("#toasts").get_by_role("button", name="Undo")).to_be_visible()

    page = watched.visit("/interviews/", user=interviewer, java_script_enabled=False)
    page.get_by_role("link", name="Elin Vasquez").first.click()
    fill_scorecard(page)
    page.get_by_role("button", name="Submit scorecard").click()
    expect(page.get_by_role("heading", name="Your scorecard")).to_be_visible()
    assert ScorecardVersion.objects.count() == 1
