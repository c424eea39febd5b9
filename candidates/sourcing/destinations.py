"""Where a pasted link leads when a folder higher up knows what it points at."""

from collections.abc import Callable

from candidates.connectors.links import Link, LinkKind
from workspace.staff.models import User

# Takes the link in for a member of staff, and returns the address of its page.
Destination = Callable[[Link, User], str]
DESTINATIONS: dict[LinkKind, Destination] = {}


def lead_to(kind: LinkKind, destination: Destination) -> None:
    """Let links of this kind lead to a page of the caller's."""
    DESTINATIONS[kind] = destination
