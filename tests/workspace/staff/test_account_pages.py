"""The pages of signing in, as an invited person meets them."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache

from tests.factories import PASSWORD

OPEN_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/"]
OWN_PAGES = ["/accounts/2fa/", "/accounts/password/change/", "/accounts/2fa/webauthn/", "/accounts/logout/"]


@pytest.fixture(autouse=True)
def fresh_limits():
    """Let no test use up the attempts of another."""
    cache.clear()


@pytest.fixture
def at_home(client, interviewer):
    """A client that gave its password twice just now, so that nothing asks for it again."""
    assert client.post("/accounts/login/", {"login": interviewer.email, "password": PASSWORD}).status_code == 302
    assert "Is it you?" in client.get("/accounts/reauthenticate/").text
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_pages_before_signing_in_are_in_our_frame(path, db, client):
    response = client.get(path)

    assert response.status_code == 200
    assert 'class="bare-head"' in response.text
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize(
    "path", [*OPEN_PAGES, *OWN_PAGES, "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"]
)
def test_pages_of_signing_in_carry_nothing_that_the_policy_blocks(path, at_home):
    html = at_home.get(path, follow=True).text

    assert not re.search(r'\sstyle="|\son[a-z]+="|<style', html)
    assert all('src="' in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_signing_in_leads_to_the_page_that_was_asked_for(client, interviewer):
    response = client.post("/accounts/login/", {"login": interviewer.email, "password": PASSWORD, "next": "/profile/"})

    assert response["Location"] == "/profile/"


def test_a_wrong_password_is_refused_without_telling_who_has_an_account(client, interviewer):
    known = client.post("/accounts/login/", {"login": interviewer.email, "password": "wrong"})
    unknown = client.post("/accounts/login/", {"login": "nobody@mail.example", "password": "wrong"})

    def words(response):
        return re.findall(r"<li>(.*?)</li>", response.text)

    assert words(known) == words(unknown) != []


def test_nobody_signs_themselves_up(db, client):
    response = client.post(
        "/accounts/signup/", {"email": "nia@mail.example", "password1": PASSWORD, "password2": PASSWORD}
    )

    assert "by invitation" in response.text
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_chosen_anew_by_the_link_in_the_mail(client, interviewer):
    client.post("/accounts/password/reset/", {"email": interviewer.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body)[0]
    page = client.get(link, follow=True)

    answer = client.post(
        page.request["PATH_INFO"], {"password1": "a new long sentence", "password2": "a new long sentence"}
    )

    assert answer.status_code == 302
    assert (
        client.post("/accounts/login/", {"login": interviewer.email, "password": "a new long sentence"}).status_code
        == 302
    )
    assert "This link no longer works" in client.get(link, follow=True).text


def test_an_authenticator_app_is_asked_for_from_then_on(at_home, client, interviewer):
    page = at_home.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06d}"
    at_home.post("/accounts/2fa/totp/activate/", {"code": code})

    assert Authenticator.objects.filter(user=interviewer, type="totp").exists()
    assert at_home.get("/accounts/2fa/recovery-codes/").status_code == 200
    client.post("/accounts/logout/")
    response = client.post("/accounts/login/", {"login": interviewer.email, "password": PASSWORD}, follow=True)
    assert "Second step" in response.text
    assert "_auth_user_id" not in client.session
    assert len(generate_totp_secret()) >= 16


def test_signing_out_needs_a_post(at_home):
    assert "Sign out?" in at_home.get("/accounts/logout/").text
    assert "_auth_user_id" in at_home.session

    at_home.post("/accounts/logout/")

    assert "_auth_user_id" not in at_home.session
