"""An update goes to people who must not learn of anybody who applied: whoever edits it names nobody."""

import re

from candidates.people.names import fold
from hiring.pipeline.models import Application
from hiring.teams.models import Team


def named_in(text: str, team: Team) -> str:
    """Return the name of somebody who applied to one of the team's roles that the text has, in full; nothing where it has none. One query."""
    said = f" {_words(text)} "
    rows = Application.objects.filter(role__team=team, candidate__erased_at=None)
    for name in rows.order_by().values_list("candidate__name", flat=True).distinct().iterator(chunk_size=2000):
        words = _words(name)
        if " " in words and f" {words} " in said:
            return name
    return ""


def _words(text: str) -> str:
    return " ".join(part for part in re.split(r"[\W_]+", fold(text)) if part)
