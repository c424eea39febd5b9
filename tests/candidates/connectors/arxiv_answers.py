"""Answers of the arXiv query API in its documented format, about invented papers."""

from xml.sax.saxutils import escape

FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/aBcDeFgHiJkLmNoPqRsTuVwXyZ0</id>
  <title>arXiv Query: search_query=&amp;id_list={identifier}&amp;start=0&amp;max_results=1</title>
  <updated>2026-04-12T22:09:25Z</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{entries}</feed>
"""
ENTRY = """  <entry>
    <id>http://arxiv.org/abs/{identifier}v{version}</id>
    <title>{title}</title>
    <updated>2024-02-03T09:00:00Z</updated>
    <link href="https://arxiv.org/abs/{identifier}v{version}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{identifier}v{version}" rel="related" type="application/pdf" title="pdf"/>
    <summary>{summary}</summary>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <published>2024-01-02T18:59:59Z</published>
    <arxiv:comment>12 pages</arxiv:comment>
    <arxiv:primary_category term="cs.LG"/>
{more}{authors}  </entry>
"""
AUTHORS = ("Odalys Brenninkmeyer", "Júlia Várhegyi", "Wei-Han Tseng")


def author(name, *places):
    places = "".join(f"      <arxiv:affiliation>{escape(place)}</arxiv:affiliation>\n" for place in places)
    return f"    <author>\n      <name>{escape(name)}</name>\n{places}    </author>\n"


def found(
    identifier="2401.01234", *, version=2, title="Counting  tides\n  with attention", authors=None, more="", summary=""
):
    entry = ENTRY.format(
        identifier=identifier,
        version=version,
        title=escape(title),
        summary=escape(summary or "  We count tides.\nThey come & go. "),
        authors="".join(authors or map(author, AUTHORS)),
        more=more,
    )
    return FEED.format(identifier=identifier, total=1, entries=entry)


def nothing(identifier="2401.99999", *, total=0):
    return FEED.format(identifier=identifier, total=total, entries="")


def error(identifier="abc"):
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>2026-04-12T22:59:06Z</updated>
  <opensearch:totalResults>1</opensearch:totalResults>
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_{identifier}</id>
    <title>Error</title>
    <updated>2026-04-12T22:59:06Z</updated>
    <summary>incorrect id format for {identifier}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
"""


BOMB = """<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY a "tide"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&c;</title></feed>
"""
OUTSIDE_ENTITY = """<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&a;</title></feed>
"""
