"""A real process, killed for real between pages and in the middle of one."""

import time

import pytest

from candidates.harvest.actions import connect_source, run_now
from candidates.harvest.harvesting import due_runs
from candidates.harvest.tasks import tend_harvests
from candidates.models import Paper, Run, Source
from config.evidence.archive import Archive
from tests.candidates.harvest.conftest import assert_archive_is_here
from tests.plugins.servers import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.fixture
def ingest(start_process):
    def start(url):
        return start_process(
            "manage.py", "ingest", "oai", "--set", "cs", "--base-url", url, log="ingest", ARXIV_SPACING="0"
        )

    return start


def slowly(start, asked):
    time.sleep(0.15)


def test_a_killed_harvest_goes_on_where_it_was(ingest):
    with Archive(300, size=10, fault=slowly) as archive:
        for pages in (3, 9, 16):
            process = ingest(archive.url)
            wait_for(
                lambda pages=pages: Run.objects.filter(pages__gte=pages).exists() or Paper.objects.count() >= pages * 10
            )
            process.kill()
        begun = Paper.objects.count()

        assert ingest(archive.url).wait_for_end() == 0

        assert 160 <= begun < 300
        assert_archive_is_here(300)
        run = Run.objects.get()
        # It is one run still, and no page was kept twice: what was read is known by its count.
        assert (run.state, run.new, run.same) == ("done", 300, 0)
        assert Source.objects.get().cursor == ""


def test_a_killed_worker_is_found_missing_and_another_goes_on(start_worker):
    with Archive(200, size=10, fault=slowly) as archive:
        worker = start_worker(ARXIV_SPACING="0")
        run = run_now(source=connect_source(connector="oai", scope="cs", base_url=archive.url, by=None))
        wait_for(lambda: Run.objects.filter(pages__gte=4).exists())
        worker.kill()
        begun = Paper.objects.count()
        start_worker(ARXIV_SPACING="0")

        assert due_runs() == [run.pk]
        assert tend_harvests() == 1
        wait_for(lambda: Run.objects.filter(state="done").exists())

    assert 40 <= begun < 200
    assert_archive_is_here(200)
    run.refresh_from_db()
    assert (run.new, run.same) == (200, 0)
