import re
import time
import urllib.error
import urllib.request

import httpx
import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection, transaction
from django.urls import path
from kombu.exceptions import OperationalError as BrokerError
from psycopg.errors import AdminShutdown, DeadlockDetected

from config.celery import app
from config.outage import what_is_away
from tests.plugins.servers import free_port, wait_for


def caused_by(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "missing"),
    [
        (OperationalError("connection refused"), "database"),
        (caused_by(OperationalError("terminating"), AdminShutdown()), "database"),
        (caused_by(OperationalError("deadlock"), DeadlockDetected()), None),
        (BrokerError("refused"), "queue"),
        (ValueError("a bug of ours"), None),
        (None, None),
    ],
)
def test_outage_told_from_other_errors(error, missing):
    assert what_is_away(error) == missing


def broken(request):
    raise OperationalError("connection refused")


def broken_queue(request):
    raise BrokerError("refused")


urlpatterns = [path("probe/", broken), path("api/v1/probe/", broken), path("queue/", broken_queue)]
handler500 = "config.outage.explain_error"


@pytest.fixture
def outage_client(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


def test_page_without_database_says_what_is_wrong(outage_client):
    response = outage_client.get("/probe/?page=2")

    assert response.status_code == 503
    assert response["Retry-After"] == "15"
    assert "The database does not answer just now" in response.content.decode()
    assert 'href="/probe/?page=2"' in response.content.decode()


def test_page_without_queue_says_that_mail_waits(outage_client):
    response = outage_client.post("/queue/")

    assert response.status_code == 503
    assert "mails and reminders go out as soon as it is back" in response.content.decode()


def test_api_without_database_answers_a_problem(outage_client):
    response = outage_client.get("/api/v1/probe/")

    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Service unavailable"


@pytest.mark.django_db(transaction=True)
def test_task_without_broker_leaves_the_commit_standing(own_redis, monkeypatch, caplog):
    own_redis.kill()

    @app.task(name="tests.later")
    def later():
        return None

    def send():
        with app.connection_for_write(own_redis.url().replace("unix://", "redis+socket://")) as broker:
            later.apply_async(connection=broker)

    monkeypatch.setattr(later, "delay", send)
    began = time.monotonic()

    with transaction.atomic():
        Group.objects.create(name="kept")
        later.delay_on_commit()

    assert Group.objects.filter(name="kept").exists()
    assert time.monotonic() - began < 5
    assert "on_commit" in caplog.text


@pytest.mark.faults
@pytest.mark.django_db
def test_web_server_outlives_a_restart_of_postgres(own_postgres, own_redis, start_process):
    port = free_port()
    servers = {"DATABASE_URL": own_postgres.url(), "REDIS_URL": own_redis.url(), "PORT": str(port)}
    start_process("manage.py", "migrate", "-v0", **servers).wait_for_end()
    web = start_process("-m", "gunicorn", "-c", "python:config.webserver", log="web", DATABASE_POOL="1", **servers)
    wait_for(lambda: answer(port)[0] == 200, seconds=60, what="the web server to answer")

    own_postgres.stop()
    status, page = answer(port)

    assert (status, "The database does not answer" in page) == (503, True)
    own_postgres.start()
    wait_for(lambda: answer(port)[0] == 200, seconds=20, what="the page to be back")

    own_redis.kill()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as visitor:
        page = visitor.get("/accounts/login/")
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text))
        form = {"login": "ada@example.org", "password": "wrong", "csrfmiddlewaretoken": token}
        refused = visitor.post("/accounts/login/", data=form)
        own_redis.start()
        tried_again = visitor.post("/accounts/login/", data=form)

    # Attempts to sign in are counted in Redis; uncounted, they would be unlimited.
    assert (page.status_code, refused.status_code) == (200, 503)
    assert "The queue does not answer" in refused.text
    assert tried_again.status_code in {200, 422}
    assert web.stop() == 0


def answer(port):
    """Ask for a page as a visitor whose session has to be looked up."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/accounts/login/", headers={"Cookie": f"sessionid={'x' * 32}"}
    )
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except OSError:
        return 0, ""


def test_connections_are_checked_before_use():
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
