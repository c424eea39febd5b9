import datetime as dt
import time

import pytest
from django.utils import timezone

from candidates.models import CodeSearch, Reimplementation, Repository
from candidates.repositories.lookups import ask_for_code, ask_for_repository, due, fetch_again
from candidates.repositories.tasks import fetch, retry, search
from tests import factories
from tests.candidates.connectors.github_answers import GitHubDouble, answers, repository
from tests.candidates.connectors.source_server import Scripted

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(recruiter, django_capture_on_commit_callbacks):
    """Return a function that asks for quill/tides without sending the task."""

    def asking(paper=None, found_by="pasted", name="Quill/Tides"):
        with django_capture_on_commit_callbacks():
            return ask_for_repository(name=name, paper=paper, found_by=found_by, by=recruiter)

    return asking


def test_asking_sends_the_task_once_and_keeps_one_row(recruiter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        first = ask_for_repository(name="Quill/Tides", found_by="pasted", by=recruiter)
        again = ask_for_repository(name="quill/tides", found_by="pasted", by=recruiter)

    assert (len(sent), first, Repository.objects.get().name) == (1, again, "quill/tides")
    assert first.reasons == ["Nobody said yet which paper it is of."]


def test_fetch_writes_the_facts_and_decides_whose_code_it_is(ask, github, paper):
    seen = ask(paper)

    assert fetch(seen.repository.pk) == "found"

    seen.refresh_from_db()
    repository = Repository.objects.get()
    assert (repository.implementer, repository.implementer_name) == ("quill", "Odile Quill")
    assert repository.told.commits == 160
    assert seen.verdict == "community"
    assert seen.reasons == ["Its README says “reimplementation of”."]


def test_fetch_of_what_was_fetched_asks_nobody(ask, github, source):
    key = ask().repository.pk
    fetch(key)
    asked = len(source.asked)

    assert fetch(key) == "found"
    assert len(source.asked) == asked


def test_fetch_again_costs_github_nothing_where_nothing_changed(
    ask, github, source, django_capture_on_commit_callbacks
):
    github.etags = True
    repository = ask().repository
    fetch(repository.pk)
    first = len(source.asked)
    with django_capture_on_commit_callbacks():
        fetch_again(repository=repository)

    assert fetch(repository.pk) == "found"
    assert all("If-None-Match" in asked.headers for asked in source.asked[first:] if "languages" in asked.path)
    assert Repository.objects.get().told.readme == github.table["/repos/quill/tides/readme"]


def test_verdict_of_a_person_outlasts_the_next_reading(ask, github, paper, recruiter):
    seen = ask(paper)
    Reimplementation.objects.update(verdict="official", reasons=["Said so at the poster."], verdict_by=recruiter)

    fetch(seen.repository.pk)

    seen.refresh_from_db()
    assert (seen.verdict, seen.reasons) == ("official", ["Said so at the poster."])


def test_limit_is_kept_for_later_and_costs_no_attempt(ask, source):
    reset = int(time.time()) + 1800
    GitHubDouble(source, answers(), quota=3, reset=reset)
    repository = ask().repository

    assert fetch(repository.pk) == "later"

    repository.refresh_from_db()
    assert repository.attempts == 0
    assert repository.retry_at.timestamp() >= reset
    assert "hourly limit" in repository.problem
    assert due(Repository) == []
    assert due(Repository, now=repository.retry_at) == [repository.pk]


def test_answers_before_the_limit_are_not_lost(ask, source):
    double = GitHubDouble(source, answers(), quota=3, reset=int(time.time()) + 2)
    double.etags = True
    repository = ask().repository
    fetch(repository.pk)
    double.quota = None
    from django.core.cache import cache

    cache.delete("github:token:core:pause")

    assert fetch(repository.pk) == "found"


def test_missing_repository_fails_in_words_and_may_be_asked_again(
    ask, source, recruiter, django_capture_on_commit_callbacks
):
    source.answers(Scripted("{}", status=404))
    repository = ask().repository

    assert fetch(repository.pk) == "failed"

    repository.refresh_from_db()
    assert "no such repository" in repository.problem
    with django_capture_on_commit_callbacks() as sent:
        ask_for_repository(name="quill/tides", found_by="pasted", by=recruiter)
    assert len(sent) == 1


def test_out_of_order_waits_longer_each_time_and_gives_up_at_last(ask, source):
    source.answers(Scripted("", status=503))
    repository = ask().repository
    waits = []
    while fetch(repository.pk) == "later":
        repository.refresh_from_db()
        waits.append(repository.retry_at - timezone.now())

    assert waits == sorted(waits)
    assert len(waits) == 8
    assert Repository.objects.get().state == "failed"


def test_repository_without_a_paper_takes_the_first_that_is_named(ask, paper):
    pasted = ask()

    found = ask(paper, "readme")

    assert (found.pk, found.paper, Reimplementation.objects.count()) == (pasted.pk, paper, 1)


def test_stronger_evidence_replaces_how_it_was_found(ask, paper):
    ask(paper, "title")

    assert ask(paper, "paper").found_by == "paper"
    assert ask(paper, "readme").found_by == "paper"


def test_one_repository_may_be_of_two_papers(ask, paper):
    other = factories.PaperFactory()

    assert ask(paper).pk != ask(other).pk
    assert Repository.objects.count() == 1


# --- Searching -------------------------------------------------------------------------------------------------------


def searching(paper, by, capture):
    with capture():
        return ask_for_code(paper=paper, by=by)


def test_search_keeps_what_every_source_names_with_the_strongest_reason(
    paper, recruiter, source, django_capture_on_commit_callbacks
):
    paper.comment = "Code: https://github.com/brenninkmeyer/gauges"
    paper.save()
    hits = [repository(html_url=f"https://github.com/{name}") for name in ("quill/tides", "sea/gauges")]
    fork = repository(html_url="https://github.com/copy/tides", fork=True)
    table = {
        "/api/papers/2401.01234": {"githubRepo": "https://github.com/sea/gauges", "githubRepoAddedBy": "user"},
        "/api/arxiv/2401.01234/repos": {"models": [{"id": "quill/tides"}], "datasets": [], "spaces": []},
        "/search/repositories": {"items": [*hits, fork]},
    }
    GitHubDouble(source, table)
    wanted = searching(paper, recruiter, django_capture_on_commit_callbacks)

    with django_capture_on_commit_callbacks() as sent:
        assert search(wanted.pk) == "found"

    wanted.refresh_from_db()
    found = {one.repository.name: one.found_by for one in Reimplementation.objects.all()}
    assert found == {"brenninkmeyer/gauges": "paper", "sea/gauges": "paper_page", "quill/tides": "readme"}
    assert (wanted.found, len(sent)) == (3, 3)
    assert wanted.uploads == [{"name": "quill/tides", "url": "https://huggingface.co/quill/tides", "kind": "model"}]


def test_search_twice_asks_once(paper, recruiter, source, django_capture_on_commit_callbacks):
    GitHubDouble(source, {"/search/repositories": {"items": [repository()]}})
    wanted = searching(paper, recruiter, django_capture_on_commit_callbacks)
    search(wanted.pk)
    asked = len(source.asked)

    assert search(wanted.pk) == "found"
    assert (len(source.asked), Reimplementation.objects.count()) == (asked, 1)


def test_search_that_just_ended_is_not_sent_again(paper, recruiter, django_capture_on_commit_callbacks):
    wanted = CodeSearch.objects.create(paper=paper, state="found", searched_at=timezone.now(), requested_by=recruiter)

    with django_capture_on_commit_callbacks() as sent:
        ask_for_code(paper=paper, by=recruiter)
        CodeSearch.objects.update(searched_at=timezone.now() - dt.timedelta(days=1))
        ask_for_code(paper=paper, by=recruiter)

    assert len(sent) == 1
    wanted.refresh_from_db()
    assert wanted.state == "waiting"


def test_search_keeps_a_dozen_at_most(paper, recruiter, source, django_capture_on_commit_callbacks):
    items = [repository(html_url=f"https://github.com/quill/tides-{n}") for n in range(30)]
    GitHubDouble(source, {"/search/repositories": {"items": items}})
    wanted = searching(paper, recruiter, django_capture_on_commit_callbacks)

    search(wanted.pk)

    assert Reimplementation.objects.count() == 12


def test_limited_search_goes_on_later(paper, recruiter, source, django_capture_on_commit_callbacks):
    GitHubDouble(source, {}, quota=0, reset=int(time.time()) + 60)
    GitHubDouble(source, {"/api/papers/2401.01234": Scripted("{}", status=429)})
    wanted = searching(paper, recruiter, django_capture_on_commit_callbacks)

    assert search(wanted.pk) == "later"
    assert CodeSearch.objects.get().problem == "Hugging Face is limiting requests."


def test_tasks_of_rows_that_are_gone_do_nothing():
    assert [fetch(0), search(0)] == ["gone", "gone"]
    assert [fetch(0), search(0)] == ["gone", "gone"]


def test_retry_sends_what_is_due_and_what_was_lost(recruiter, paper):
    lost = Repository.objects.create(name="a/b", requested_by=recruiter)
    Repository.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=10))
    CodeSearch.objects.create(paper=paper, state="later", retry_at=timezone.now(), requested_by=recruiter)

    assert due(Repository) == [lost.pk]
    assert retry() == 2
    assert retry() == 2
