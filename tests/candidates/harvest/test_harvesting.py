"""Whole harvests over real HTTP: what goes wrong on the way loses nothing and doubles nothing."""

import datetime as dt

import pytest
from django.utils import timezone

from candidates.harvest.actions import start_run, stop_run
from candidates.harvest.enums import RunState
from candidates.harvest.harvesting import LEASE, MOST_RESTARTS, PATIENCE, Standing, due_runs, work_off
from candidates.harvest.listings import listing_of
from candidates.models import Authorship, Paper, Run, Source
from config.evidence.archive import Archive
from tests.candidates.connectors import oai_answers as oai
from tests.candidates.connectors.source_server import Scripted
from tests.candidates.connectors.test_arxiv_rss import entry, feed
from tests.candidates.harvest.conftest import assert_archive_is_here

pytestmark = pytest.mark.django_db


def xml(*records, more=None, **options):
    return Scripted(oai.listing(*records, more=more), media_type="text/xml", **options)


def fail(code):
    return Scripted(oai.error(code), media_type="text/xml")


def counts(run):
    return (run.pages, run.new, run.revised, run.same, run.left_out)


def go_on(run):
    Run.objects.filter(pk=run.pk).update(retry_at=timezone.now())
    standing = work_off(run.pk, seconds=60)
    run.refresh_from_db()
    return standing


def test_three_chained_pages_bring_every_paper_once(harvest):
    with Archive(70, size=25) as archive:
        run = harvest("oai", "cs", archive.url)

        assert (run.state, counts(run)) == (RunState.DONE, (3, 70, 0, 0, 0))
        assert archive.asked == [0, 25, 50]
        assert_archive_is_here(70)
        again = harvest("oai", "cs", archive.url)

    assert counts(again) == (3, 0, 0, 70, 0)
    assert_archive_is_here(70)


def test_faults_on_the_way_lose_nothing_and_double_nothing(harvest):
    def fault(start, asked):
        return {(0, 1): 30_000, (25, 1): (503, {"Retry-After": "5"}), (50, 1): (429, {}), (50, 2): 1}.get(
            (start, asked)
        )

    with Archive(70, size=25, fault=fault) as archive:
        run = harvest("oai", "cs", archive.url)
        waits = [run.retry_at - timezone.now()]
        standings = []
        while run.is_open:
            if run.retry_at:
                waits.append(run.retry_at - timezone.now())
            redis_keys_forget_the_breaker()
            standings.append(go_on(run))

    assert standings == [Standing.WAITS, Standing.WAITS, Standing.WAITS, Standing.OVER]
    assert counts(run) == (3, 70, 0, 0, 0)
    assert archive.asked == [0, 0, 25, 25, 50, 50, 50]
    # The line was cut: a minute. The server said five seconds. Too many requests: ten minutes for everybody.
    assert waits[0] > dt.timedelta(seconds=50)
    assert waits[2] < dt.timedelta(seconds=6)
    assert waits[3] > dt.timedelta(minutes=9)
    assert_archive_is_here(70)


def redis_keys_forget_the_breaker():
    import redis
    from django.conf import settings

    with redis.Redis.from_url(settings.REDIS_URL) as connection:
        connection.delete("gate:arxiv:oai:breaker", "gate:arxiv:turn")


def test_a_lost_place_reads_the_same_window_again(harvest, server):
    papers = [oai.paper(f"2611.0000{place}") for place in range(3)]
    server.answers(
        xml(papers[0], more=oai.token(1)),
        fail("badResumptionToken"),
        xml(papers[0], more=oai.token(1)),
        xml(*papers[1:], more=""),
    )

    run = harvest("oai", "cs", server.url)

    assert (run.state, run.restarts, counts(run)) == (RunState.DONE, 1, (3, 3, 0, 1, 0))
    first, _, again, _ = [asked.path for asked in server.asked]
    assert first == again


def test_a_place_that_is_lost_for_ever_ends_the_run(harvest, server):
    server.answers(fail("badResumptionToken"))

    run = harvest("oai", "cs", server.url)

    assert (run.state, run.restarts) == (RunState.FAILED, MOST_RESTARTS + 1)
    assert "begins anew" in run.problem


