"""The whole way of a mail through real processes: row, broker, worker, mail server."""

import pytest

from config.celery import app
from tests.plugins.servers import wait_for
from workspace.mail.actions import queue_mail
from workspace.mail.models import Mail, MailState

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ask(own_redis, settings):
    """Send a task by name through a broker of the test's own; return the variables a worker needs to find it."""
    url = own_redis.url()

    def send(name):
        with app.connection_for_write(url.replace("unix://", "redis+socket://")) as broker:
            app.send_task(name, connection=broker)

    send.env = {"REDIS_URL": url}
    return send


def test_mail_reaches_a_real_server_through_a_real_worker(start_worker, mail_server, ask):
    queue_mail(key="one", to="ada@example.org", subject="Hello", body="A body.")
    start_worker(EMAIL_URL=mail_server.url, **ask.env)

    ask("workspace.mail.deliver")

    wait_for(lambda: mail_server.messages, what="the mail to arrive")
    ask("workspace.mail.deliver")
    wait_for(lambda: Mail.objects.filter(state=MailState.SENT).count() == 1)
    assert [message.rcpt_tos for message in mail_server.messages] == [["ada@example.org"]]


def test_mail_waits_while_redis_is_gone(start_worker, mail_server, own_redis, ask):
    worker = start_worker(EMAIL_URL=mail_server.url, **ask.env)
    queue_mail(key="one", to="ada@example.org", subject="Hello", body="A body.")
    own_redis.kill()
    wait_for(lambda: "Trying again in" in worker.output, what="the worker to miss its broker")

    own_redis.start()
    ask("workspace.mail.deliver")

    wait_for(lambda: mail_server.messages, what="the mail to arrive")
    assert len(mail_server.messages) == 1


def test_worker_told_to_stop_ends_cleanly(start_worker, ask):
    worker = start_worker(**ask.env)

    assert worker.stop() == 0
