"""What the list of reimplementations is narrowed to: all of it stands in the address."""

import uuid
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from candidates.papers.models import Paper
from candidates.repositories.models import Reimplementation, WhoseCode

STATES = (
    ("", "To look at"),
    ("judged", "Judged"),
    ("prospect", "With a prospect"),
    ("aside", "Set aside"),
    ("all", "All"),
)
NARROWED = {
    "": Q(set_aside_at=None, judged_at=None, candidate=None),
    "judged": Q(set_aside_at=None, judged_at__isnull=False),
    "prospect": Q(candidate__isnull=False),
    "aside": Q(set_aside_at__isnull=False),
    "all": Q(),
}


@dataclass(frozen=True)
class CodeListing:
    """Each field is a parameter of the address; its default stays out of it."""

    paper: str = ""
    verdict: str = ""
    show: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "CodeListing":
        """Read the address; what makes no sense there is left out."""
        show, verdict = query.get("show", ""), query.get("verdict", "")
        return cls(
            paper=_uuid(query.get("paper", "")),
            verdict=verdict if verdict in WhoseCode.values else "",
            show=show if show in NARROWED else "",
        )

    def query(self, **changes: str) -> str:
        shown = {name: value for name, value in vars(replace(self, **changes)).items() if value}
        return f"?{urlencode(shown)}"

    @property
    def states(self) -> list[tuple[str, str, bool]]:
        return [(self.query(show=value), label, value == self.show) for value, label in STATES]

    @property
    def verdicts(self) -> list[tuple[str, str, bool]]:
        choices = [("", "Anybody’s"), *WhoseCode.choices]
        return [(self.query(verdict=value), str(label), value == self.verdict) for value, label in choices]

    @property
    def narrows(self) -> bool:
        return self != CodeListing()

    def rows(self) -> "QuerySet[Reimplementation]":
        rows = Reimplementation.objects.filter(NARROWED[self.show])
        if self.paper:
            rows = rows.filter(paper__uuid=self.paper)
        if self.verdict:
            rows = rows.filter(verdict=self.verdict)
        return rows.select_related("repository", "paper").defer("repository__facts", "paper__abstract", "paper__search")

    def of_paper(self) -> Paper | None:
        return Paper.objects.filter(uuid=self.paper).first() if self.paper else None


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
