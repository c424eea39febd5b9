import json

import pytest

from candidates.connectors.code_records import PaperPage, RepositoryHit
from candidates.connectors.errors import SourceAnswerBroken, SourceLimited
from candidates.connectors.huggingface import HuggingFaceClient
from tests.candidates.connectors.source_server import Scripted


@pytest.fixture
def client(source):
    return HuggingFaceClient(source.url)


def test_paper_names_its_code_and_who_named_it(client, source):
    page = {
        "id": "2401.01234",
        "githubRepo": "https://github.com/Quill/Tides",
        "githubRepoAddedBy": "user",
        "githubStars": 14,
        "projectPage": "https://tides.example",
    }
    source.answers(Scripted(json.dumps(page)))

    assert client.paper("2401.01234") == PaperPage(
        "2401.01234", "quill/tides", "an author or a reader", "https://tides.example"
    )
    assert source.asked[0].path == "/api/papers/2401.01234"


@pytest.mark.parametrize("code", [None, "https://gitlab.com/a/b", "https://github.com/quill", 7])
def test_paper_without_a_repository_we_can_read(client, source, code):
    source.answers(Scripted(json.dumps({"githubRepo": code, "githubRepoAddedBy": "user"})))

    assert client.paper("2401.01234") == PaperPage("2401.01234")


@pytest.mark.parametrize("status", [401, 404])
def test_paper_nobody_linked_is_no_error(client, source, status):
    source.answers(Scripted("{}", status=status))

    assert client.paper("2401.01234") is None
    assert client.uploads("2401.01234") == []


def test_uploads_of_all_three_sections(client, source):
    body = {"models": [{"id": "quill/tides"}, {"id": "-"}, 7], "datasets": [{"id": "quill/waves"}], "spaces": "none"}
    source.answers(Scripted(json.dumps(body)))

    assert client.uploads("2401.01234") == [
        RepositoryHit("quill/tides", "https://huggingface.co/quill/tides", "model"),
        RepositoryHit("datasets/quill/waves", "https://huggingface.co/datasets/quill/waves", "dataset"),
    ]


def test_limit_says_when_to_come_back(client, source):
    source.answers(Scripted("{}", status=429, headers={"retry-after": "90"}))

    with pytest.raises(SourceLimited, match="Hugging Face is limiting requests") as limited:
        client.paper("2401.01234")
    assert limited.value.retry_at is not None


@pytest.mark.parametrize("scripted", [Scripted("[]"), Scripted("{"), Scripted("{}", status=418)])
def test_unreadable_answer_is_said_to_be(client, source, scripted):
    source.answers(scripted)

    with pytest.raises(SourceAnswerBroken):
        client.uploads("2401.01234")
