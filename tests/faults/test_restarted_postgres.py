"""PostgreSQL is restarted under a worker and a clock that run for real; and two clocks at once."""

import contextlib
import datetime as dt
import os
import subprocess
import time
from collections import Counter

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from config.local.embedded_postgres import programs
from tests import factories
from tests.plugins.servers import environment_of_this_test, send_from_elsewhere, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
NUMBER = 150


def owe(own_redis, *names):
    """Let these entries of the schedule have run an hour ago, so that a clock that starts makes up for them at once."""
    with redis.Redis.from_url(own_redis.url()) as client:
        long_ago = time.time() - 3600
        client.hset(f"{settings.CACHES['default']['KEY_PREFIX']}:beat:last-run", mapping=dict.fromkeys(names, long_ago))


def copy_to(own_postgres):
    """Copy this test's database to a server of its own."""
    source = environment_of_this_test()["DATABASE_URL"]
    dump = subprocess.run([programs() / "pg_dump", "--dbname", source], capture_output=True, check=True)
    restore = [programs() / "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", own_postgres.url()]
    subprocess.run(restore, input=dump.stdout, capture_output=True, check=True, env={**os.environ, "LC_ALL": "C"})


def ask(own_postgres, statement):
    """The rows of one statement; none while the server is away."""
    with (
        contextlib.suppress(psycopg.OperationalError),
        psycopg.connect(own_postgres.url(), autocommit=True) as database,
    ):
        answer = database.execute(statement)
        return answer.fetchall() if answer.description else []
    return []


def test_postgres_restarted_in_the_middle_of_a_reminder_run_says_each_thing_once(
    own_postgres, own_redis, mail_server, start_process, start_worker
):
    for _ in range(NUMBER):
        factories.CandidateFactory(
            follow_up_on=timezone.now().date() - dt.timedelta(days=2), follow_up_by=factories.UserFactory()
        )
    connection.close()
    copy_to(own_postgres)
    servers = {"DATABASE_URL": own_postgres.url(), "REDIS_URL": own_redis.url()}
    start_worker(EMAIL_URL=mail_server.url, **servers)
    owe(own_redis, "remind")
    start_process("-m", "config.beat", log="beat", **servers)

    def written():
        return [user for (user,) in ask(own_postgres, "SELECT user_id FROM workspace_notification")]

    wait_for(lambda: len(written()) >= 3, seconds=60, what="the first reminders")
    own_postgres.stop()
    owe(own_redis, "remind")
    own_postgres.start()
    reached = len(written())
    wait_for(lambda: len(written()) == NUMBER, seconds=90, what="all reminders")
    ask(own_postgres, "UPDATE workspace_mail SET not_before = now() - interval '1 minute'")
    send_from_elsewhere(own_redis, "workspace.reminders.remind", "workspace.mail.deliver")
    wait_for(lambda: len(mail_server.messages) >= NUMBER, seconds=60, what="all mails")
    time.sleep(1)

    assert 3 <= reached < NUMBER, "the server was stopped too late to prove anything"
    assert set(Counter(written()).values()) == {1}
    assert set(Counter(envelope.rcpt_tos[0] for envelope in mail_server.messages).values()) == {1}
    assert len(mail_server.messages) == NUMBER


def test_of_two_clocks_only_one_sends_and_the_other_takes_over(own_redis, start_process):
    env = {"REDIS_URL": own_redis.url(), "LOG_LEVEL": "INFO", "LOG_JSON": "0"}
    owe(own_redis, "remind")
    first = start_process("-m", "config.beat", log="first", **env)
    first.wait_for_output("beat.sent")
    owe(own_redis, "deliver")
    second = start_process("-m", "config.beat", log="second", **env)
    second.wait_for_output("beat.started")
    time.sleep(6)  # longer than a clock ever sleeps

    idle = second.output
    first.kill()
    second.wait_for_output("workspace.mail.deliver")

    assert "beat.sent" not in idle
    assert "beat.working" not in idle
    assert "workspace.reminders.remind" in first.output
