import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.harvest.actions import start_run
from candidates.harvest.harvesting import work_off
from candidates.harvest.tasks import start_harvests, tend_harvests, work_on_run
from candidates.models import Paper, Run, Source
from config.evidence.archive import Archive
from tests.candidates.connectors.source_server import Scripted
from workspace.models import Activity

pytestmark = pytest.mark.django_db
LIST, CONNECT = "/sourcing/sources/", "/sourcing/sources/connect/"


@pytest.fixture
def source():
    return Source.objects.create(connector="rss", scope="cs.LG")


def page_of(source, name="source"):
    return reverse(f"candidates:{name}", args=[source.uuid])


def text_of(response):
    return response.content.decode()


# --- The list and a source -------------------------------------------------------------------------------------------


def test_list_says_what_there_is_and_what_to_do_when_there_is_nothing(admin, recruiter, sign_in):
    assert "Connect a source" in text_of(sign_in(admin).get(LIST))
    assert "An admin connects" in text_of(sign_in(recruiter).get(LIST))

    Source.objects.create(
        connector="oai", scope="cs:cs:LG", complete_until=timezone.now().date() - dt.timedelta(days=5)
    )

    shown = text_of(sign_in(recruiter).get(LIST))
    assert "cs:cs:LG" in shown
    assert "<td>4 days</td>" in shown
    assert "Connect a source" not in shown


def test_list_is_one_tab_of_sourcing(recruiter, hiring_manager, sign_in):
    assert LIST in text_of(sign_in(recruiter).get("/sourcing/"))
    assert LIST not in text_of(sign_in(hiring_manager).get("/sourcing/"))


def test_source_shows_its_runs_with_errors_in_words_and_what_was_left_out(recruiter, sign_in, source):
    Run.objects.create(source=source, state="failed", finished_at=timezone.now(), problem="arXiv has no such feed.")
    Run.objects.create(
        source=source,
        state="done",
        finished_at=timezone.now(),
        new=3,
        left_out=1,
        notes=[["oai:arXiv.org:1x", "No number."]],
    )

    shown = text_of(sign_in(recruiter).get(page_of(source)))

    assert "arXiv has no such feed." in shown
    assert "No number." in shown
    assert "Run now" not in shown


def test_progress_is_asked_for_by_htmx_and_by_a_plain_page(recruiter, sign_in, source):
    run = start_run(source=source)
    Run.objects.update(new=40, pages=2, total=90)

    page = text_of(sign_in(recruiter).get(page_of(source)))
    fragment = text_of(sign_in(recruiter, htmx=True).get(page_of(source)))

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert 'hx-trigger="every 2s"' in page
    assert fragment.strip().startswith('<div id="run-progress"')
    assert '<progress value="40" max="90"' in fragment
    Run.objects.filter(pk=run.pk).update(state="done", finished_at=timezone.now())
    assert sign_in(recruiter, htmx=True).get(page_of(source)).headers["HX-Refresh"] == "true"


def test_list_asks_again_only_while_something_is_read(recruiter, sign_in, source):
    assert "hx-trigger" not in text_of(sign_in(recruiter, htmx=True).get(LIST))

    start_run(source=source)

    fragment = text_of(sign_in(recruiter, htmx=True).get(LIST))
    assert fragment.strip().startswith('<section class="card" id="source-list" hx-get="/sourcing/sources/"')


def test_pages_cost_the_same_with_one_row_and_with_three(recruiter, sign_in, count_queries, source):
    client = sign_in(recruiter)
    urls = (LIST, page_of(source))

    def done(source):
        Run.objects.create(source=source, state="done", finished_at=timezone.now(), started_by=recruiter)

    done(source)
    lean = [count_queries(lambda url=url: client.get(url)) for url in urls]
    for name in ("cs.CL", "stat.ML"):
        done(Source.objects.create(connector="rss", scope=name))
        done(source)

    assert [count_queries(lambda url=url: client.get(url)) for url in urls] == lean


