import shutil

import pytest
import redis

from config.local.embedded_redis import EmbeddedRedis
from config.local.trouble import Trouble


def test_redis_killed_keeps_its_queue(own_redis):
    with redis.Redis.from_url(own_redis.url()) as client:
        client.execute_command("CONFIG", "SET", "appendfsync", "always")
        client.rpush("queue", "task")

    own_redis.kill()
    own_redis.start()

    with redis.Redis.from_url(own_redis.url()) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]


def test_redis_started_twice_is_one(own_redis):
    before = own_redis.pid()

    own_redis.start()

    assert own_redis.pid() == before


def test_redis_whose_socket_was_swept_away_is_replaced(own_redis):
    with redis.Redis.from_url(own_redis.url()) as client:
        client.set("kept", "yes")
    before = own_redis.pid()
    own_redis.socket.unlink()

    own_redis.start()

    assert own_redis.pid() != before
    with redis.Redis.from_url(own_redis.url()) as client:
        assert client.get("kept") == b"yes"


def test_redis_starts_under_an_awkward_path(short_path):
    server = EmbeddedRedis(short_path / ('with "quotes", space & ü' + "l" * 60))

    try:
        server.start()
        assert server.answers()
    finally:
        server.kill()
        shutil.rmtree(server.socket.parent, ignore_errors=True)


def test_redis_with_broken_data_says_so(own_redis, monkeypatch):
    own_redis.stop()
    (own_redis.data / "appendonly.aof").write_bytes(b"*1\r\n$9\r\nnonsense!" * 50)
    monkeypatch.setattr("config.local.embedded_redis.START_SECONDS", 1)

    with pytest.raises(Trouble, match="Redis does not start") as trouble:
        own_redis.start()

    assert f"mv '{own_redis.data}'" in trouble.value.remedy
