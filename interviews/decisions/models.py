"""Decisions: signed by a person, with reasons, after seeing the computed outcome."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q

from hiring.pipeline.models import Application
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User


class Verdict(models.TextChoices):
    HIRE = "hire", "Hire"
    MORE_EVIDENCE = "more_evidence", "More evidence"
    NO = "no", "No"


class Decision(AppendOnly):
    """What was decided, and why. A later decision replaces an earlier one by standing after it; none is ever changed.

    `outcome` is the computed outcome as it was shown, in words. Going against a bar that is not met (`waives_bar`) needs a plan and counts only with an Approval.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=13, choices=Verdict)
    reasons = models.TextField()
    outcome: Any = models.JSONField(default=dict)
    waives_bar = models.BooleanField(default=False)
    plan = models.TextField(blank=True, help_text="How the gap will be closed.")
    approver = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="The named second person."
    )
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="decisions")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(waives_bar=False)
                | (~Q(plan="") & Q(approver__isnull=False) & ~Q(approver=F("decided_by"))),
                name="decision_waiver_has_a_plan_and_a_second_person",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
        ]
        indexes = [models.Index(fields=["application", "-created_at"], name="decision_latest")]

    def __str__(self) -> str:
        return self.get_verdict_display()

    @property
    def answer(self) -> "Approval | None":
        """The second person's answer, if there is one. May query; `queries.decisions_of` has it at hand."""
        return getattr(self, "approval", None)

    @property
    def computed(self) -> str:
        """What the rule made of the ratings when it was signed; "" where nothing was kept."""
        return str(self.outcome.get("signal", "")) if isinstance(self.outcome, dict) else ""

    @property
    def without(self) -> list[str]:
        """The bars of which a second rating was still awaited when it was signed."""
        kept = self.outcome.get("without_second_rating") if isinstance(self.outcome, dict) else None
        return [str(name) for name in kept] if isinstance(kept, list) else []

    @property
    def gap(self) -> "GapPlan | None":
        """Who closes the gap it leaves, and until when. May query; `queries.decisions_of` has it at hand."""
        return getattr(self, "gap_plan", None)

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for its second person."""
        return self.waives_bar and self.answer is None

    @property
    def is_in_force(self) -> bool:
        """Whether it counts: it needed no second person, or that person approved."""
        return not self.waives_bar or (self.answer is not None and self.answer.approved)


class Approval(AppendOnly):
    """The second person's answer to a decision that waives a bar."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="approval")
    approved = models.BooleanField()
    reasons = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(approved=True) | ~Q(reasons=""), name="approval_refused_says_why")
        ]

    def __str__(self) -> str:
        return "approved" if self.approved else "not approved"


class DecisionUndo(AppendOnly):
    """A decision taken back by whoever signed it, before anything followed from it. It stays in the log; what stood before stands again."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="undo")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"undone: {self.decision}"


class GapPlan(Row):
    """Who closes the gap that a waived bar leaves, and until when. The words are the decision's; `closed_at` says that it is done."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="gap_plan")
    owner = models.ForeignKey(User, models.PROTECT, related_name="gap_plans")
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True, help_text="What came of it.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(note="")),
                name="gap_plan_closed_by_somebody_in_words",
            )
        ]
        indexes = [models.Index(fields=["due_on"], name="gap_plan_due", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"until {self.due_on}"

    def is_overdue(self, today: dt.date) -> bool:
        return self.closed_at is None and self.due_on < today
