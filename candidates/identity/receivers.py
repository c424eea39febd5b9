"""What identity adds to a candidate's page, what merging means for links, and how its acts read in a timeline."""

from typing import Any

from django.dispatch import receiver

from candidates.identity.models import LinkState, MentionLink
from candidates.identity.queries import mentions_of
from candidates.matching.models import Merge
from candidates.matching.signals import candidates_merging, merge_undoing
from candidates.people.models import Candidate
from candidates.people.signals import late_panels_wanted
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User

LABEL = "candidates.mentionlink"


@receiver(late_panels_wanted, dispatch_uid="candidates.show_mentions")
def show_mentions(sender: type, *, candidate: Candidate, viewer: User, **_: Any) -> list[Panel]:
    """Show the papers that carry their name, to those who may part them again. One query."""
    if not viewer.has_perm("candidates.decide_identity"):
        return []
    shown = mentions_of(candidate)
    if not shown.rows:
        return []
    return [Panel("candidates/identity/panel.html", order=30, context={"mentions": shown})]


@receiver(candidates_merging, dispatch_uid="candidates.hand_over_links")
def hand_over_links(sender: type, *, merge: Merge, kept: Candidate, absorbed: Candidate, **_: Any) -> None:
    """Links go where their mentions go; what the kept record says of the same mention counts more."""
    known = MentionLink.objects.filter(candidate=kept).values("authorship")
    rows = MentionLink.objects.filter(candidate=absorbed).exclude(authorship__in=known)
    rows = rows | MentionLink.objects.filter(candidate=absorbed, state=LinkState.LINKED)
    MentionLink.objects.filter(
        candidate=kept, authorship__in=rows.filter(state=LinkState.LINKED).values("authorship")
    ).delete()
    keys = sorted(rows.values_list("pk", flat=True))
    merge.moved[LABEL] = keys
    MentionLink.objects.filter(pk__in=keys).update(candidate=kept)


@receiver(merge_undoing, dispatch_uid="candidates.give_back_links")
def give_back_links(sender: type, *, merge: Merge, **_: Any) -> None:
    MentionLink.objects.filter(pk__in=merge.moved.get(LABEL, []), candidate=merge.kept).update(
        candidate=merge.absorbed_id
    )


say("linked_mention", "linked a paper’s author to")
say("unlinked_mention", "took back the link of a paper’s author to")
say("kept_mention_apart", "said that a paper’s author is not")
