import time

import pytest

from config import connections
from config.connections import open_redis

pytestmark = pytest.mark.django_db


@pytest.fixture
def set_heartbeat(settings):
    """Set how many seconds ago beat was last seen."""
    key = f"{settings.CACHES['default']['KEY_PREFIX']}:beat:heartbeat"

    def set_to(seconds_ago):
        with open_redis(seconds=1) as client:
            client.set(key, time.time() - seconds_ago)

    yield set_to
    with open_redis(seconds=1) as client:
        client.delete(key)


def test_live_is_open_to_strangers_and_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_all_is_there(client, set_heartbeat):
    set_heartbeat(3)

    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "broker": "ok", "beat": "ok"}}
    assert "no-store" in response["Cache-Control"]


def test_ready_names_a_silent_beat(client, set_heartbeat):
    set_heartbeat(600)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["beat"] == "beat was last seen 600 seconds ago"


def test_ready_names_a_beat_that_never_ran(client):
    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["beat"] == "beat has never run"


def test_ready_names_a_missing_broker(client, own_redis, settings):
    settings.REDIS_URL = own_redis.url()
    own_redis.kill()

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"] == {
        "database": "ok",
        "broker": "the broker does not answer",
        "beat": "unknown, since the broker does not answer",
    }


def test_ready_names_a_missing_database(client, own_postgres, monkeypatch):
    import psycopg

    own_postgres.kill()
    monkeypatch.setattr("config.health.open_database", lambda **_: psycopg.connect(own_postgres.url()))

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "the database does not answer"


def test_ready_opens_a_connection_past_the_pool(django_db_blocker):
    with connections.open_database(seconds=2) as connection:
        row = connection.execute("select current_database()").fetchone()

    assert row[0].startswith("test_")


def test_health_refuses_to_be_written_to(client):
    assert client.post("/health/ready").status_code == 405