def test_windows_overlap_by_a_week_and_end_yesterday(harvest, server):
    server.answers(fail("noRecordsMatch"))
    harvest("oai", "cs", server.url, today=dt.date(2026, 11, 20))
    harvest("oai", "cs", server.url, today=dt.date(2026, 11, 23))

    assert [asked.path.partition("&from=")[2] for asked in server.asked] == [
        "2026-10-21&until=2026-11-19&set=cs",
        "2026-11-12&until=2026-11-22&set=cs",
    ]
    source = Source.objects.get()
    assert (source.complete_until, source.window_until) == (dt.date(2026, 11, 22), None)


def test_the_window_stays_frozen_while_a_list_is_read(harvest, server):
    server.answers(
        xml(oai.paper(), more=oai.token(1)), Scripted("no", status=403), xml(oai.paper("2611.00002"), more="")
    )
    first = harvest("oai", "cs", server.url, today=dt.date(2026, 11, 20))
    second = harvest("oai", "cs", server.url, today=dt.date(2026, 11, 25))

    assert (first.state, second.state) == (RunState.FAILED, RunState.DONE)
    assert server.asked[2].path.endswith("resumptionToken=" + oai.token(1).replace("%", "%25"))
    assert Source.objects.get().complete_until == dt.date(2026, 11, 19)


def test_an_empty_sunday_is_a_good_run(harvest, server):
    server.answers(feed(headers={"ETag": '"sunday"'}))

    run = harvest("rss", "cs.LG", server.url)

    assert (run.state, counts(run)) == (RunState.DONE, (1, 0, 0, 0, 0))
    source = Source.objects.get()
    assert (source.etag, source.heard_at) == ('"sunday"', None)


def test_a_feed_that_has_not_changed_is_a_good_run(harvest, server):
    server.answers(feed(entry(), headers={"ETag": '"friday"'}), Scripted(status=304))
    harvest("rss", "cs.LG", server.url)

    run = harvest("rss", "cs.LG", server.url)

    assert (run.state, counts(run)) == (RunState.DONE, (1, 0, 0, 0, 0))
    assert server.asked[1].headers["If-None-Match"] == '"friday"'
    assert Source.objects.get().etag == '"friday"'


def test_a_replacement_is_taken_in_place(harvest, server):
    server.answers(
        feed(entry("2611.00001v1")),
        feed(entry("2611.00001v2", kind="replace", title="Counting more", authors="Ada Quill, Odalys Brenninkmeyer")),
    )
    harvest("rss", "cs.LG", server.url)
    key = Paper.objects.get().pk

    run = harvest("rss", "cs.LG", server.url)

    paper = Paper.objects.get()
    assert (paper.pk, paper.title, paper.version, counts(run)) == (key, "Counting more", 2, (1, 0, 1, 0, 0))
    assert list(paper.authorships.values_list("position", "name")) == [(1, "Ada Quill"), (2, "Odalys Brenninkmeyer")]
    assert (paper.published_on, paper.updated_on) == (dt.date(2026, 11, 20), dt.date(2026, 11, 20))


def test_a_malformed_number_is_counted_and_shown_and_stops_nothing(harvest, server):
    server.answers(xml(oai.paper("26x1.00001"), oai.paper("2611.00002")))

    run = harvest("oai", "cs", server.url)

    assert (run.state, counts(run)) == (RunState.DONE, (1, 1, 0, 0, 1))
    assert run.notes == [["oai:arXiv.org:26x1.00001", "“26x1.00001” is no arXiv number."]]


def test_a_refusal_fails_the_run_in_words_and_keeps_the_place(harvest, server):
    server.answers(xml(oai.paper(), more=oai.token(1)), fail("badArgument"))

    run = harvest("oai", "cs", server.url)

    assert (run.state, Source.objects.get().cursor) == (RunState.FAILED, oai.token(1))
    assert "sets with colons" in run.problem


def test_a_list_that_names_its_own_page_as_the_next_is_left(harvest, server):
    server.answers(xml(oai.paper(), more=oai.token(1)))

    run = harvest("oai", "cs", server.url)

    assert run.state == RunState.FAILED
    assert "same page" in run.problem
    assert len(server.asked) == 2


