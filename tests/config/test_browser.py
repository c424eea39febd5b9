import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_sign_in_page_in_chromium(open_page, recruiter):
    page = open_page("/accounts/login/")

    page.get_by_label("Email").fill(recruiter.email)

    assert page.get_by_role("button", name="Sign in").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--tblr-primary')") != ""


def test_page_opened_as_somebody_is_signed_in(open_page, admin):
    page = open_page("/settings/", user=admin)

    assert page.url.endswith("/settings/")
