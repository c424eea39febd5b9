"""A scorecard begun under one version of a kit may go on under the newest; one that was submitted keeps its own for ever."""

from django.db import transaction

from interviews.kits.models import Kit
from interviews.scorecards.actions import ScorecardError
from interviews.scorecards.models import Scorecard
from workspace.staff.models import User


def newer_kit(scorecard: Scorecard) -> Kit | None:
    """Return the version in use of a scorecard's kit where it is a later one and the scorecard is still owed. Up to one query."""
    if not scorecard.is_owed or scorecard.kit.retired_at is None:
        return None
    later = Kit.objects.current().filter(slug=scorecard.kit.slug, version__gt=scorecard.kit.version)
    return later.select_related("written_by").first()


@transaction.atomic
def renew_kit(*, scorecard: Scorecard, by: User) -> Scorecard:
    """Let a scorecard go on under the newest version of its kit, or raise ScorecardError.

    The draft is not touched, nor is its revision: an open window goes on saving. What is rated is asked by the role and the hypotheses, so
    every answer keeps its place; the kit only says which are expected, and words the anchors.
    """
    # of=("self",): lock this row only, never the kit that others read.
    scorecard = Scorecard.objects.select_for_update(of=("self",)).select_related("kit").get(pk=scorecard.pk)
    if not scorecard.is_owed:
        raise ScorecardError("A scorecard keeps the version of the kit it was submitted under.")
    newest = newer_kit(scorecard)
    if newest is None:
        raise ScorecardError("This scorecard is on the newest version of its kit already.")
    scorecard.kit = newest
    scorecard.save(update_fields=["kit", "updated_at"])
    return scorecard
