import os
import subprocess
import sys

from config.local.embedded_postgres import EmbeddedPostgres
from config.local.embedded_redis import EmbeddedRedis
from config.local.places import ROOT
from config.local.servers import Servers

PROGRAM = """
import os, psycopg, sys
from config.local.servers import ensure_servers
ensure_servers()
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("select 1").fetchone()[0], flush=True)
sys.stdin.read()
"""


def start(state):
    variables = ("DATABASE_URL", "REDIS_URL")
    env = {name: value for name, value in os.environ.items() if name not in variables}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**env, "STRONGSUIT_STATE": str(state)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_servers_of_several_processes_are_one_and_end_with_the_last(short_path):
    first, second, third = (start(short_path) for _ in range(3))

    for process in (first, second, third):
        assert process.stdout.readline() == "1\n"
    first.communicate("")
    second.kill()
    second.communicate()

    assert EmbeddedPostgres(short_path).pid() is not None
    assert EmbeddedRedis(short_path).answers()
    third.communicate("")
    assert EmbeddedPostgres(short_path).pid() is None
    assert EmbeddedRedis(short_path).pid() is None


def test_servers_named_by_the_environment_are_left_to_it(short_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")

    servers = Servers(short_path)
    servers.start()
    servers.stop()

    assert not servers.are_embedded
    assert os.environ["DATABASE_URL"] == "postgresql://elsewhere/db"
    assert list(short_path.iterdir()) == []
