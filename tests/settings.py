"""The settings under test: production's own, on embedded servers that are apart from the development data."""

import atexit
import os
import sys
import types

from config.local.embedded_postgres import FLEETING, EmbeddedPostgres
from config.local.embedded_redis import EmbeddedRedis
from config.local.places import ROOT, make_directory
from config.local.servers import Tenancy

STATE = make_directory(ROOT / ".local" / "test")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
# One Redis each: a test that empties its cache must not empty its neighbour's.
OWN_STATE = make_directory(STATE / WORKER)

postgres = EmbeddedPostgres(STATE, settings=tuple(FLEETING.items()))


def _stop_servers() -> None:
    postgres.stop()
    for data in STATE.glob("*/redis"):
        EmbeddedRedis(data.parent).stop()


if not (os.environ.get("TEST_DATABASE_URL") and os.environ.get("TEST_REDIS_URL")):
    tenancy = Tenancy(STATE, _stop_servers)
    tenancy.begin()
    atexit.register(tenancy.end)

os.environ.update(
    {
        "ENV_FILE": os.devnull,
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or postgres.start(),
        "REDIS_URL": os.environ.get("TEST_REDIS_URL") or EmbeddedRedis(OWN_STATE).start(),
        "REDIS_PREFIX": f"strongsuit-test-{WORKER}",
        "DEBUG": "0",
        "HTTPS": "0",
        "SECRET_KEY": "only-for-tests-" + "t" * 50,
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "STATIC_ROOT": str(make_directory(OWN_STATE / "static")),
        "MEDIA_ROOT": str(make_directory(OWN_STATE / "files")),
        "LOG_LEVEL": "WARNING",
        "CALENDAR_PRIVATE_HOSTS": "127.0.0.1",
    }
)

from config.settings import *  # noqa: E402, F403
from config.settings import TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class UndefinedVariable(str):
    """Makes a template of ours fail where it prints a variable that is not there; other packages' may."""

    def __contains__(self, part: object) -> bool:
        return part == "%s"  # so that Django tells which variable it was

    def __mod__(self, variable: object) -> str:
        origin = _template_of(sys._getframe(1))
        if origin.startswith(str(ROOT)) and "/.venv/" not in origin:
            raise AssertionError(f"undefined variable {variable} in {origin}")
        return ""


def _template_of(frame: types.FrameType | None) -> str:
    from django.template.base import Node

    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("undefined")
