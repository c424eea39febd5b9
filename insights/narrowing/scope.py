"""Which applications a dashboard speaks of, and what it may count of them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum

from candidates.people.models import walls_before_candidates
from hiring.pipeline.models import Application
from hiring.roles.models import Role, Stage
from insights.aggregates.models import Fact, Passage, PassageTally, Tally
from insights.narrowing.periods import Period
from workspace.staff.models import User

EVER = Period()


@dataclass(frozen=True)
class Scope:
    """Which applications a dashboard speaks of: roles by key, those who applied (or what happened) in a period, one channel or all.

    `hidden` are applications, by key, of which the viewer must learn nothing: they are taken out of the kept counts again.
    """

    roles: tuple[int, ...]
    period: Period = EVER
    channel: int | None = None
    hidden: tuple[int, ...] = ()

    def during(self, period: Period) -> "Scope":
        return replace(self, period=period)

    def counted(self, *facts: str, **narrowed: Any) -> Counter[tuple[Any, ...]]:
        """Count the applications of the scope by these facts. One query, a second where something is hidden."""
        wanted = self._of() & self._applied() & Q(**narrowed)
        counts = _sums(Tally, wanted, facts) if self.period.is_of_months else _counts(Fact, wanted, facts)
        return self._without(counts, _counts(Fact, wanted & Q(application_id__in=self.hidden), facts))

    def facts(self) -> "QuerySet[Fact]":
        """The facts of the applications themselves, none hidden."""
        return Fact.objects.filter(self._of() & self._applied()).exclude(application_id__in=self.hidden)

    def counted_beside(self, before: Period, *facts: str) -> tuple[Counter[tuple[Any, ...]], Counter[tuple[Any, ...]]]:
        """Count the applications of the scope, and those of the period that ends where this one begins. One query for both."""
        both = self.during(Period(before.first, self.period.last))
        earlier = ExpressionWrapper(Q(applied_on__lt=self.period.first), output_field=BooleanField())
        rows = both.facts().annotate(earlier=earlier).order_by().values_list("earlier", *facts)
        now, was = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
        for is_earlier, *values, total in rows.annotate(total=Count("*")):
            (was if is_earlier else now)[tuple(values)] = total
        return now, was

    def passed(self, *facts: str, **narrowed: Any) -> Counter[tuple[Any, ...]]:
        """Count the passages of the period by these facts. One query, a second where something is hidden."""
        wanted = self._of() & self._between("day") & Q(**narrowed)
        counts = _sums(PassageTally, wanted, facts)
        return self._without(counts, _counts(Passage, wanted & Q(application_id__in=self.hidden), facts))

    def passages(self) -> "QuerySet[Passage]":
        """The passages themselves, none hidden."""
        rows = Passage.objects.filter(self._of() & self._between("day"))
        return rows.exclude(application_id__in=self.hidden)

    def _without(self, counts: Counter[tuple[Any, ...]], hidden: Counter[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
        counts.subtract(hidden)
        return +counts

    def _of(self) -> Q:
        of = Q(role_id__in=self.roles)
        return of if self.channel is None else of & Q(channel_id=self.channel)

    def _applied(self) -> Q:
        return self._between("cohort" if self.period.is_of_months else "applied_on")

    def _between(self, day: str) -> Q:
        between = Q()
        if self.period.first:
            between &= Q(**{f"{day}__gte": self.period.first})
        if self.period.last:
            between &= Q(**{f"{day}__lte": self.period.last})
        return between


def _sums(model: type[Tally] | type[PassageTally], wanted: Q, facts: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    rows = model.objects.filter(wanted).order_by().values_list(*facts).annotate(total=Sum("count"))  # type: ignore[attr-defined]
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def _counts(model: type[Fact] | type[Passage], wanted: Q, facts: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    """Count rows; nothing is asked where the condition is known to hold for none."""
    rows = model.objects.filter(wanted).order_by().values_list(*facts).annotate(total=Count("*"))  # type: ignore[attr-defined]
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def visible_roles(user: User) -> "QuerySet[Role]":
    return Role.objects.visible_to(user).exclude(state="draft")


def hidden_applications(user: User, roles: Collection[int]) -> tuple[int, ...]:
    """Return the applications to these roles of people this user is recused from. One query; there are few, if any."""
    hidden = Application.objects.filter(walls_before_candidates.q(user, "candidate"), role__in=roles)
    return tuple(hidden.order_by("pk").values_list("pk", flat=True))


def scope_of(user: User, roles: tuple[int, ...]) -> Scope:
    """Return all that this user may know of in these roles. One query."""
    return Scope(roles, hidden=hidden_applications(user, roles))


def stages_of(roles: tuple[int, ...]) -> dict[int, Stage]:
    """Return the stages of these roles by key. One query."""
    return {stage.pk: stage for stage in Stage.objects.filter(role__in=roles).order_by("role", "position")}