# --- Connecting and changing -----------------------------------------------------------------------------------------


def test_connecting_reads_at_once(admin, sign_in, server, settings, django_capture_on_commit_callbacks):
    settings.ARXIV_RSS_URL = server.url
    server.answers(Scripted("no", status=404))
    with django_capture_on_commit_callbacks() as sent:
        response = sign_in(admin).post(CONNECT, {"connector": "rss", "scope": "cs.LG, cs.CL+cs.LG"})

    source = Source.objects.get()
    assert (source.scope, source.is_enabled, source.added_by) == ("cs.LG cs.CL", True, admin)
    assert response.url == page_of(source)
    assert len(sent) == 1
    assert source.runs.get().started_by == admin
    assert set(Activity.objects.values_list("verb", flat=True)) == {"connected_source", "ran_source"}


@pytest.mark.parametrize(
    ("connector", "scope", "words"),
    [
        ("rss", "", "Name at least one category"),
        ("rss", "cs LG!", "is no category"),
        ("oai", "cs.LG", "with colons"),
        ("arxiv", "", "Name a category"),
        ("virtual-site", "neurips", "neurips 2025"),
        ("virtual-site", "sigtide 2025", "no virtual site"),
        ("openreview", "ICLR", "no venue of OpenReview"),
        ("pmlr", "235", "v235"),
        ("acl", "ACL", "no collection"),
        ("dblp", "", "Name a volume"),
        ("openalex", "LG!", "is no category"),
        ("bibtex", "/etc/passwd", "Select a valid choice"),
        ("rss", "x" * 301, "at most 300"),
    ],
)
def test_a_list_that_is_none_is_refused_with_how_it_is_written(admin, sign_in, connector, scope, words):
    response = sign_in(admin).post(CONNECT, {"connector": connector, "scope": scope})

    assert response.status_code == 422
    assert words in text_of(response)
    assert not scope or f'value="{scope}"' in text_of(response)
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("connector", "scope"),
    [
        ("oai", ""),
        ("oai", "physics:hep-th"),
        ("arxiv", "all:electron AND cat:cs.LG"),
        ("virtual-site", "ICML 2026"),
        ("openreview", "ICLR.cc/2026/Conference"),
        ("pmlr", "v235"),
        ("acl", "2024.acl-long"),
        ("dblp", "conf/iclr/iclr2024"),
        ("openalex", ""),
        ("semantic-scholar", "cs.LG"),
    ],
)
def test_every_kind_can_be_connected(admin, sign_in, connector, scope):
    response = sign_in(admin).post(CONNECT, {"connector": connector, "scope": scope})

    assert response.status_code == 302
    assert Source.objects.get().connector == connector


def test_the_same_list_is_not_connected_twice(admin, sign_in, source):
    response = sign_in(admin).post(CONNECT, {"connector": "rss", "scope": "cs.LG"})

    assert (response.status_code, Source.objects.count()) == (422, 1)
    assert "connected already" in text_of(response)


def test_changing_the_list_forgets_the_place_in_the_old_one(admin, sign_in, source):
    Source.objects.update(cursor="x", etag="y", complete_until=dt.date(2026, 1, 1))

    response = sign_in(admin).post(page_of(source, "source_scope"), {"scope": "cs.CL"})

    source.refresh_from_db()
    assert response.url == page_of(source)
    assert (source.scope, source.cursor, source.etag, source.complete_until) == ("cs.CL", "", "", None)


def test_the_list_of_a_source_that_is_read_is_left(admin, sign_in, source):
    start_run(source=source)

    response = sign_in(admin).post(page_of(source, "source_scope"), {"scope": "cs.CL"})

    assert response.status_code == 422
    assert "Stop the run first" in text_of(response)


def test_another_source_may_not_read_the_same_list(admin, sign_in, source):
    other = Source.objects.create(connector="rss", scope="cs.CL")

    assert sign_in(admin).post(page_of(other, "source_scope"), {"scope": "cs.LG"}).status_code == 422


