import pytest
import redis
from django.conf import settings as django_settings

from candidates.harvest.actions import connect_source, start_run
from candidates.harvest.harvesting import work_off
from candidates.models import Authorship, Paper
from config.evidence.archive import authors_of, number_of
from tests.candidates.connectors.source_server import SourceServer


@pytest.fixture
def server():
    with SourceServer() as server:
        yield server


@pytest.fixture(autouse=True)
def open_gates(settings):
    settings.ARXIV_SPACING = settings.DBLP_SPACING = 0
    with redis.Redis.from_url(django_settings.REDIS_URL) as connection:
        for key in connection.scan_iter("gate:*"):
            connection.delete(key)


@pytest.fixture
def harvest():
    """Read a source once, as a worker would; return its run."""

    def read(connector, scope, base_url, **window):
        from candidates.models import Source

        known = Source.objects.filter(connector=connector, scope=scope, base_url=base_url).first()
        source = known or connect_source(connector=connector, scope=scope, base_url=base_url, by=None)
        run = start_run(source=source, **window)
        work_off(run.pk, seconds=60)
        run.refresh_from_db()
        return run

    return read


def assert_archive_is_here(count):
    """Nothing lost, nothing doubled, every author in their place."""
    numbers = list(Paper.objects.values_list("arxiv_id", flat=True))
    assert sorted(numbers) == sorted(number_of(place) for place in range(count))
    written = {}
    for number, position, name in Authorship.objects.order_by("position").values_list(
        "paper__arxiv_id", "position", "name"
    ):
        written.setdefault(number, []).append((position, name))
    expected = {
        number_of(place): [(at, f"{given} {family}") for at, (given, family) in enumerate(authors_of(place), 1)]
        for place in range(count)
    }
    assert written == expected
