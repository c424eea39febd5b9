import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from tests import factories
from workspace.models import ApiToken, IdempotencyKey
from workspace.tokens.actions import make_token, revoke_token
from workspace.tokens.tasks import forget_keys

CANDIDATES = "/api/v1/candidates/"


def bearer(secret):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def test_without_a_token_nothing_is_answered(db):
    response = APIClient().get(CANDIDATES)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="strongsuit"'
    assert response["Content-Type"] == "application/problem+json"


def test_a_session_opens_pages_but_not_the_api(recruiter, sign_in):
    assert sign_in(recruiter).get(CANDIDATES).status_code == 401


@pytest.mark.parametrize("secret", ["", "ss_guess", "\x00", "x" * 5000])
def test_a_guessed_token_is_refused(db, secret):
    assert bearer(secret).get(CANDIDATES).status_code == 401


def test_a_revoked_expired_or_leavers_token_is_refused(recruiter):
    token, secret = make_token(user=recruiter, name="sync", scopes=["candidates:read"], days=30)
    client = bearer(secret)
    assert client.get(CANDIDATES).status_code == 200

    revoke_token(token=token, by=recruiter)
    revoked = client.get(CANDIDATES).status_code
    ApiToken.objects.update(revoked_at=None, expires_at=timezone.now())
    expired = client.get(CANDIDATES).status_code
    ApiToken.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    recruiter.is_active = False
    recruiter.save()

    assert (revoked, expired, client.get(CANDIDATES).status_code) == (401, 401, 401)


def test_a_token_does_only_what_its_scopes_say(recruiter):
    _, secret = make_token(user=recruiter, name="sync", scopes=["candidates:read"], days=30)
    client = bearer(secret)

    answers = [client.get(CANDIDATES).status_code, client.post(CANDIDATES, {"name": "Elin"}, format="json").status_code]

    assert answers == [200, 403]
    assert "candidates:write" in client.post(CANDIDATES, {"name": "Elin"}, format="json").json()["detail"]


def test_a_token_can_do_no_more_than_its_owner(interviewer):
    factories.ApplicationFactory()
    _, secret = make_token(user=interviewer, name="sync", scopes=["candidates:read", "candidates:write"], days=30)

    assert bearer(secret).get(CANDIDATES).json()["results"] == []
    assert bearer(secret).post(CANDIDATES, {"name": "Elin"}, format="json").status_code == 403


def test_the_secret_is_shown_once_and_kept_nowhere(recruiter, sign_in):
    client = sign_in(recruiter)
    page = client.post(reverse("workspace:tokens"), {"name": "Sync", "scopes": ["candidates:read"], "days": "30"})
    secret = page.context["secret"]

    assert secret in page.text
    assert secret not in client.get(reverse("workspace:tokens")).text
    assert secret not in str(list(ApiToken.objects.values()))
    assert bearer(secret).get(CANDIDATES).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"name": "x", "scopes": ["everything"], "days": "30"},
        {"name": "x", "scopes": ["candidates:read"], "days": "9999"},
    ],
)
def test_a_token_that_makes_no_sense_is_refused(recruiter, sign_in, given):
    assert sign_in(recruiter).post(reverse("workspace:tokens"), given).status_code == 422
    assert ApiToken.objects.count() == 0


def test_somebody_elses_token_does_not_exist(recruiter, admin, sign_in):
    token, _ = make_token(user=recruiter, name="sync", scopes=["candidates:read"], days=30)
    revoke = reverse("workspace:revoke_token", args=[token.uuid])

    assert sign_in(admin).post(revoke).status_code == 404
    sign_in(recruiter).post(revoke)

    token.refresh_from_db()
    assert token.revoked_at is not None


def test_forget_keys_task_called_twice_deletes_only_old_ones(recruiter):
    old = IdempotencyKey.objects.create(user=recruiter, key="old", path="/", body_hash="")
    IdempotencyKey.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=2))
    IdempotencyKey.objects.create(user=recruiter, key="new", path="/", body_hash="")

    assert [forget_keys(), forget_keys()] == [1, 0]