def test_patience_ends(harvest, server):
    server.answers(Scripted("no", status=500))

    run = harvest("oai", "cs", server.url)
    while run.is_open:
        go_on(run)

    assert (run.state, run.failures, len(server.asked)) == (RunState.FAILED, len(PATIENCE) + 1, len(PATIENCE) + 1)
    assert "out of order" in run.problem


def test_a_conference_without_an_account_is_refused_in_words(harvest, server):
    refusal = '{"name": "ChallengeRequiredError", "status": 403}'
    server.answers(Scripted(refusal, status=403))

    run = harvest("openreview", "ICLR.cc/2026/Conference", server.url)

    assert run.state == RunState.FAILED
    assert "ask your administrator" in run.problem


def test_a_stopped_run_gives_way_and_the_next_goes_on(harvest):
    with Archive(40, size=10) as archive:
        source = Source.objects.create(connector="oai", scope="cs", base_url=archive.url)
        run = start_run(source=source)
        assert (
            work_off(run.pk, seconds=60, on_page=lambda run: stop_run(run=run) if run.pages == 2 else None)
            is Standing.NOT_OURS
        )
        run.refresh_from_db()
        assert (run.state, run.pages) == (RunState.STOPPED, 2)

        again = harvest("oai", "cs", archive.url)

    assert (again.state, again.new, again.same) == (RunState.DONE, 20, 0)
    assert_archive_is_here(40)


def test_only_one_works_on_a_run_at_a_time():
    with Archive(40, size=10) as archive:
        source = Source.objects.create(connector="oai", scope="cs", base_url=archive.url)
        run = start_run(source=source)
        second = []
        work_off(run.pk, seconds=60, on_page=lambda run: second.append(work_off(run.pk, seconds=60)))

    assert set(second) == {Standing.NOT_OURS}
    assert start_run(source=source) != run
    assert_archive_is_here(40)


def test_a_run_that_is_open_is_not_started_twice():
    source = Source.objects.create(connector="oai", scope="cs")

    assert start_run(source=source) == start_run(source=source)


def test_a_page_that_somebody_kept_meanwhile_is_not_kept_twice():
    """A worker that was thought dead comes back with a page that another has kept."""
    with Archive(20, size=10) as archive:
        source = Source.objects.create(connector="oai", scope="cs", base_url=archive.url)
        run = start_run(source=source)

        assert work_off(run.pk, seconds=0) is Standing.MORE
        source.refresh_from_db()

        class Slow:
            def page(self, cursor):
                page = listing_of(source).page(cursor)
                Source.objects.filter(pk=source.pk).update(cursor="elsewhere")
                return page

        assert work_off(run.pk, seconds=60, listing=Slow()) is Standing.NOT_OURS

    assert Paper.objects.count() == 10


def test_runs_are_due_when_their_time_comes_or_their_worker_is_lost():
    now = timezone.now()
    waiting, held, dead, fresh = (
        Run.objects.create(source=Source.objects.create(connector="oai", scope=name))
        for name in ("cs", "math", "stat", "econ")
    )
    Run.objects.filter(pk=waiting.pk).update(state="waiting", retry_at=now)
    Run.objects.filter(pk=held.pk).update(held_by="a:1:x", held_until=now + LEASE)
    Run.objects.filter(pk=dead.pk).update(held_by="a:1:x", held_until=now)

    assert due_runs(now=now - dt.timedelta(seconds=1)) == []
    assert due_runs(now=now + dt.timedelta(seconds=1)) == [waiting.pk, dead.pk]
    Run.objects.filter(pk=dead.pk).update(updated_at=now - dt.timedelta(minutes=1))
    assert due_runs(now=now + dt.timedelta(minutes=4)) == [waiting.pk, dead.pk, fresh.pk]


def test_authors_are_written_in_order_of_their_places(harvest, server):
    server.answers(xml(oai.paper(authors=[("Zhou", "Ann"), ("Abe", "Ken"), ("Moreau", "Lia", "III")])))

    harvest("oai", "cs", server.url)

    assert list(Authorship.objects.order_by("pk").values_list("position", "name")) == [
        (1, "Ann Zhou"),
        (2, "Ken Abe"),
        (3, "Lia Moreau III"),
    ]
