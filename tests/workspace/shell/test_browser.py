"""The frame in a real browser: palette, keys, menus, themes, toasts, charts; with and without JavaScript."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from hiring.models import Application
from tests import factories
from tests.browser.looking import NARROW, barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_in_trouble(context, live_server, sign_in):
    """Like `open_page`, for tests in which requests fail on purpose: the browser notes each in its console."""

    def open_path(path, *, user):
        cookie = sign_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    return open_path


@pytest.fixture
def open_plain(browser, live_server, sign_in):
    """Open a path without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="en-GB")

    def open_path(path, *, user):
        cookie = sign_in(user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_path
    context.close()


# --- The palette -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_palette_opens_by_key_and_leads_to_a_person(key, open_page, recruiter):
    candidate = factories.CandidateFactory(name="Elin Vasquez")
    factories.CandidateFactory(name="Elina Other")
    page = open_page("/profile/", user=recruiter)

    page.keyboard.press(key)
    page.keyboard.type("elin vas")
    expect(page.get_by_role("option", name="Elin Vasquez")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/candidates/{candidate.uuid}/")


def test_palette_moves_by_arrows_and_closes_by_escape(open_page, recruiter):
    factories.CandidateFactory(name="Anna One")
    factories.CandidateFactory(name="Anna Two")
    page = open_page("/profile/", user=recruiter)
    page.keyboard.press("/")
    page.keyboard.type("anna")
    options = page.locator("#palette [role=option]")
    expect(options).to_have_count(2)

    page.keyboard.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert page.locator("[data-palette-input]").get_attribute("aria-activedescendant") == second.get_attribute("id")
    assert barriers(page) == []
    page.keyboard.press("Escape")

    expect(page.locator("#palette")).not_to_be_visible()


def test_a_name_with_markup_is_only_text_in_the_palette(open_page, recruiter):
    factories.CandidateFactory(name="<img src=x onerror=alert(1)> Bobby")
    page = open_page("/profile/", user=recruiter)

    page.keyboard.press("/")
    page.keyboard.type("bobby")

    expect(page.get_by_role("option", name="<img src=x onerror=alert(1)> Bobby")).to_be_visible()
    assert page.locator("#palette img").count() == 0


def test_search_works_without_javascript(open_plain, recruiter):
    candidate = factories.CandidateFactory(name="Elin Vasquez")
    page = open_plain("/profile/", user=recruiter)

    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("elin")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Elin Vasquez").click()

    assert page.url.endswith(f"/candidates/{candidate.uuid}/")


# --- Keys ------------------------------------------------------------------------------------------------------------


def test_question_mark_lists_the_keys_of_the_frame_and_of_the_page(open_page, admin):
    page = open_page("/style/", user=admin)

    page.keyboard.press("?")

    sheet = page.locator("#keys")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_text("Go to Candidates")).to_be_visible()
    expect(sheet.locator("[data-page-keys]").get_by_text("Forms", exact=True)).to_be_visible()
    assert barriers(page) == []


def test_g_and_a_letter_go_somewhere(open_page, recruiter):
    page = open_page("/profile/", user=recruiter)

    page.keyboard.press("g")
    page.keyboard.press("c")

    expect(page).to_have_url(re.compile(r"/candidates/$"))


def test_j_and_k_walk_a_list_and_enter_opens(open_page, recruiter):
    for number in range(3):
        factories.CandidateFactory(name=f"Person {number}")
    page = open_page("/candidates/?sort=name", user=recruiter)

    for key in "jjk":
        page.keyboard.press(key)
    expect(page.locator("[data-item].is-here")).to_contain_text("Person 0")
    page.keyboard.press("j")
    expect(page.locator("[data-item].is-here")).to_contain_text("Person 1")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Person 1")


def test_somebody_who_turned_single_keys_off_presses_them_in_vain_but_not_those_with_ctrl(open_page, recruiter):
    recruiter.has_letter_keys = False
    recruiter.save()
    page = open_page("/candidates/", user=recruiter)

    for key in ("/", "?", "g", "r", "j"):
        page.keyboard.press(key)

    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith("/candidates/")
    page.get_by_role("button", name="Keys").click()
    expect(page.locator("#keys").get_by_text("You have turned single keys off")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_keys_are_letters_while_somebody_types(open_page, recruiter):
    page = open_page("/profile/", user=recruiter)

    page.get_by_label("Title").fill("")
    page.get_by_label("Title").press_sequentially("g/?jk")

    expect(page.get_by_label("Title")).to_have_value("g/?jk")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_control_enter_submits_the_form_one_is_in(open_page, recruiter):
    page = open_page("/profile/", user=recruiter)

    page.get_by_label("Title").fill("Sourcer")
    page.keyboard.press("Control+Enter")

    expect(page.get_by_text("Saved.")).to_be_visible()
    recruiter.refresh_from_db()
    assert recruiter.title == "Sourcer"


# --- Menus, themes, toasts -------------------------------------------------------------------------------------------


def test_menu_closes_by_escape_and_gives_focus_back(open_page, recruiter):
    page = open_page("/profile/", user=recruiter)
    summary = page.locator("summary[aria-label^='Your account']")

    summary.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Profile and reminders")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Profile and reminders")).not_to_be_visible()
    expect(summary).to_be_focused()


def test_a_menu_opened_by_its_key_goes_on_inside_and_stays_on_a_phones_screen(open_page, application, recruiter):
    page = open_page(f"/applications/{application.uuid}/", user=recruiter)
    page.set_viewport_size(NARROW)

    page.keyboard.press("m")

    expect(page.get_by_role("button", name="Onsite")).to_be_focused()
    panel = page.locator(".menu[open] .menu-panel").bounding_box()
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= NARROW["width"]


