"""What matching adds to a candidate's page, and how its acts read in a timeline."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject
from django.dispatch import receiver

from candidates.matching.duplicates import Likeness
from candidates.matching.models import Merge, Proposal
from candidates.people.models import Candidate
from candidates.people.signals import candidate_panels_wanted
from workspace.activity.wording import say
from workspace.panels import Panel
from workspace.staff.models import User
from workspace.written import written_once

MOST = 5


@dataclass(frozen=True)
class Twin:
    """Somebody this record may also be, and why."""

    uuid: str
    name: str
    reasons: list[str]


@dataclass(frozen=True)
class Absorbed:
    """A record that was merged into this one."""

    uuid: str
    name: str
    by: str
    at: dt.datetime


@receiver(candidate_panels_wanted, dispatch_uid="candidates.show_twins")
def show_twins(sender: type, *, candidate: Candidate, viewer: User, **_: Any) -> list[Panel]:
    """Show who this may also be, and what was merged into them, to those who may merge. One query, and mostly nothing to show."""
    if not viewer.has_perm("candidates.merge_candidates"):
        return []
    [(twins, absorbed)] = _same_people(candidate.pk)
    if not twins and not absorbed:
        return []
    context = {
        "twins": [Twin(**one) for one in twins],
        "merges": [Absorbed(**one | {"at": dt.datetime.fromisoformat(one["at"])}) for one in absorbed],
    }
    return [Panel("candidates/matching/panel.html", order=20, context=context, side=True)]


@written_once
def _same_people(candidate: int) -> "QuerySet[Candidate, tuple[Any, ...]]":
    """Whom a record may also be, and what was merged into it."""
    pairs = Proposal.objects.both_present().filter(Q(first=candidate) | Q(second=candidate))
    pairs = pairs.filter(likeness__gte=Likeness.LIKELY)
    side = {"uuid": "first__uuid", "name": "first__name"}, {"uuid": "second__uuid", "name": "second__name"}
    twin = Case(
        When(first=candidate, then=JSONObject(**side[1], reasons="reasons")),
        default=JSONObject(**side[0], reasons="reasons"),
    )
    merges = Merge.objects.filter(kept=OuterRef("pk"), undone_at=None).order_by("-pk")
    merge = JSONObject(uuid="uuid", name="absorbed__name", by="merged_by__name", at="created_at")
    return Candidate.objects.filter(pk=candidate).values_list(
        ArraySubquery(pairs.order_by("-likeness", "-pk").values(twin=twin)[:MOST]),
        ArraySubquery(merges.values(merge=merge)[:MOST]),
    )


say("merged_candidates", "merged another record into")
say("undid_merge", "undid a merge of")
say("said_not_same", "said that somebody else of this name is not")
say("took_back_not_same", "took back that somebody else is not")
