"""Why applications ended: our reasons and theirs, and declined offers in the five things people want."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from candidates.people.models import Motivation
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import ClosingReason
from hiring.roles.enums import StageKind
from hiring.roles.models import Stage
from insights.funnel.queries import KIND_ORDER
from insights.narrowing.scope import Scope

# From here on somebody has met us: why they say no from then on is about us.
MET_FROM = KIND_ORDER.index(StageKind.SCREEN)


@dataclass
class Ending:
    """One reason, and how often it ended an application, by the kind of stage that was left."""

    reason: ClosingReason | None
    by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.by_kind.total()


def endings(
    scope: Scope, stages: dict[int, Stage], standing: Standing, reasons: Sequence[ClosingReason]
) -> list[Ending]:
    """Return how often each reason ended an application so in the period, the most frequent first. One query."""
    by_key = {reason.pk: reason for reason in reasons}
    found: dict[int, Ending] = {}
    counts = scope.passed("reason_id", "before_id", standing_before=Standing.ACTIVE, standing_after=standing)
    for (reason, before), number in counts.items():
        if before in stages:
            ending = found.setdefault(reason, Ending(by_key.get(reason)))
            ending.by_kind[stages[before].kind] += number
    return sorted(found.values(), key=lambda one: (-one.total, str(one.reason)))


@dataclass(frozen=True)
class Wish:
    """One of the five things people want: how many declined an offer over it, how many withdrew earlier, what we put against it."""

    motivation: Motivation
    offers: int
    earlier: int
    proofs: int


def wishes(found: Sequence[Ending]) -> list[Wish]:
    """Return the five, in their own order. One query."""
    offers, earlier = Counter[str](), Counter[str]()
    for ending in found:
        if ending.reason is not None and ending.reason.motivation:
            at_offer = ending.by_kind[StageKind.OFFER]
            offers[ending.reason.motivation] += at_offer
            earlier[ending.reason.motivation] += ending.total - at_offer
    proofs = Count("proof_points", filter=Q(proof_points__is_active=True))
    return [
        Wish(one, offers[one.slug], earlier[one.slug], one.proofs)
        for one in Motivation.objects.annotate(proofs=proofs).order_by("position", "pk")
    ]


def of_offers(found: Sequence[Ending]) -> tuple[int, int, int]:
    """Return how many offers were declined, of these how many for one of the five, and how many for no stated reason."""
    total = sum(one.by_kind[StageKind.OFFER] for one in found)
    named = sum(one.by_kind[StageKind.OFFER] for one in found if one.reason is not None and one.reason.motivation)
    silent = sum(one.by_kind[StageKind.OFFER] for one in found if one.reason is None)
    return total, named, silent
