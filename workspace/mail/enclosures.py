"""What goes along with the text of a mail: the same as HTML, and files. A feature makes its own, by the start of its mails' keys, when a
mail leaves; the outbox keeps words alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from workspace.mail.models import Mail


@dataclass(frozen=True)
class File:
    """A file beside the text."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Enclosure:
    """The text as HTML ("" for none), and files."""

    html: str = ""
    files: tuple[File, ...] = field(default=())


# Makes what goes along. It must stay the same for a mail that is sent again.
Maker = Callable[[Mail], Enclosure]

MAKERS: dict[str, Maker] = {}


def enclose(prefix: str, maker: Maker) -> None:
    """Ask `maker` about every mail whose key starts with `prefix`; saying so again replaces it."""
    MAKERS[prefix] = maker


def enclosed_in(mail: Mail) -> Enclosure:
    """Return what goes along with a mail."""
    return next((maker(mail) for prefix, maker in MAKERS.items() if mail.key.startswith(prefix)), Enclosure())
