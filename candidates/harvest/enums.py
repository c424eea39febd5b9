"""Where papers are harvested from, and how a run of it stands."""

import datetime as dt

from django.db import models


class Connector(models.TextChoices):
    RSS = "rss", "arXiv: what is new today (RSS)"
    OAI = "oai", "arXiv: everything in a set (OAI-PMH)"
    ARXIV = "arxiv", "arXiv: a search (query API)"
    VIRTUAL_SITE = "virtual-site", "A conference’s virtual site"
    OPENREVIEW = "openreview", "A venue on OpenReview"
    PMLR = "pmlr", "A volume of PMLR"
    ACL = "acl", "A collection of the ACL Anthology"
    DBLP = "dblp", "A proceedings volume in DBLP"
    OPENALEX = "openalex", "OpenAlex: where authors work"
    SEMANTIC_SCHOLAR = "semantic-scholar", "Semantic Scholar: where preprints were published"
    BIBTEX = "bibtex", "A BibTeX file"


class RunState(models.TextChoices):
    RUNNING = "running", "Running"
    WAITING = "waiting", "Waiting to try again"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


OPEN = (RunState.RUNNING, RunState.WAITING)

# How a scope is written, for whoever connects a source.
SCOPES: dict[str, tuple[str, str]] = {
    Connector.RSS: ("Categories", "cs.LG cs.CL stat.ML"),
    Connector.OAI: ("Set, with colons; empty for all of arXiv", "cs:cs:LG"),
    Connector.ARXIV: ("Categories or words of arXiv’s search", "cs.LG"),
    Connector.VIRTUAL_SITE: ("Conference and year", "neurips 2025"),
    Connector.OPENREVIEW: ("Venue id", "ICLR.cc/2026/Conference"),
    Connector.PMLR: ("Volume", "v235"),
    Connector.ACL: ("Collection or volume", "2024.acl-long"),
    Connector.DBLP: ("Key of the volume, or words", "conf/iclr/iclr2024"),
    Connector.OPENALEX: ("Categories of the preprints; empty for all", "cs.LG cs.CL"),
    Connector.SEMANTIC_SCHOLAR: ("Categories of the preprints; empty for all", "cs.LG cs.CL"),
    Connector.BIBTEX: ("File", "papers.bib"),
}
# Sources that go on for ever, by days; each run covers a window of them.
WINDOWED = frozenset({Connector.OAI, Connector.ARXIV})
# Sources whose scope may be any words, a name among them.
SEARCHING = frozenset({Connector.ARXIV, Connector.DBLP})
# A record may be stamped again while it is read: each window begins this long before the last one ended.
OVERLAP = dt.timedelta(days=7)
# Without a word on where to begin, a new source goes back this far.
FIRST_WINDOW = dt.timedelta(days=30)
# A source that has had no good run for this long has died, whatever its last run said.
SILENT_AFTER: dict[str, dt.timedelta] = {
    Connector.RSS: dt.timedelta(days=2),
    Connector.OAI: dt.timedelta(days=2),
    Connector.ARXIV: dt.timedelta(days=2),
}
SILENT_OTHERWISE = dt.timedelta(days=15)
# The feed is empty at weekends and on holidays; no announcement at all for longer means that it died.
NOTHING_HEARD = dt.timedelta(days=6)
