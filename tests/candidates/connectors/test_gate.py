import datetime
import itertools
import multiprocessing
import os
import socket
import subprocess
import sys
import time

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from candidates.connectors.errors import SourceLimited, SourceUnavailable
from candidates.connectors.gate import Gate


def pass_through(url, times, spacing, results):
    gate = Gate(redis.Redis.from_url(url), "Somewhere", spacing=spacing, patience=20)
    for _ in range(times):
        with gate.enter():
            start = time.time()
            time.sleep(0.05)
            results.put((start, time.time()))


def test_gate_spaces_requests_of_several_processes(redis_connection, settings):
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    workers = [context.Process(target=pass_through, args=(settings.REDIS_URL, 3, 0.2, results)) for _ in range(2)]

    for worker in workers:
        worker.start()
    turns = sorted(results.get(timeout=30) for _ in range(6))
    for worker in workers:
        worker.join(10)

    pauses = [after[0] - before[1] for before, after in itertools.pairwise(turns)]
    assert min(pauses) >= 0.19


def test_gate_tripped_refuses_everybody_until_the_time_it_names(redis_connection):
    gate = Gate(redis_connection, "Somewhere", pause=600)
    other = Gate(redis_connection, "Somewhere", pause=600)

    error = gate.trip()

    with pytest.raises(SourceLimited) as refused, other.enter():
        raise AssertionError("the breaker let a request through")
    left = refused.value.retry_at - datetime.datetime.now(datetime.UTC)
    assert error.heals
    assert datetime.timedelta(minutes=9) < left <= datetime.timedelta(minutes=11)
    assert "limiting requests" in str(refused.value)
    assert "will be tried again at" in str(refused.value)


def test_gate_opens_again_after_the_pause(redis_connection):
    gate = Gate(redis_connection, "Somewhere", pause=0.1, spacing=0)
    gate.trip()
    time.sleep(0.15)

    with gate.enter():
        passed = True

    assert passed


def test_gate_gives_up_waiting_when_its_patience_ends(redis_connection):
    slow = Gate(redis_connection, "Somewhere")
    hurried = Gate(redis_connection, "Somewhere", patience=0.1)

    with slow.enter(), pytest.raises(SourceLimited), hurried.enter():
        raise AssertionError("two requests at once")


def test_gate_is_let_go_after_an_error_and_only_by_its_holder(redis_connection):
    gate = Gate(redis_connection, "Somewhere", spacing=0, hold=0.1)

    with pytest.raises(ValueError), gate.enter():
        raise ValueError
    with gate.enter():
        time.sleep(0.15)  # the hold runs out while the request still goes on
        redis_connection.set(gate.turn, "somebody else")

    assert redis_connection.get(gate.turn) == b"somebody else"


def test_gate_without_redis_asks_nothing(tmp_path):
    nobody = redis.Redis(unix_socket_path=str(tmp_path / "nobody.sock"), retry=Retry(NoBackoff(), 0))
    gate = Gate(nobody, "Somewhere")

    with pytest.raises(SourceUnavailable, match="was not asked"), gate.enter():
        raise AssertionError("no gate, no request")


def test_a_turn_of_a_process_that_died_is_taken_over_at_once(redis_connection):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    redis_connection.set("gate:arxiv:turn", f"{socket.gethostname()}:{dead.pid}:x", px=60_000)
    start = time.monotonic()

    with Gate(redis_connection, "arXiv", spacing=0, patience=5).enter():
        pass

    assert time.monotonic() - start < 30  # the turn itself would have lasted 60


@pytest.mark.parametrize(
    "holder",
    [f"elsewhere:{2**22 + 1}:x", f"{socket.gethostname()}:{os.getpid()}:x", "whoever"],
    ids=["elsewhere", "here", "nameless"],
)
def test_a_turn_of_somebody_who_may_be_alive_is_left_to_them(redis_connection, holder):
    redis_connection.set("gate:arxiv:turn", holder, px=60_000)

    with pytest.raises(SourceLimited), Gate(redis_connection, "arXiv", spacing=0, patience=0.1).enter():
        pass
