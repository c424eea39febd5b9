import datetime as dt

import pytest

from candidates.connectors.acl import AclClient
from candidates.connectors.errors import (
    RecordMissing,
    SourceAnswerBroken,
)
from candidates.connectors.pages import Flaw
from candidates.connectors.records import AuthorRecord, Scheme
from tests.candidates.connectors.source_server import Scripted

COLLECTION = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2024.acl">
  <volume id="long" ingest-date="2024-08-01" type="proceedings">
    <meta><booktitle>Proceedings of the 62nd Annual Meeting</booktitle><month>August</month><year>2024</year></meta>
    <frontmatter><url>2024.acl-long.0</url></frontmatter>
    <paper id="1">
      <title>Counting <fixed-case>T</fixed-case>ides with <tex-math>k</tex-math> gauges</title>
      <author orcid="0000-0002-1825-0097" id="odalys-b"><first>Odalys</first><last>Brenninkmeyer</last><affiliation>Tidal Lab</affiliation></author>
      <author><first>Júlia</first><last>Várhegyi</last></author>
      <author><first/><last>Suharto</last></author>
      <abstract>We count tides. https://github.com/tide-lab/tides</abstract>
      <url hash="0">2024.acl-long.1</url><doi>10.18653/v1/2024.acl-long.1</doi>
    </paper>
    <paper id="2"><title>Nobody</title></paper>
    <paper id="3"><title>Front matter</title><editor><first>Ada</first><last>Quill</last></editor></paper>
  </volume>
  <volume id="short" type="proceedings">
    <meta><booktitle>Short papers</booktitle><month>August 11–16</month><year>2024</year></meta>
    <paper id="1"><title>Sand</title><author><first>Ada</first><last>Quill</last></author><url>2024.acl-short.1</url></paper>
  </volume>
</collection>"""


def test_acl_collection_tells_first_and_last_names_apart(source):
    source.answers(Scripted(COLLECTION, media_type="text/plain"))

    page = AclClient(source.url, collection="2024.acl").page()

    tides, sand = page.records
    assert tides.title == "Counting Tides with k gauges"
    assert tides.authors == (
        AuthorRecord(
            "Odalys Brenninkmeyer",
            1,
            given="Odalys",
            family="Brenninkmeyer",
            orcid="0000-0002-1825-0097",
            affiliation="Tidal Lab",
        ),
        AuthorRecord("Júlia Várhegyi", 2, given="Júlia", family="Várhegyi"),
        AuthorRecord("Suharto", 3, family="Suharto"),
    )
    assert tides.identifier(Scheme.DOI) == "10.18653/v1/2024.acl-long.1"
    assert (tides.url, tides.published) == ("https://aclanthology.org/2024.acl-long.1/", dt.date(2024, 8, 1))
    assert (sand.venue, sand.published) == ("Short papers", dt.date(2024, 8, 1))
    assert page.flaws == (Flaw("2024.acl-long.2", "It has no authors."),)


def test_acl_volume_is_picked_out_of_its_collection(source):
    source.answers(Scripted(COLLECTION, media_type="text/plain"))

    page = AclClient(source.url, collection="2024.acl-short").page()

    assert [record.title for record in page.records] == ["Sand"]
    assert source.asked[0].path == "/2024.acl.xml"


def test_acl_volume_that_is_not_there_is_said(source):
    source.answers(Scripted(COLLECTION, media_type="text/plain"))

    with pytest.raises(RecordMissing, match="no volume demos"):
        AclClient(source.url, collection="2024.acl-demos").page()


@pytest.mark.parametrize("body", ["<html/>", COLLECTION[:400], "404: Not Found"])
def test_acl_answer_that_is_no_collection_heals(source, body):
    source.answers(Scripted(body, media_type="text/plain"))

    with pytest.raises(SourceAnswerBroken):
        AclClient(source.url, collection="2024.acl").page()


@pytest.mark.parametrize("name", ["", "ACL 2024", "2024.acl/../x", "acl"])
def test_a_collection_that_is_none_is_refused(name):
    with pytest.raises(ValueError, match="no collection"):
        AclClient("http://127.0.0.1:9", collection=name)
