import pytest
import stamina
from django.core.cache import cache

from tests import factories
from tests.candidates.connectors.github_answers import GitHubDouble, answers
from tests.candidates.connectors.source_server import SourceServer


@pytest.fixture
def source(settings):
    """GitHub and Hugging Face on 127.0.0.1."""
    cache.clear()
    with SourceServer() as server, stamina.set_testing(True, attempts=10, cap=True):
        settings.GITHUB_API_URL = server.url
        settings.HUGGINGFACE_URL = server.url
        settings.GITHUB_TOKEN = "t0ken"
        yield server
    cache.clear()


@pytest.fixture
def github(source):
    """GitHub with one small repository, quill/tides."""
    return GitHubDouble(source, answers())


@pytest.fixture
def paper(db):
    paper = factories.PaperFactory(title="Counting tides with learned gauges", arxiv_id="2401.01234")
    factories.AuthorshipFactory(paper=paper, name="Odalys Brenninkmeyer")
    return paper


@pytest.fixture
def seen(paper):
    """A repository that was read, seen from the paper."""
    return factories.ReimplementationFactory(paper=paper, repository__name="quill/tides")
