"""What matching adds to a candidate's page, and how its acts read in a timeline."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from candidates.matching.duplicates import Likeness
from candidates.matching.models import Proposal
from candidates.people.models import Candidate
from candidates.people.signals import candidate_panels_wanted
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User


@receiver(candidate_panels_wanted, dispatch_uid="candidates.show_twins")
def show_twins(sender: type, *, candidate: Candidate, viewer: User, **_: Any) -> list[Panel]:
    """Show who this may also be, and what was merged into them, to those who may merge. Two queries."""
    if not viewer.has_perm("candidates.merge_candidates"):
        return []
    rows = Proposal.objects.both_present().filter(Q(first=candidate) | Q(second=candidate))
    rows = rows.filter(likeness__gte=Likeness.LIKELY)
    twins = [
        (row.second if row.first_id == candidate.pk else row.first, row)
        for row in rows.select_related("first", "second").order_by("-likeness", "-pk")[:5]
    ]
    merges = list(candidate.merges.filter(undone_at=None).select_related("absorbed", "merged_by").order_by("-pk")[:5])
    if not twins and not merges:
        return []
    context = {"twins": twins, "merges": merges}
    return [Panel("candidates/matching/panel.html", order=20, context=context, side=True)]


say("merged_candidates", "merged another record into")
say("undid_merge", "undid a merge of")
say("said_not_same", "said that somebody else of this name is not")
say("took_back_not_same", "took back that somebody else is not")
