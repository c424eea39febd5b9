"""What a board or a list of applications is narrowed to: all of it stands in the address."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from candidates.people.models import prefix_query
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.pipeline.waiting import WaitingClock
from hiring.roles.models import Stage
from workspace.staff.models import User

ANY = "any"
SORTS: dict[str, tuple[str, ...]] = {
    "waiting": ("entered_at", "pk"),
    "-waiting": ("-entered_at", "-pk"),
    "applied": ("-applied_at", "-pk"),
    "-applied": ("applied_at", "pk"),
    "name": ("candidate__folded_name", "pk"),
    "-name": ("-candidate__folded_name", "-pk"),
}


@dataclass(frozen=True)
class Filters:
    """Each field is a parameter of the address; its default stays out of it. `stage`, `standing` and `sort` are the list's alone."""

    q: str = ""
    mine: bool = False
    waiting: bool = False
    channel: str = ""
    stage: str = ""
    standing: str = Standing.ACTIVE.value
    sort: str = "applied"

    @classmethod
    def from_query(cls, query: QueryDict, *, board: bool = False) -> "Filters":
        """Read the address; what makes no sense there is left out."""
        shared: dict[str, Any] = {
            "q": query.get("q", "").replace("\x00", "").strip()[:100],
            "mine": query.get("mine") == "1",
            "waiting": query.get("waiting") == "1",
            "channel": query.get("channel", "").replace("\x00", "")[:60],
        }
        if board:
            return cls(**shared)
        standing, sort = query.get("standing", ""), query.get("sort", "")
        return cls(
            **shared,
            stage=str(as_uuid(query.get("stage", "")) or ""),
            standing=standing if standing in {*Standing.values, ANY} else Standing.ACTIVE.value,
            sort=sort if sort in SORTS else "applied",
        )

    def query(self, **changes: Any) -> str:
        """Return the address's parameters with some of them changed: "" or "?q=…"."""
        wanted, plain = replace(self, **changes), Filters()
        shown = {
            name: "1" if value is True else value
            for name, value in vars(wanted).items()
            if value and value != getattr(plain, name)
        }
        return f"?{urlencode(shown)}" if shown else ""

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked for."""
        return self.query(sort="applied") != ""

    @property
    def is_plain(self) -> bool:
        """Whether nothing is asked for but what a click on the board asks: no words, no names."""
        return replace(self, mine=False, waiting=False) == Filters()

    def narrow(
        self, applications: "QuerySet[Application]", *, viewer: User, late: Q, channel: bool = True
    ) -> "QuerySet[Application]":
        """Keep the applications asked for; without `channel`, those of every channel."""
        if self.standing != ANY:
            applications = applications.filter(standing=self.standing)
        if self.q:
            query = prefix_query(self.q)
            applications = applications.filter(candidate__search=query) if query else applications.none()
        if self.mine:
            applications = applications.filter(Q(candidate__owner=viewer) | Q(added_by=viewer))
        if self.waiting:
            applications = applications.filter(late)
        if self.stage:
            applications = applications.filter(stage__uuid=self.stage)
        if channel and self.channel:
            applications = applications.filter(channel__slug=self.channel)
        return applications


# Of each stage its key, and the moment at or before which an entry is overdue there.
Limits = tuple[tuple[int, dt.datetime], ...]


def limits_of(stages: list[Stage], clock: WaitingClock) -> Limits:
    return tuple((stage.pk, clock.entered_by(stage.sla_days)) for stage in stages)


def late_in(limits: Limits) -> Q:
    """Return the condition that an active application has waited beyond its stage's days."""
    condition = Q(pk__in=[])
    for stage, entered_by in limits:
        condition |= Q(stage=stage, entered_at__lte=entered_by)
    return Q(standing=Standing.ACTIVE) & condition


def as_uuid(text: str) -> uuid.UUID | None:
    """Return the uuid that `text` is, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
