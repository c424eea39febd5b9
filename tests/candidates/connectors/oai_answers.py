"""Answers of arXiv's OAI-PMH server in its documented format, about invented papers."""

from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <responseDate>2026-11-20T12:00:00Z</responseDate>
    <request verb="ListRecords" metadataPrefix="arXiv">http://oaipmh.arxiv.org/oai</request>
"""
RECORD = """<record><header>
    <identifier>oai:arXiv.org:{number}</identifier><datestamp>{stamp}</datestamp><setSpec>cs:cs:LG</setSpec></header>
  <metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
    <id>{number}</id><created>{created}</created>{updated}
    <authors>{authors}</authors>
    <title>{title}</title><categories>{categories}</categories>{more}
    <abstract>  {abstract}</abstract></arXiv></metadata></record>
"""
DELETED = """<record><header status="deleted"><identifier>oai:arXiv.org:{number}</identifier>
    <datestamp>2026-11-18</datestamp></header></record>
"""
AUTHORS = (("Brenninkmeyer", "Odalys", ""), ("Várhegyi", "Júlia", ""), ("Quill", "Ada", "Jr"))
NAMES = ["Odalys Brenninkmeyer", "Júlia Várhegyi", "Ada Quill Jr"]


def author(keyname, forenames="", suffix=""):
    parts = (("keyname", keyname), ("forenames", forenames), ("suffix", suffix))
    return "<author>" + "".join(f"<{name}>{escape(said)}</{name}>" for name, said in parts if said) + "</author>"


def paper(
    number="2611.01234",
    *,
    title="Counting tides",
    created="2026-11-18",
    updated="",
    authors=AUTHORS,
    categories="cs.LG stat.ML",
    abstract="We count tides. They come & go.",
    comments="",
    doi="",
    stamp="2026-11-18",
):
    more = (f"<comments>{escape(comments)}</comments>" if comments else "") + (f"<doi>{doi}</doi>" if doi else "")
    return RECORD.format(
        number=number,
        stamp=stamp,
        created=created,
        updated=f"<updated>{updated}</updated>" if updated else "",
        authors="".join(author(*parts) for parts in authors),
        title=escape(title),
        categories=categories,
        more=more,
        abstract=escape(abstract),
    )


def token(skip, since="2026-11-18", until="2026-11-20"):
    return f"verb%3DListRecords%26metadataPrefix%3DarXiv%26from%3D{since}%26until%3D{until}%26skip%3D{skip}"


def listing(*records, more=None):
    """`more` is the token of the next page, "" on the last page of a chain, None on a page that stands alone."""
    tail = ""
    if more is not None:
        tail = (
            f"<resumptionToken expirationDate='2026-11-21T00:00:00Z'>{more}</resumptionToken>"
            if more
            else "<resumptionToken/>"
        )
    return f"{HEAD}<ListRecords>{''.join(records)}{tail}</ListRecords></OAI-PMH>"


def error(code, words="Something."):
    return f"{HEAD}<error code='{code}'>{words}</error></OAI-PMH>"
