import time

import pytest

from candidates.connectors.errors import PaperNotFound, SourceAnswerBroken, SourceLimited, SourceRefused
from candidates.connectors.github import GitHubClient, last_page, pause_of
from candidates.connectors.web import Answer
from tests.candidates.connectors.source_server import Scripted


class Memory(dict):
    """Remembers as Django's cache does, without forgetting."""

    def set(self, key, value, timeout):
        self[key] = value


@pytest.fixture
def kept():
    return Memory()


@pytest.fixture
def client(source, kept):
    return GitHubClient(source.url, token="t0ken", kept=kept)


def test_get_sends_the_token_and_the_version_of_the_api(client, source):
    source.answers(Scripted("{}"))

    client.json("/repos/a/b")

    assert source.asked[0].headers["Authorization"] == "Bearer t0ken"
    assert source.asked[0].headers["X-GitHub-Api-Version"] == "2022-11-28"


def test_get_without_a_token_sends_none(source):
    source.answers(Scripted("{}"))

    GitHubClient(source.url).json("/repos/a/b")

    assert "Authorization" not in source.asked[0].headers


def test_unchanged_answer_comes_from_what_was_kept(client, source):
    source.answers(Scripted('{"full_name": "a/b"}', headers={"etag": '"1"', "link": '<x?page=7>; rel="last"'}))
    client.json("/repos/a/b")
    source.answers(Scripted(b"", status=304))

    again = client.get("/repos/a/b")

    assert source.asked[1].headers["If-None-Match"] == '"1"'
    assert again.json("GitHub") == {"full_name": "a/b"}
    assert last_page(again.headers["link"]) == 7


def test_changed_answer_replaces_what_was_kept(client, source):
    source.answers(
        Scripted('{"n": 1}', headers={"etag": '"1"'}),
        Scripted('{"n": 2}', headers={"etag": '"2"'}),
        Scripted(b"", status=304),
    )

    assert [client.json("/x") for _ in range(3)] == [{"n": 1}, {"n": 2}, {"n": 2}]
    assert [asked.headers.get("If-None-Match") for asked in source.asked] == [None, '"1"', '"2"']


def test_answer_for_nobody_is_not_used_for_a_token(source, kept):
    source.answers(Scripted('{"n": 1}', headers={"etag": '"1"'}))
    GitHubClient(source.url, kept=kept).json("/x")

    GitHubClient(source.url, token="t0ken", kept=kept).json("/x")

    assert "If-None-Match" not in source.asked[1].headers


def test_large_answer_is_not_kept(client, source, kept):
    client.largest_kept = 10
    source.answers(Scripted('{"long": "enough"}', headers={"etag": '"1"'}))

    client.json("/x")

    assert kept == {}


def test_used_up_limit_names_its_end_and_asks_nobody_until_then(client, source):
    reset = time.time() + 1800
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(reset))}
    source.answers(Scripted('{"message": "API rate limit exceeded"}', status=403, headers=headers))

    for _ in range(2):
        with pytest.raises(SourceLimited, match="hourly limit for the token") as limited:
            client.json("/x")

    assert len(source.asked) == 1
    assert reset - 1 <= limited.value.retry_at.timestamp() <= reset + 61


def test_used_up_limit_without_a_token_says_that_there_is_none(source):
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(time.time()) + 60)}
    source.answers(Scripted("{}", status=429, headers=headers))

    with pytest.raises(SourceLimited, match="60 requests an hour here, because no token"):
        GitHubClient(source.url).json("/x")


def test_limit_of_searches_leaves_the_rest_alone(client, source):
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(time.time()) + 60)}
    source.answers(Scripted("{}", status=403, headers=headers), Scripted('{"ok": true}'))
    with pytest.raises(SourceLimited):
        client.json("/search/repositories", {"q": "x"})

    assert client.json("/repos/a/b") == {"ok": True}


def test_secondary_limit_waits_as_long_as_it_says(client, source):
    source.answers(Scripted("{}", status=403, headers={"retry-after": "120"}))

    with pytest.raises(SourceLimited, match="fewer requests at a time") as limited:
        client.json("/x")

    assert 119 <= limited.value.retry_at.timestamp() - time.time() <= 181


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "7"}, b"", 7),
        ({"retry-after": "0"}, b"", 1),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1100"}, b"", 100),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "900"}, b"", 1),
        ({}, b"You have exceeded a secondary rate limit", 60),
        ({"x-ratelimit-remaining": "17"}, b"too large to list contributors", None),
        ({"retry-after": "soon", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "nan"}, b"", None),
    ],
)
def test_pause_of_a_refusal(headers, body, seconds):
    assert pause_of(Answer(403, "application/json", body, "", headers), now=1000) == seconds


def test_refused_token_says_what_to_check(client, source):
    source.answers(Scripted('{"message": "Bad credentials"}', status=401))

    with pytest.raises(SourceRefused, match="GITHUB_TOKEN"):
        client.json("/x")


@pytest.mark.parametrize("status", [204, 403, 404, 409, 451])
def test_nothing_there_is_none(client, source, status):
    source.answers(Scripted(b"", status=status))

    assert client.json("/x") is None


@pytest.mark.parametrize("scripted", [Scripted("{", status=200), Scripted("{}", status=418)])
def test_unreadable_answer_is_said_to_be(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(SourceAnswerBroken, match="cannot be read"):
        client.json("/x")


def test_count_and_ends_of_a_list_on_one_page(client, source):
    source.answers(Scripted('[{"n": 1}]'))

    assert client.count_and_ends("/x", {}) == (1, {"n": 1}, {"n": 1})


def test_count_and_ends_asks_for_the_last_page_only(client, source):
    link = '<https://api.github.com/x?per_page=1&page=2>; rel="next", <https://api.github.com/x?per_page=1&page=41>; rel="last"'
    source.answers(Scripted('[{"n": 1}]', headers={"link": link}), Scripted('[{"n": 41}]'))

    assert client.count_and_ends("/x", {"author": "q"}) == (41, {"n": 1}, {"n": 41})
    assert source.asked[1].path == "/x?author=q&per_page=1&page=41"


def test_count_and_ends_of_nothing(client, source):
    source.answers(Scripted("[]"), Scripted("{}", status=409))

    assert client.count_and_ends("/x", {}) == (0, None, None)
    assert client.count_and_ends("/y", {}) is None


def test_missing_repository_is_called_one(client, source):
    from candidates.connectors.github_repository import read_repository

    source.answers(Scripted('{"message": "Not Found"}', status=404))

    with pytest.raises(PaperNotFound, match="no such repository"):
        read_repository(client, "a/b")
