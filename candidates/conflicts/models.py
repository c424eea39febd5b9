"""What our people say of themselves, and who of them stands too close to which candidate."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from candidates.conflicts.enums import ConflictKind, ConflictState, SelfKind, TieKind
from candidates.people.models import Candidate
from candidates.people.names import name_keys
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User


class OwnHandle(Row):
    """A name or handle under which one of us is found on papers; only they write it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="own_handles")
    kind = models.CharField(max_length=10, choices=SelfKind)
    value = models.CharField(max_length=200)
    name_keys = ArrayField(models.CharField(max_length=60), default=list, editable=False)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "value"], name="own_handle_once")]

    def __str__(self) -> str:
        return self.value

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_keys = name_keys(self.value) if self.kind == SelfKind.NAME else []
        super().save(*args, **kwargs)


class Tie(Row):
    """An employer, a lab, an advisor or an advisee of one of us, with its years; only they write it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=10, choices=TieKind)
    name = models.CharField(max_length=200)
    since = models.PositiveSmallIntegerField(null=True, blank=True)
    until = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: still so.")

    class Meta:
        ordering = ["kind", F("until").desc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="tie_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ConflictRules(Row):
    """The organisation's one choice: how long a shared paper, employer or lab counts."""

    years = models.PositiveSmallIntegerField(default=3)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "conflict rules"
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="conflict_rules_are_the_only_ones"),
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=50), name="conflict_rules_years_make_sense"),
        ]

    def __str__(self) -> str:
        return f"{self.years} years"

    @classmethod
    def current(cls) -> "ConflictRules":
        """Return the rules, making them at first use. One query."""
        return cls.objects.get_or_create(only=True)[0]


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def standing(self) -> "ConflictQuerySet":
        """Those that keep somebody out of an interview: recused, or not decided yet."""
        return self.exclude(state=ConflictState.CLEARED)

    def visible_to(self, user: User) -> "ConflictQuerySet":
        """Those of candidates this user may see: who is recused from somebody learns of no conflict about them either."""
        return self.filter(candidate__in=Candidate.objects.visible_to(user))


class Conflict(Row):
    """One reason why one of us should not judge one candidate: found, with its evidence, or declared. `actions.py` alone writes its state.

    `evidence` names no third person, so that erasing one leaves no trace here.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="conflicts")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=12, choices=ConflictKind)
    state = models.CharField(max_length=8, choices=ConflictState, default=ConflictState.PROPOSED)
    evidence = ArrayField(models.CharField(max_length=400), default=list, blank=True)
    note = models.TextField(blank=True)
    declared_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: found."
    )
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "candidate", "kind"], name="conflict_once_per_kind"),
            models.CheckConstraint(
                condition=Q(state=ConflictState.PROPOSED, decided_at=None, decided_by=None)
                | (~Q(state=ConflictState.PROPOSED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="conflict_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConflictState.CLEARED) | ~Q(reason=""), name="conflict_cleared_for_a_reason"
            ),
        ]
        indexes = [
            # The wall: asked for by every page that shows a candidate.
            models.Index(fields=["user", "candidate"], condition=Q(state="recused"), name="conflict_wall"),
            models.Index(fields=["candidate"], name="conflict_by_candidate"),
            models.Index(fields=["-id"], condition=Q(state="proposed"), name="conflict_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"

    @property
    def was_found(self) -> bool:
        return self.declared_by_id is None


class ConflictChange(AppendOnly):
    """What became of a conflict, one row per decision."""

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="changes")
    before = models.CharField(max_length=8, choices=ConflictState, blank=True)
    after = models.CharField(max_length=8, choices=ConflictState)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.before or 'new'} → {self.after}"