def test_the_candidate_list_narrows_while_somebody_types_and_x_chooses(open_page, recruiter):
    factories.CandidateFactory(name="Elin Vasquez")
    factories.CandidateFactory(name="Mei Sørensen")
    page = open_page("/candidates/", user=recruiter)

    page.keyboard.press("f")
    page.keyboard.type("sorens")
    expect(page.get_by_role("row", name="Elin Vasquez")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/candidates/\?q=sorens$"))
    expect(page.get_by_role("link", name="Remove filter “sorens”")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("x")

    expect(page.get_by_label("Choose Mei Sørensen")).to_be_checked()
    expect(page.get_by_role("button", name="Put into a role…")).to_be_visible()


def test_theme_changes_at_once_and_stays(open_page, recruiter):
    page = open_page("/profile/", user=recruiter)
    page.locator("summary[aria-label^='Your account']").click()

    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.reload()

    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_theme_is_chosen_without_javascript(open_plain, recruiter):
    page = open_plain("/profile/", user=recruiter)
    page.locator("summary[aria-label^='Your account']").click()

    page.get_by_role("button", name="Dark").click()

    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.url.endswith("/profile/")


def test_without_a_choice_the_page_follows_the_device(open_page, recruiter):
    page = open_page("/profile/", user=recruiter)
    colour = "getComputedStyle(document.body).backgroundColor"

    page.emulate_media(color_scheme="light")
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")

    assert page.evaluate(colour) != light


def test_confirming_asks_and_cancelling_changes_nothing(open_page, admin):
    kit = factories.KitFactory()
    page = open_page(f"/interviews/kits/{kit.slug}/", user=admin)

    page.get_by_role("button", name="Take out of use").click()
    expect(page.locator("#confirm")).to_contain_text("Take this kit out of use?")
    page.locator("#confirm").get_by_role("button", name="Cancel").click()

    expect(page.locator("#confirm")).not_to_be_visible()
    kit.refresh_from_db()
    assert kit.retired_at is None

    page.get_by_role("button", name="Take out of use").click()
    with page.expect_navigation():
        page.locator("[data-confirm-yes]").click()
    kit.refresh_from_db()
    assert kit.retired_at is not None


# --- The board -------------------------------------------------------------------------------------------------------


def drag_card(page, stage):
    """Drag the only card to a lane as a hand does, which is slower than a program."""
    expect(page.locator("[data-board]")).to_have_class(re.compile("is-ready"))
    page.locator("[data-card]").hover()
    page.mouse.down()
    lane = page.locator(f"[data-lane='{stage.uuid}'] [data-lane-cards]")
    box = lane.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=12)
    expect(lane.locator("[data-card]")).to_have_count(1)  # shown where it would land
    page.mouse.up()


def test_dragging_a_card_moves_it_and_undo_brings_it_back(open_page, application, hiring_manager):
    onsite = application.role.stages.get(name="Onsite")
    page = open_page(f"/roles/{application.role.slug}/board/", user=hiring_manager)

    drag_card(page, onsite)
    toast = page.locator("[data-toast]", has=page.get_by_role("button", name="Undo"))
    expect(toast).to_be_visible()
    assert Application.objects.get(pk=application.pk).stage == onsite
    expect(page.locator(f"[data-lane='{onsite.uuid}'] [data-card]")).to_have_count(1)

    with page.expect_navigation():
        toast.get_by_role("button", name="Undo").click()

    assert Application.objects.get(pk=application.pk).stage.name == "Screen"


def test_a_move_that_fails_puts_the_card_back_where_it_was(open_in_trouble, application, hiring_manager):
    screen, onsite = (application.role.stages.get(name=name) for name in ("Screen", "Onsite"))
    page = open_in_trouble(f"/roles/{application.role.slug}/board/", user=hiring_manager)
    page.route("**/move/", lambda route: route.abort())

    drag_card(page, onsite)

    expect(page.locator("[data-toast]")).to_contain_text("No connection")
    expect(page.locator(f"[data-lane='{screen.uuid}'] [data-card]")).to_have_count(1)
    assert Application.objects.get(pk=application.pk).stage == screen


# --- The whole frame -------------------------------------------------------------------------------------------------


def test_a_session_that_ended_leads_to_sign_in_and_back(open_in_trouble, recruiter):
    page = open_in_trouble("/profile/", user=recruiter)
    Session.objects.all().delete()

    page.keyboard.press("/")

    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/profile/$"))


def test_charts_are_drawn_under_the_policy_and_keep_their_table(open_page, admin):
    page = open_page("/style/", user=admin)

    figure = page.locator("figure.chart").first
    expect(figure.locator("canvas")).to_be_visible()
    expect(figure.locator("table")).not_to_be_visible()
    figure.get_by_text("The numbers").click()

    expect(figure.locator("table")).to_contain_text("180")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/style/", "/profile/", "/notifications/", "/search/?q=a", "/accounts/2fa/"])
def test_pages_are_accessible_in_both_themes(path, scheme, open_page, admin):
    factories.CandidateFactory(name="Anna")
    page = open_page("/accounts/login/", user=admin)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    page.goto(re.sub(r"/accounts/login/.*|/$", "", page.url) + path)

    assert barriers(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_is_accessible_in_both_themes(scheme, open_page, db):
    page = open_page("/accounts/login/")

    page.emulate_media(color_scheme=scheme)

    assert barriers(page) == []


@pytest.mark.parametrize("path", ["/style/", "/profile/", "/accounts/2fa/"])
def test_pages_fit_the_narrowest_phone(path, open_page, admin):
    page = open_page(path, user=admin)

    page.set_viewport_size({"width": 360, "height": 740})

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_first_tab_stop_skips_to_the_content(open_page, recruiter):
    page = open_page("/profile/", user=recruiter)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
