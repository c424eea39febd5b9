import pytest
import stamina

from tests import factories
from tests.candidates.connectors.source_server import SourceServer


@pytest.fixture
def source(settings, redis_is_clean):
    """A source of papers on 127.0.0.1 that stands for all of them."""
    with SourceServer() as server:
        settings.ARXIV_API_URL = f"{server.url}/api/query"
        settings.ARXIV_SPACING = 0.0
        settings.OPENREVIEW_API_URL = f"{server.url}/v2"
        settings.OPENREVIEW_OLDER_API_URL = ""
        settings.DOI_API_URL = server.url
        yield server


@pytest.fixture
def redis_is_clean(settings):
    import redis

    connection = redis.Redis.from_url(settings.REDIS_URL)
    for key in connection.scan_iter("gate:*"):
        connection.delete(key)
    with stamina.set_testing(True, attempts=10, cap=True):
        yield
    connection.close()


@pytest.fixture
def paper(db):
    """A paper by two people, read from arXiv."""
    paper = factories.PaperFactory(
        title="Counting tides", url="https://arxiv.org/abs/2401.01234", arxiv_id="2401.01234", source="arXiv"
    )
    factories.AuthorshipFactory(
        paper=paper, name="Odalys Brenninkmeyer", orcid="0000-0002-1825-0097", affiliation="Harbour Institute"
    )
    factories.AuthorshipFactory(paper=paper, name="Wei-Han Tseng", position=2)
    return paper
