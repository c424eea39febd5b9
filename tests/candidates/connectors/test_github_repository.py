import dataclasses
import datetime
import json

import pytest

from candidates.connectors.code_records import (
    Contributor,
    Issues,
    LastRun,
    RepositoryFacts,
    RepositoryHit,
    Span,
    top_human,
)
from candidates.connectors.github import GitHubClient
from candidates.connectors.github_repository import read_files, read_repository, search_by_arxiv_id, search_by_title
from tests.candidates.connectors.github_answers import README, GitHubDouble, answers, repository, tree
from tests.candidates.connectors.source_server import Scripted


@pytest.fixture
def client(source):
    return GitHubClient(source.url, token="t0ken")


def read(client, source, **changed):
    GitHubDouble(source, answers(**changed))
    return read_repository(client, "quill/tides")


def test_read_repository_tells_everything_that_can_be_checked(client, source):
    facts = read(client, source)

    assert dataclasses.replace(facts, files=None) == RepositoryFacts(
        name="quill/tides",
        url="https://github.com/quill/tides",
        owner="quill",
        owner_name="Odile Quill",
        description="Tides, counted again",
        language="Python",
        languages=("Python", "Shell"),
        licence="MIT",
        created_on=datetime.date(2025, 1, 2),
        pushed_on=datetime.date(2026, 3, 1),
        readme=README,
        contributors=(Contributor("dependabot[bot]", 90, True), Contributor("quill", 60), Contributor("passer-by", 3)),
        commits=160,
        span=Span(datetime.date(2025, 1, 3), datetime.date(2026, 2, 28)),
        implementer="quill",
        implementer_name="Odile Quill",
        implementer_span=Span(datetime.date(2025, 2, 1), datetime.date(2026, 2, 28)),
        requirements="torch==2.4.1\nnumpy==2.0.0\nclick\n",
        last_run=LastRun("success", datetime.date(2026, 2, 28)),
        issues=Issues(asked=2, answered=2),
    )
    assert [file.path for file in facts.files][:2] == ["README.md", "tides/model.py"]
    assert len(source.asked) <= 16


def test_facts_hold_neither_stars_nor_e_mail_addresses(client, source):
    plain = json.dumps(read(client, source).to_plain())

    assert "4711" not in plain
    assert "@secret.example" not in plain


def test_facts_survive_being_kept(client, source):
    facts = read(client, source)

    assert RepositoryFacts.from_plain(json.loads(json.dumps(facts.to_plain()))) == facts


def test_facts_of_a_later_version_are_still_read():
    facts = RepositoryFacts("a/b", "https://github.com/a/b", "a")

    assert RepositoryFacts.from_plain(facts.to_plain() | {"mood": "sunny"}) == facts


def test_empty_repository_tells_what_it_can(client, source):
    empty = dict.fromkeys(("contributors", "commits", "trees__main", "readme"), Scripted(b"", status=409))

    facts = read(client, source, **empty)

    assert (facts.contributors, facts.commits, facts.files, facts.readme, facts.implementer) == (
        None,
        None,
        None,
        None,
        "",
    )


def test_organisation_is_never_the_implementer(client, source):
    people = [
        {"login": "Quill", "type": "Organization", "contributions": 9},
        {"login": "ann", "type": "User", "contributions": 2},
    ]

    facts = read(
        client, source, tides=repository(owner={"login": "Quill", "type": "Organization"}), contributors=people
    )

    assert (facts.owner_is_organisation, facts.implementer) == (True, "ann")


def test_fork_names_where_it_comes_from(client, source):
    facts = read(
        client, source, tides=repository(fork=True, source={"full_name": "Sea/Tides"}, parent={"full_name": "x/y"})
    )

    assert (facts.is_fork, facts.parent) == (True, "sea/tides")


def test_list_of_files_that_github_cut_is_marked(client, source):
    assert read(client, source, trees__main=tree("a.py", truncated=True)).files_cut


def test_repository_without_a_list_of_requirements(client, source):
    assert read(client, source, trees__main=tree("a.py")).requirements == ""


@pytest.mark.parametrize(
    "wrong",
    [[], "text", 7, {"full_name": None}, {"full_name": "a/b", "owner": [], "license": "MIT", "pushed_at": "soon"}],
)
def test_strange_record_is_refused_or_read_without_its_strange_parts(client, source, wrong):
    GitHubDouble(source, {"/repos/quill/tides": wrong})

    if isinstance(wrong, dict) and wrong["full_name"]:
        assert read_repository(client, "quill/tides").pushed_on is None
    else:
        with pytest.raises(Exception, match="cannot be read"):
            read_repository(client, "quill/tides")


def test_read_files_of_a_cut_list_says_nothing(client, source):
    GitHubDouble(source, answers())
    assert len(read_files(client, "quill/tides")) == 6

    GitHubDouble(source, answers(trees__main=tree("a.py", truncated=True)))
    assert read_files(client, "quill/tides") is None


@pytest.mark.parametrize(
    ("search", "words", "query"),
    [
        (search_by_arxiv_id, "2401.01234", "%222401.01234%22+in%3Areadme"),
        (search_by_title, 'Counting "tides"', "%22Counting++tides%22+in%3Aname%2Cdescription%2Creadme"),
    ],
)
def test_search_quotes_what_it_looks_for_and_asks_for_no_order(client, source, search, words, query):
    hit = repository(description="  Tides,\nagain ")
    GitHubDouble(
        source,
        {
            "/search/repositories": {
                "items": [hit, repository(private=True), {"html_url": "https://evil.example/a/b"}, 7]
            }
        },
    )

    assert search(client, words) == [RepositoryHit("quill/tides", "https://github.com/quill/tides", "Tides, again")]
    assert source.asked[0].path == f"/search/repositories?q={query}&per_page=30"


def test_search_for_a_title_of_signs_asks_nobody(client, source):
    assert search_by_title(client, '"\\"') == []
    assert source.asked == []


def test_top_human_leaves_out_bots_and_organisations():
    crowd = (Contributor("x-bot", 9, True), Contributor("lab", 8), Contributor("ann", 2), Contributor("bo", 1))

    assert top_human(crowd, organisations=frozenset({"lab"})) == "ann"
    assert top_human(None) == ""
