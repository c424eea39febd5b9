"""How the acts on papers read in a timeline, and how papers are called today."""

import uuid
from collections.abc import Collection

from django.urls import reverse

from candidates.papers.models import Paper
from workspace.activity.wording import Named, name_rows, say


def name_papers(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say what these papers are called. One query."""
    rows = Paper.objects.filter(uuid__in=uuids).only("uuid", "title")
    return {paper.uuid: Named(paper.title, reverse("candidates:paper", args=[paper.uuid])) for paper in rows}


name_rows("paper", name_papers)

say("added_paper", "added a paper ({source}):")
say("linked_author", "flagged as the author of a paper:")
say("unlinked_author", "took back the flag on")
