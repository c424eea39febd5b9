"""What folders above contribute to a candidate's page besides panels."""

from dataclasses import dataclass
from typing import Any

from candidates.people.models import Candidate
from candidates.people.signals import candidate_links_wanted
from workspace.staff.models import User


@dataclass(frozen=True)
class PageLink:
    """An entry of the page's menu; lower `order` first."""

    label: str
    url: str
    icon: str
    order: int
    danger: bool = False


def page_links(candidate: Candidate, viewer: User) -> list[PageLink]:
    """Ask every receiver for its entries, and return them in order."""
    answers: list[tuple[Any, Any]] = candidate_links_wanted.send(Candidate, candidate=candidate, viewer=viewer)
    return sorted((link for _, links in answers for link in links or []), key=lambda link: link.order)
