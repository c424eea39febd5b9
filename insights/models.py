"""The tables of this app, gathered from its feature folders."""

from insights.funnel.models import Fact, Tally

__all__ = ["Fact", "Tally"]
