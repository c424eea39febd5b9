"""Pieces of a page that never change: the frame of every page links the same thirty styles and scripts."""

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


class Unchanging(template.Node):
    """What is drawn once and kept: it is the same on every page, whoever looks."""

    def __init__(self, nodes: template.NodeList) -> None:
        self.nodes = nodes
        self._drawn: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        if self._drawn is None or settings.DEBUG:
            # In a context of its own, so that nothing of a page or its viewer can get into it.
            self._drawn = self.nodes.render(context.new({}))
        return self._drawn


@register.tag
def unchanging(parser: template.base.Parser, token: template.base.Token) -> Unchanging:
    """`{% unchanging %}…{% endunchanging %}`: links to styles and scripts, addresses, icons. Sees no variable at all."""
    nodes = parser.parse(("endunchanging",))
    parser.delete_first_token()
    return Unchanging(nodes)
