import datetime
import time

import pytest
import redis
from celery import Celery
from celery.schedules import crontab, schedule

from config.beat import OneBeat, last_heartbeat
from config.connections import open_redis

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(own_redis, settings):
    """A Redis of the test's own, which beat and its Celery app both use."""
    settings.REDIS_URL = own_redis.url()
    return own_redis


@pytest.fixture
def start_beat(broker):
    """Start beats in this process; each has its own connections, as in processes of their own."""
    started = []

    def start(when=None):
        app = Celery("test", broker=broker.url().replace("unix://", "redis+socket://"), set_as_current=False)
        app.conf.beat_schedule = {"tick": {"task": "tests.tick", "schedule": when or schedule(0.05)}}
        app.conf.task_publish_retry_policy = {"max_retries": 1, "interval_start": 0, "interval_max": 0}
        started.append(OneBeat(app=app, max_interval=1))
        return started[-1]

    yield start
    for beat in started:
        beat.close()


def sent(broker):
    with redis.Redis.from_url(broker.url()) as client:
        return client.llen("celery")


def test_beat_due_sends_and_tells_that_it_lives(start_beat, broker):
    beat = start_beat()
    time.sleep(0.1)

    beat.tick()

    assert sent(broker) == 1
    with open_redis(seconds=1) as client:
        assert last_heartbeat(client) == pytest.approx(time.time(), abs=5)


def test_second_beat_stays_idle_until_the_first_is_gone(start_beat, broker):
    first, second = start_beat(), start_beat()
    time.sleep(0.1)

    first.tick()
    second.tick()

    assert sent(broker) == 1
    first.close()
    time.sleep(0.1)
    second.tick()
    assert sent(broker) == 2


def test_beat_restarted_makes_up_for_a_missed_run_once(start_beat, broker, settings):
    hourly = crontab(minute="0")
    long_ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=5)
    with open_redis(seconds=1) as client:
        client.hset(f"{settings.CACHES['default']['KEY_PREFIX']}:beat:last-run", "tick", long_ago.timestamp())
    beat = start_beat(hourly)

    beat.tick()
    beat.tick()
    beat.close()
    start_beat(hourly).tick()

    assert sent(broker) == 1


def test_beat_without_memory_waits_for_the_next_time(start_beat, broker):
    beat = start_beat(schedule(3600))

    delay = beat.tick()

    assert sent(broker) == 0
    assert 0 < delay <= 5


def test_beat_forgets_nothing_when_the_broker_is_gone(start_beat, broker):
    beat = start_beat(schedule(0.05))
    beat.tick()
    time.sleep(0.1)
    before = sent(broker)
    broker.stop()

    beat.tick()

    broker.start()
    beat.tick()
    assert sent(broker) == before + 1


def test_beat_whose_database_restarted_takes_the_lock_again(start_beat, broker, own_postgres, monkeypatch):
    import psycopg

    monkeypatch.setattr(
        "config.beat.open_database", lambda **options: psycopg.connect(own_postgres.url(), connect_timeout=5)
    )
    beat = start_beat()
    beat.tick()
    own_postgres.restart()
    time.sleep(0.1)
    before = sent(broker)

    beat.tick()

    assert sent(broker) == before
    beat.tick()
    assert sent(broker) == before + 1
