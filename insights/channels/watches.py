"""What reading brought, watch by watch: from papers judged to people who came far."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from candidates.outreach.queries import replied_candidates
from candidates.people.models import walls_before_candidates
from candidates.watches.models import Watch, WatchFlag
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application
from hiring.roles.models import Stage
from insights.aggregates.models import Fact
from insights.channels.queries import MILESTONE_NAMES, MILESTONES
from insights.funnel.queries import HIRED, KIND_ORDER
from insights.narrowing.scope import Scope
from workspace.staff.models import User


@dataclass(frozen=True)
class WatchLine:
    """One watch: papers judged, people flagged, of them who replied, and how many reached each of MILESTONES in these roles."""

    watch: Watch
    judged: int
    flagged: int
    replied: int
    reached: tuple[int, ...]

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Each milestone's name with how many came there."""
        return [(MILESTONE_NAMES[kind], people) for kind, people in zip(MILESTONES, self.reached, strict=True)]


def watch_lines(viewer: User, scope: Scope, stages: dict[int, Stage]) -> list[WatchLine]:
    """Return a line for each watch the viewer sees. Four queries; a person flagged by two watches counts in both."""
    judged = Count("opinions__paper", distinct=True, filter=~Q(opinions__verdict=""))
    watches = list(Watch.objects.visible_to(viewer).annotate(judged=judged).order_by("name"))
    flagged: dict[int, set[int]] = {}
    flags = WatchFlag.objects.filter(watch__in=watches, candidate__merged_into=None, candidate__erased_at=None)
    flags = flags.exclude(walls_before_candidates.q(viewer, "candidate"))
    for watch, candidate in flags.values_list("watch", "candidate"):
        flagged.setdefault(watch, set()).add(candidate)
    everybody = set().union(*flagged.values())
    replied = replied_candidates(everybody)
    furthest = furthest_of(everybody, scope, stages)
    return [
        WatchLine(
            watch,
            watch.judged,
            len(people := flagged.get(watch.pk, set())),
            len(people & replied),
            tuple(
                sum(furthest.get(person, -1) >= KIND_ORDER.index(milestone) for person in people)
                for milestone in MILESTONES
            ),
        )
        for watch in watches
    ]


def furthest_of(candidates: set[int], scope: Scope, stages: dict[int, Stage]) -> dict[int, int]:
    """Return how far each of these people came in any role of the scope, as a place in KIND_ORDER. One query."""
    theirs = Application.objects.filter(candidate__in=candidates, role__in=scope.roles)
    person = Subquery(Application.objects.filter(pk=OuterRef("application_id")).values("candidate"))
    facts = Fact.objects.filter(application_id__in=theirs.values("pk")).annotate(person=person)
    found: dict[int, int] = {}
    for who, furthest, standing in facts.values_list("person", "furthest_id", "standing"):
        kind = HIRED if standing == Standing.HIRED else stages[furthest].kind if furthest in stages else ""
        if kind:
            found[who] = max(found.get(who, -1), KIND_ORDER.index(kind))
    return found
