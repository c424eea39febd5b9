import pytest
import redis
import stamina
from django.conf import settings

from tests.candidates.connectors.source_server import SourceServer


@pytest.fixture
def source():
    with SourceServer() as server:
        yield server


@pytest.fixture
def redis_connection():
    connection = redis.Redis.from_url(settings.REDIS_URL)
    for key in connection.scan_iter("gate:*"):
        connection.delete(key)
    yield connection
    connection.close()


@pytest.fixture(autouse=True)
def retries_without_waiting():
    stamina.set_testing(True, attempts=10, cap=True)
    yield
    stamina.set_testing(False)
