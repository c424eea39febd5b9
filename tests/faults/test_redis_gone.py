"""Redis goes away for a while: pages still work or say what is wrong, and what was to be done is done once it is back."""

import contextlib
import datetime as dt
import re

import httpx
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from candidates.people.models import CandidateFile
from tests import factories
from tests.plugins.servers import free_port, send_from_elsewhere, wait_for
from workspace.files.models import StoredFile
from workspace.mail.models import Mail
from workspace.models import Notification

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit():
    """Return a function that gives a client of a real web server, closed when the test ends."""
    with contextlib.ExitStack() as opened:

        def open_client(port, **cookies):
            url = f"http://127.0.0.1:{port}"
            return opened.enter_context(httpx.Client(base_url=url, cookies=cookies, timeout=40, trust_env=False))

        yield open_client


def session_of(user):
    """The cookie of somebody who signed in to this test's database."""
    django = Client()
    django.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return {settings.SESSION_COOKIE_NAME: django.cookies[settings.SESSION_COOKIE_NAME].value}


def token_in(page):
    """The token a form of this page carries."""
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]


def test_pages_work_without_redis_and_the_work_is_done_when_it_is_back(
    own_redis, start_process, start_worker, mail_server, visit
):
    recruiter = factories.UserFactory(recruiter=True, time_zone="UTC")
    candidate = factories.CandidateFactory(
        follow_up_on=timezone.now().date() - dt.timedelta(days=2), follow_up_by=recruiter
    )
    port = free_port()
    start_process(
        "-m", "gunicorn", "-c", "python:config.webserver", log="web", REDIS_URL=own_redis.url(), PORT=str(port)
    )
    browser, stranger = visit(port, **session_of(recruiter)), visit(port)

    def answers():
        try:
            return browser.get("/health/live").status_code == 200
        except httpx.TransportError:
            return False

    wait_for(answers, seconds=90, what="the web server")

    own_redis.kill()
    page = browser.get(f"/candidates/{candidate.uuid}/")
    form = {"csrfmiddlewaretoken": token_in(page), "kind": "cv", "audience": "everyone"}
    cv = {"file": ("cv.txt", b"Elin Vasquez. Grasping with diffusion policies.")}
    uploaded = browser.post(f"/candidates/{candidate.uuid}/files/", data=form, files=cv)
    others = [browser.get(path).status_code for path in ("/", "/candidates/", "/roles/", "/insights/", "/profile/")]
    signing_in = stranger.get("/accounts/login/")
    token = {"csrfmiddlewaretoken": token_in(signing_in)}
    refused = stranger.post("/accounts/login/", data=token | {"login": recruiter.email, "password": "wrong"})
    ready = browser.get("/health/ready")

    assert (page.status_code, uploaded.status_code, others) == (200, 302, [200] * 5)
    assert StoredFile.objects.get(pk=CandidateFile.objects.get().file_id).text_state == "waiting"
    # Failures to sign in are counted in Redis; without the count nobody may try, and is told why.
    assert (signing_in.status_code, refused.status_code) == (200, 503)
    assert "mails and reminders go out as soon as it is back" in refused.text
    assert (ready.status_code, ready.json()["checks"]["broker"]) == (503, "the broker does not answer")

    own_redis.start()
    StoredFile.objects.update(created_at=timezone.now() - dt.timedelta(minutes=20))
    start_worker(REDIS_URL=own_redis.url(), EMAIL_URL=mail_server.url)
    send_from_elsewhere(own_redis, "workspace.files.sweep", "workspace.reminders.remind")
    wait_for(lambda: StoredFile.objects.get().text_state == "read", seconds=60, what="the file to be read")
    wait_for(lambda: Notification.objects.count() == 1, seconds=60, what="the reminder")

    assert Mail.objects.count() == 1
    assert browser.get("/candidates/?q=grasping").text.count(f"/candidates/{candidate.uuid}/") > 0
