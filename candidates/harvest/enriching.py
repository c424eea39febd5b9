"""Lists that are made of our own preprints: what another source knows of them, to fill in what is missing."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from candidates.connectors.pages import Page
from candidates.connectors.records import PaperRecord
from candidates.papers.models import Authorship, Paper

# Who asks sooner learns little: affiliations arrive a week after the preprint, venues months after.
LOOKS_BACK = {"openalex": dt.timedelta(days=60), "semantic-scholar": dt.timedelta(days=400)}


class EnrichingList:
    """The newest preprints, some at a time, as `ask` tells of them. The cursor is the key of the last one asked about."""

    def __init__(
        self, papers: "QuerySet[Paper]", ask: Callable[[list[str]], list[PaperRecord]], *, at_once: int
    ) -> None:
        self.papers = papers
        self.ask = ask
        self.at_once = at_once

    def page(self, cursor: str) -> Page:
        """Ask about the preprints after the one at the cursor."""
        following = self.papers.filter(pk__gt=int(cursor or 0)).order_by("pk")
        asked = list(following.values_list("pk", "arxiv_id")[: self.at_once])
        if not asked:
            return Page()
        records = self.ask([number for _, number in asked])
        return Page(tuple(records), cursor=str(asked[-1][0]) if len(asked) == self.at_once else "")


def preprints(connector: str, categories: list[str], *, now: dt.datetime | None = None) -> "QuerySet[Paper]":
    """Return the preprints worth asking about: young enough, in these categories, and still without an answer."""
    since = (now or timezone.now()) - LOOKS_BACK[connector]
    papers = Paper.objects.exclude(arxiv_id="").filter(created_at__gte=since)
    if categories:
        papers = papers.filter(categories__overlap=categories)
    if connector == "semantic-scholar":
        return papers.filter(venue="")
    return papers.exclude(Exists(Authorship.objects.filter(paper=OuterRef("pk")).exclude(affiliation="")))
