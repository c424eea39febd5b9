"""Reading what past candidates were rated on a role's bars."""

from django.db.models import F, OuterRef, Q, Subquery

from hiring.pipeline.enums import Standing
from hiring.roles.models import Role, RoleCompetency
from interviews.past.counting import PastCount, PastMark, count_past
from interviews.rule.terms import BarMark
from interviews.scorecards.models import Rating, Scale, Scorecard, ScorecardVersion, StrengthLevel
from interviews.travel.carrying import no_higher
from workspace.staff.models import User

# The newest ratings: enough to count by, few enough to read while a page is made.
MOST_RATINGS = 4000


def past_count(role: Role, viewer: User) -> PastCount | None:
    """Count whoever is no longer active anywhere in an application the viewer may read the scorecards of; None for a role without bars.

    A mark counts where it says something about this role's bar: above one at least as high, or below one no higher. A strength that was seen
    was not judged against its bar as well (see `plans.criteria_of`), and clears it. Two queries.
    """
    criteria = {one.competency_id: one for one in role.criteria.exclude(bar_level="").select_related("competency")}
    if not criteria:
        return None
    marks = [
        PastMark(person, competency, BarMark(mark) if mark else BarMark.CLEARLY_ABOVE)
        for person, competency, mark, stood in _rows(list(criteria), viewer)
        if not mark or _says_something(BarMark(mark), stood, criteria[competency].bar_level)
    ]
    return count_past(marks, {key: one.competency.name for key, one in criteria.items()})


def _rows(competencies: list[int], viewer: User) -> list[tuple[int, int, str, str]]:
    """Candidate, competency, mark ("" for a strength seen), and how high the bar stood there. One query."""
    cards = Scorecard.objects.submitted().filter(counts=True).readable_by(viewer)
    cards = cards.exclude(application__standing=Standing.ACTIVE)
    newest = ScorecardVersion.objects.filter(scorecard=OuterRef("version__scorecard")).order_by("-number")
    there = RoleCompetency.objects.filter(
        role=OuterRef("version__scorecard__application__role"), competency=OuterRef("competency")
    )
    rows = Rating.objects.filter(
        Q(scale=Scale.BAR, mark__isnull=False) | Q(scale=Scale.STRENGTH, level__gte=StrengthLevel.STRONG),
        competency__in=competencies,
        version__scorecard__in=cards,
        version=Subquery(newest.values("pk")[:1]),
    ).annotate(person=F("version__scorecard__application__candidate"), stood=Subquery(there.values("bar_level")[:1]))
    found = rows.order_by("-pk").values_list("person", "competency", "mark", "stood")[:MOST_RATINGS]
    return [(person, competency, mark or "", stood or "") for person, competency, mark, stood in found]


def _says_something(mark: BarMark, there: str, here: str) -> bool:
    if not there:
        return False
    return no_higher(there, here) if mark.is_below else no_higher(here, there)
