import datetime as dt

import pytest

from candidates.connectors.errors import (
    RecordMissing,
    SourceAnswerBroken,
)
from candidates.connectors.pages import Flaw
from candidates.connectors.pmlr import PmlrClient
from candidates.connectors.records import AuthorRecord, Scheme
from tests.candidates.connectors.source_server import Scripted

VOLUME = """
- title: 'Counting tides: it''s about time'
  abstract: 'We count tides. Code: https://github.com/tide-lab/tides'
  volume: 235
  URL: https://proceedings.mlr.press/v235/brenninkmeyer24a.html
  PDF: https://raw.githubusercontent.com/mlresearch/v235/main/assets/brenninkmeyer24a/brenninkmeyer24a.pdf
  container-title: 'Proceedings of the 41st International Conference on Machine Learning'
  publisher: 'PMLR'
  author: 
  - family: Brenninkmeyer
    given: Odalys
  - family: No
    given: Wei-Han
    orcid: 0000-0002-1825-0097
  editor: 
  - family: Quill
    given: Ada
  page: 1-12
  id: brenninkmeyer24a
  openreview: aB3xYz12
  issued:
    date-parts: 
      - 2024
      - 7
      - 8
- title: 'Broken'
  author: 
  - family: Quill: the younger
    given: Ada
- title: 'Nobody wrote this'
  author: 
  page: 1-2
- title: 'Sand'
  author: 
  - family: Quill
    given: Ada
"""  # noqa: W291 (as the template leaves it)


def test_pmlr_volume_is_read_entry_by_entry(source):
    source.answers(Scripted(VOLUME, media_type="text/yaml"))

    page = PmlrClient(source.url, volume="v235").page()

    tides, sand = page.records
    assert tides.authors == (
        AuthorRecord("Odalys Brenninkmeyer", 1, given="Odalys", family="Brenninkmeyer"),
        AuthorRecord("Wei-Han No", 2, given="Wei-Han", family="No", orcid="0000-0002-1825-0097"),
    )
    assert tides.title == "Counting tides: it's about time"
    assert (tides.identifier(Scheme.OPENREVIEW), tides.published) == ("aB3xYz12", dt.date(2024, 7, 8))
    assert tides.venue.startswith("Proceedings of the 41st")
    assert tides.code_links == ("https://github.com/tide-lab/tides",)
    assert (sand.title, sand.published) == ("Sand", None)
    assert page.flaws == (
        Flaw("Broken", "It cannot be read: a name or a title in it breaks the format."),
        Flaw("Nobody wrote this", "It has no authors."),
    )
    assert source.asked[0].path == "/v235/assets/bib/citeproc.yaml"


def test_pmlr_volume_that_is_not_there_is_said(source):
    source.answers(Scripted("no", status=404, media_type="text/html"))

    with pytest.raises(RecordMissing, match="v999"):
        PmlrClient(source.url, volume="v999").page()


def test_pmlr_page_instead_of_a_volume_heals(source):
    source.answers(Scripted("<html>- title</html>", media_type="text/html"))

    with pytest.raises(SourceAnswerBroken):
        PmlrClient(source.url, volume="v235").page()


@pytest.mark.parametrize("volume", ["235", "v235/..", "", "ICML"])
def test_a_volume_that_is_none_is_refused(volume):
    with pytest.raises(ValueError, match="v235"):
        PmlrClient("http://127.0.0.1:9", volume=volume)
