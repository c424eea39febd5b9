"""Many records at once: memory stays bounded, whatever the length of the list."""

import contextlib
import time

import psutil
import pytest

from candidates.models import Authorship, Paper
from config.evidence.archive import Archive, authors_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

COUNT = 20_000


def test_twenty_thousand_records_stream_through_in_bounded_memory(start_process):
    with Archive(COUNT, size=1_000) as archive:
        process = start_process(
            "manage.py", "ingest", "oai", "--set", "cs", "--base-url", archive.url, log="ingest", ARXIV_SPACING="0"
        )
        peak = 0
        measured = psutil.Process(process.pid)
        while measured.is_running() and measured.status() != psutil.STATUS_ZOMBIE:
            with contextlib.suppress(psutil.NoSuchProcess):
                peak = max(peak, measured.memory_info().rss)
            time.sleep(0.05)

    assert process.wait_for_end() == 0
    assert Paper.objects.count() == COUNT
    assert Authorship.objects.count() == sum(len(authors_of(place)) for place in range(COUNT))
    assert 50 < peak / 1024 / 1024 < 300
