"""Where privacy shows itself: in the menu of a candidate's page, and in the log."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from candidates.people.models import Candidate
from candidates.people.page import PageLink
from candidates.people.signals import candidate_links_wanted
from workspace.activity.wording import say
from workspace.staff.models import User


@receiver(candidate_links_wanted, dispatch_uid="candidates.privacy_links")
def privacy_links(candidate: Candidate, viewer: User, **_: Any) -> list[PageLink]:
    if not viewer.has_perm("candidates.erase_candidate", candidate):
        return []
    return [
        PageLink("Copy of their data", reverse("candidates:copy", args=[candidate.uuid]), "file-zip", order=80),
        PageLink("Erase…", reverse("candidates:erase", args=[candidate.uuid]), "eraser", order=90, danger=True),
    ]


say("erased_candidate", "erased")
say("copied_candidate", "took a copy of all data of")
