"""What merging, undoing a merge and pasting a link mean for reimplementations, and how acts on them read in a timeline."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.connectors.links import Link, LinkKind
from candidates.matching.models import Merge
from candidates.matching.signals import candidates_merging, merge_undoing
from candidates.people.models import Candidate
from candidates.repositories.lookups import ask_for_repository
from candidates.repositories.models import FoundBy, Reimplementation
from candidates.sourcing.destinations import lead_to
from workspace.activity.wording import say
from workspace.staff.models import User

LABEL = "candidates.reimplementation"


@receiver(candidates_merging, dispatch_uid="candidates.hand_over_code")
def hand_over_code(sender: type, *, merge: Merge, kept: Candidate, absorbed: Candidate, **_: Any) -> None:
    rows = Reimplementation.objects.filter(candidate=absorbed)
    merge.moved[LABEL] = sorted(rows.values_list("pk", flat=True))
    rows.update(candidate=kept)


@receiver(merge_undoing, dispatch_uid="candidates.give_back_code")
def give_back_code(sender: type, *, merge: Merge, **_: Any) -> None:
    rows = Reimplementation.objects.filter(pk__in=merge.moved.get(LABEL, []), candidate=merge.kept)
    rows.update(candidate=merge.absorbed_id)


def follow_repository(link: Link, by: User) -> str:
    """Take a pasted repository in, and return its page."""
    seen = ask_for_repository(name=link.identifier, found_by=FoundBy.PASTED, by=by)
    return reverse("candidates:code", args=[seen.uuid])


lead_to(LinkKind.GITHUB_REPOSITORY, follow_repository)

say("linked_implementer", "found as the implementer of a repository:")
say("unlinked_implementer", "took back the link to a repository of")
say("named_paper_of_code", "named a repository as being of the paper")