def test_run_now_stop_and_go_on(admin, sign_in, source):
    client = sign_in(admin)
    client.post(page_of(source, "run_source"))
    client.post(page_of(source, "run_source"))
    Source.objects.update(cursor="token")
    shown = text_of(client.get(page_of(source)))

    client.post(page_of(source, "stop_source"))
    client.post(page_of(source, "stop_source"))

    run = source.runs.get()
    assert "Stop</button>" in shown
    assert (run.state, run.started_by) == ("stopped", admin)
    assert "Go on" in text_of(client.get(page_of(source)))


def test_run_now_does_not_wait_for_a_run_that_waits(admin, sign_in, source):
    Run.objects.create(source=source, state="waiting", retry_at=timezone.now() + dt.timedelta(hours=1), problem="Busy.")
    client = sign_in(admin)
    assert "Busy. What came so far is kept." in text_of(client.get(page_of(source)))

    client.post(page_of(source, "run_source"))

    assert source.runs.get().state == "running"


def test_switching_off_and_on(admin, sign_in, source):
    client = sign_in(admin)

    client.post(page_of(source, "switch_source"))
    source.refresh_from_db()
    assert not source.is_enabled
    client.post(page_of(source, "switch_source"), {"on": "1"})

    source.refresh_from_db()
    assert source.is_enabled


# --- Who may ---------------------------------------------------------------------------------------------------------


def test_recruiters_see_and_admins_change(recruiter, hiring_manager, interviewer, sign_in, client, source):
    acts = [page_of(source, name) for name in ("run_source", "stop_source", "switch_source", "source_scope")]

    assert {sign_in(recruiter).get(url).status_code for url in (LIST, page_of(source))} == {200}
    assert {sign_in(recruiter).post(url).status_code for url in (*acts, CONNECT)} == {403}
    for outsider in (hiring_manager, interviewer):
        assert {sign_in(outsider).get(url).status_code for url in (LIST, page_of(source), CONNECT)} == {403}
    assert {client.get(url).status_code for url in (LIST, page_of(source), CONNECT)} == {302}
    assert not Run.objects.exists()


def test_sources_that_are_not_there_are_not_found(admin, sign_in):
    nowhere = "0b5c2c5e-7f0f-4d35-9b3e-0a6f3f8d2d11"

    assert sign_in(admin).get(f"{LIST}{nowhere}/").status_code == 404
    assert sign_in(admin).post(f"{LIST}{nowhere}/run/").status_code == 404


# --- Tasks -----------------------------------------------------------------------------------------------------------


def test_working_on_a_run_twice_reads_it_once():
    with Archive(20, size=10) as archive:
        run = start_run(source=Source.objects.create(connector="oai", scope="cs", base_url=archive.url))

        assert [work_on_run(run.pk), work_on_run(run.pk)] == ["over", "not ours"]
        assert archive.asked == [0, 10]
    assert Paper.objects.count() == 20
    assert work_on_run(0) == "not ours"


def test_the_clock_starts_what_is_switched_on_once(source):
    Source.objects.create(connector="rss", scope="cs.CL", is_enabled=False)
    Source.objects.create(connector="oai", scope="cs")

    assert [start_harvests(["rss"]), start_harvests(["rss"])] == [1, 1]

    assert list(Run.objects.values_list("source", flat=True)) == [source.pk]


def test_lost_and_waiting_runs_are_sent_again(source, monkeypatch):
    sent = []
    monkeypatch.setattr(work_on_run, "delay", sent.append)
    run = Run.objects.create(source=source, state="waiting", retry_at=timezone.now())

    assert [tend_harvests(), tend_harvests()] == [1, 1]
    assert sent == [run.pk, run.pk]


def test_a_source_whose_file_is_gone_fails_in_words(tmp_path):
    run = start_run(source=Source.objects.create(connector="bibtex", scope=str(tmp_path / "gone.bib")))

    work_off(run.pk, seconds=1)

    run.refresh_from_db()
    assert run.state == "failed"
    assert "gone.bib" in run.problem
