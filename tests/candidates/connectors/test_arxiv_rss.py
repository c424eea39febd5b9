import datetime as dt

import pytest

from candidates.connectors.arxiv_rss import RssClient
from candidates.connectors.errors import SourceAnswerBroken, SourceError, SourceLimited
from candidates.connectors.gate import Gate
from candidates.connectors.pages import Flaw, Page
from candidates.connectors.records import Scheme
from tests.candidates.connectors.source_server import Scripted

FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>http://rss.arxiv.org/atom/cs.LG</id><title>cs.LG updates on arXiv.org</title>
  <updated>2026-11-20T05:00:19.866337+00:00</updated>
{entries}</feed>"""
ENTRY = """<entry>
    <id>oai:arXiv.org:{number}</id><title>{title}</title><updated>2026-11-20T05:00:19.899254+00:00</updated>
    <link href="https://arxiv.org/abs/{number}" rel="alternate" type="text/html"/>
    <summary>arXiv:{number} Announce Type: {kind} 
Abstract: We count tides. Code at https://github.com/tide-lab/tides.</summary>
    <category term="cs.LG"/><category term="stat.ML"/>
    <published>2026-11-20T00:00:00-05:00</published>
    <arxiv:announce_type>{kind}</arxiv:announce_type>
    <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
    <dc:creator>{authors}</dc:creator></entry>
"""  # noqa: W291 (as arXiv sends it)
RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
  <title>cs.LG updates on arXiv.org</title><skipDays><day>Sunday</day><day>Saturday</day></skipDays>
  <item><title>Counting tides</title><link>https://arxiv.org/abs/2611.01234</link>
    <description>arXiv:2611.01234v1 Announce Type: new 
Abstract: We count tides.</description>
    <guid isPermaLink="false">oai:arXiv.org:2611.01234v1</guid><category>cs.LG</category>
    <pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>new</arxiv:announce_type>
    <dc:creator>Odalys Brenninkmeyer, Ada Quill</dc:creator></item></channel></rss>"""  # noqa: W291


def entry(number="2611.01234v1", *, title="Counting tides", kind="new", authors="Odalys Brenninkmeyer, Wei-Han Tseng"):
    return ENTRY.format(number=number, title=title, kind=kind, authors=authors)


def feed(*entries, **options):
    body = FEED.format(entries="".join(entries))
    return Scripted(body, media_type="application/atom+xml; charset=utf-8", **options)


@pytest.fixture
def client(source, redis_connection):
    gate = Gate(redis_connection, "arXiv", spacing=0)
    return RssClient(f"{source.url}/atom", gate, categories=("cs.LG", "stat.ML"), etag='"old"')


def test_one_request_reads_all_categories(client, source):
    source.answers(feed(entry(), headers={"ETag": '"new"'}))

    page = client.page()

    (record,) = page.records
    assert [(author.position, author.name) for author in record.authors] == [
        (1, "Odalys Brenninkmeyer"),
        (2, "Wei-Han Tseng"),
    ]
    assert record.abstract == "We count tides. Code at https://github.com/tide-lab/tides."
    assert (record.identifier(Scheme.ARXIV), record.version) == ("2611.01234", 1)
    assert (record.published, record.categories) == (dt.date(2026, 11, 20), ("cs.LG", "stat.ML"))
    assert record.code_links == ("https://github.com/tide-lab/tides",)
    assert (page.cursor, page.etag) == ("", '"new"')
    assert [asked.path for asked in source.asked] == ["/atom/cs.LG+stat.ML"]
    assert source.asked[0].headers["If-None-Match"] == '"old"'


def test_feed_that_has_not_changed_is_not_sent_again(client, source):
    source.answers(Scripted(status=304))

    assert client.page() == Page(etag='"old"', is_unchanged=True)


def test_sunday_is_empty_and_no_error(client, source):
    source.answers(feed(headers={"ETag": '"sunday"'}))

    assert client.page() == Page(etag='"sunday"')


@pytest.mark.parametrize(
    ("number", "kind", "published"),
    [
        ("2611.01234v1", "new", dt.date(2026, 11, 20)),
        ("2611.01234v1", "cross", dt.date(2026, 11, 20)),
        ("2409.01234v1", "cross", None),
        ("2611.01234v2", "replace", None),
        ("2409.01234v4", "replace-cross", None),
    ],
)
def test_only_a_new_paper_was_published_on_the_day_it_is_announced(client, source, number, kind, published):
    source.answers(feed(entry(number, kind=kind)))

    (record,) = client.page().records

    assert (record.published, record.updated) == (published, dt.date(2026, 11, 20))


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Quill", ["Ada Quill"]),
        ("Ada Quill, Jr., Wei-Han Tseng", ["Ada Quill Jr.", "Wei-Han Tseng"]),
        (r"Paulo Andr\'e Lima, J\'ulia V\'arhegyi", ["Paulo André Lima", "Júlia Várhegyi"]),
        (":, The Tide Collaboration", ["The Tide Collaboration"]),
    ],
)
def test_authors_keep_their_order_and_their_names(client, source, written, names):
    source.answers(feed(entry(authors=written)))

    (record,) = client.page().records

    assert [author.name for author in record.authors] == names
    assert [author.position for author in record.authors] == list(range(1, len(names) + 1))


def test_broken_entries_are_left_out_and_said(client, source):
    source.answers(feed(entry("26x1.00001v1"), entry("2611.00002v1"), entry("2611.00003v1", authors="")))

    page = client.page()

    assert [record.identifier(Scheme.ARXIV) for record in page.records] == ["2611.00002"]
    assert page.flaws == (
        Flaw("oai:arXiv.org:26x1.00001v1", "“oai:arXiv.org:26x1.00001v1” is no arXiv number."),
        Flaw("oai:arXiv.org:2611.00003v1", "It has no authors."),
    )


def test_the_older_format_is_read_as_well(client, source):
    source.answers(Scripted(RSS, media_type="application/rss+xml"))

    (record,) = client.page().records

    assert [author.name for author in record.authors] == ["Odalys Brenninkmeyer", "Ada Quill"]
    assert (record.abstract, record.published) == ("We count tides.", dt.date(2026, 11, 20))


def test_unknown_category_is_said(client, source):
    source.answers(Scripted("not found", status=404, media_type="text/html"))

    with pytest.raises(SourceError, match="Check the categories"):
        client.page()


def test_a_page_instead_of_a_feed_is_broken(client, source):
    source.answers(Scripted("<html><p>Maintenance</p></html>", media_type="text/html"))

    with pytest.raises(SourceAnswerBroken):
        client.page()


def test_too_many_requests_shut_the_gate(client, source):
    source.answers(Scripted("Rate exceeded.", status=429))

    with pytest.raises(SourceLimited):
        client.page()


@pytest.mark.parametrize("categories", [(), ("cs.LG", "cs LG"), ("../x",), ("cs.LG+cs.CL",)])
def test_categories_that_are_none_are_refused_before_anything_is_asked(categories):
    with pytest.raises(ValueError, match=r"categor"):
        RssClient("http://127.0.0.1:9/", None, categories=categories)
