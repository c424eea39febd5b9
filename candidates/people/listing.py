"""What the list of candidates is narrowed to: all of it stands in the address, and so do saved views."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet
from django.http import QueryDict

from candidates.people.columns import chosen
from candidates.people.models import Candidate
from workspace.staff.models import User

SORTS: dict[str, tuple[str, ...]] = {
    "recent": ("-active_at", "-pk"),
    "newest": ("-created_at", "-pk"),
    "name": ("folded_name", "pk"),
    "-name": ("-folded_name", "-pk"),
}
MOST_FOUND = 2_000


@dataclass(frozen=True)
class Listing:
    """Each field is a parameter of the address; its default stays out of it."""

    q: str = ""
    channel: str = ""
    tag: str = ""
    mine: bool = False
    due: bool = False
    quiet: bool = False
    since: str = ""
    sort: str = "recent"
    columns: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Listing":
        """Read the address; what makes no sense there is left out."""

        def text(name: str, most: int) -> str:
            return query.get(name, "").replace("\x00", "").strip()[:most]

        sort = query.get("sort", "")
        return cls(
            q=text("q", 100),
            channel=text("channel", 60),
            tag=text("tag", 40),
            mine=query.get("mine") == "1",
            due=query.get("due") == "1",
            quiet=query.get("quiet") == "1",
            since=since if as_date(since := text("since", 10)) else "",
            sort=sort if sort in SORTS else "recent",
            columns=chosen(" ".join(query.getlist("columns")).split()),
        )

    def query(self, **changes: Any) -> str:
        """Return the address's parameters with some of them changed: "" or "?q=…"."""
        wanted, plain = replace(self, **changes), Listing()
        shown = {
            name: "1" if value is True else value
            for name, value in vars(wanted).items()
            if value and value != getattr(plain, name)
        }
        return f"?{urlencode(shown)}" if shown else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return the parameters as hidden fields of a form."""
        return parse_qsl(self.query().removeprefix("?"))

    @property
    def by_name(self) -> str:
        """The address of the same list by name; by name backwards where it is sorted so already."""
        return self.query(sort="-name" if self.sort == "name" else "name")

    @property
    def by_recency(self) -> str:
        return self.query(sort="recent") or "?"

    @property
    def with_usual_columns(self) -> str:
        return self.query(columns="") or "?"

    @property
    def narrows(self) -> bool:
        return self.query(sort="recent", columns="") != ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing but words and an order is asked for."""
        return replace(self, q="", sort="recent") == Listing()

    def narrow(self, candidates: "QuerySet[Candidate]", *, viewer: User, today: dt.date) -> "QuerySet[Candidate]":
        """Keep the candidates asked for."""
        conditions = Q()
        if self.channel:
            conditions &= Q(channel__slug=self.channel)
        if self.tag:
            conditions &= Q(tags__name=self.tag)
        if self.mine:
            conditions &= Q(owner=viewer)
        if self.due:
            conditions &= Q(follow_up_on__lte=today)
        if self.quiet:
            conditions &= Q(do_not_contact=True)
        if since := as_date(self.since):
            conditions &= Q(created_at__gte=dt.datetime.combine(since, dt.time(), viewer.zone))
        if self.q:
            conditions &= among(Candidate.objects.matching(self.q), viewer)
        return candidates.filter(conditions)

    def chips(self, channels: dict[str, str]) -> list[dict[str, Any]]:
        """Return what is on, each with the address without it, and what could be on."""
        chips = []
        for name, label in (("mine", "mine"), ("due", "follow-up due"), ("quiet", "do not contact")):
            on = getattr(self, name)
            chips.append(
                {"label": label, "remove_url": self.query(**{name: False}) or "?"}
                if on
                else {"label": label, "url": self.query(**{name: True})}
            )
        if self.channel:
            chips.append(
                {
                    "label": f"channel: {channels.get(self.channel, self.channel)}",
                    "remove_url": self.query(channel="") or "?",
                }
            )
        if self.tag:
            chips.append({"label": f"tag: {self.tag}", "remove_url": self.query(tag="") or "?"})
        if self.since:
            chips.append({"label": f"added since {self.since}", "remove_url": self.query(since="") or "?"})
        if self.q:
            chips.append({"label": f"“{self.q}”", "remove_url": self.query(q="") or "?"})
        return chips


def among(found: "QuerySet[Candidate]", viewer: User) -> Q:
    """The condition that a search found somebody."""
    if not viewer.is_recruiting:
        return Q(pk__in=found.values("pk"))
    # The index finds the matches first; left to choose, the planner may walk the order's index instead and test every row.
    return Q(pk__among=ArraySubquery(found.order_by().values("pk")[:MOST_FOUND]))


def as_date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
