"""Panels: pieces of a page that an app higher up contributes to a page lower down, gathered through a signal."""

from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal
from django.utils.text import slugify


@dataclass(frozen=True)
class Panel:
    """A template with its context, and where it stands: lower `order` first, `side` for the narrow column.

    `tab` is its name among the page's parts ("" for none); the page wraps the panel in an element with the id `anchor`
    and renders it with `{% show_panel panel %}`. A panel that sums up a page of its own names it in `page` and `page_url`.
    """

    template: str
    order: int
    context: dict[str, Any] = field(default_factory=dict)
    side: bool = False
    tab: str = ""
    page: str = ""
    page_url: str = ""

    @property
    def anchor(self) -> str:
        return slugify(self.tab)


def gather_panels(signal: Signal, sender: type, **arguments: Any) -> list[Panel]:
    """Ask every receiver for its panels, and return them in order. Receivers return a list of Panel."""
    answers: list[tuple[Any, Any]] = signal.send(sender, **arguments)
    panels: list[Panel] = [panel for _, answer in answers for panel in answer or []]
    return sorted(panels, key=lambda panel: panel.order)
