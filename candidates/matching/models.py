"""Merging two records of one person, remembered so that it can be undone."""

from django.db import models
from django.db.models import F, Q

from candidates.matching.duplicates import Likeness
from candidates.people.models import Candidate
from workspace.rows import Row
from workspace.staff.models import User


class Merge(Row):
    """`moved` lists the rows that changed hands as {"app.model": [keys]}, `before` the fields of the kept record that changed as
    {field: [value before, value since]}.

    A merge must not widen access: notes and files that came over keep to recruiters (their former audience is in `moved`) and each application stays
    visible only to those of its role.
    """

    kept = models.ForeignKey(Candidate, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Candidate, models.CASCADE, related_name="merged_away")
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at=None), name="merge_absorbs_once"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Merge {self.pk}"


class NotSamePerson(Row):
    """Somebody looked and said these two are different people; the pair is not proposed again."""

    first = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    second = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_same_person_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_same_person_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def both_present(self) -> "ProposalQuerySet":
        """Leave out pairs of which one side was merged away or erased."""
        return self.filter(
            first__merged_into=None, second__merged_into=None, first__erased_at=None, second__erased_at=None
        )


class Proposal(Row):
    """Two records that may be one person, found by comparing; the reasons are kept in words. Rewritten as the records change."""

    first = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    second = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField(choices=[(one.value, one.words) for one in Likeness])
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="proposal_once_per_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="proposal_in_order"),
        ]
        indexes = [models.Index(fields=["-likeness", "-id"], name="proposal_likeliest")]

    def __str__(self) -> str:
        return f"{self.first_id} may be {self.second_id}"


class Looked(models.Model):
    """When a candidate was last compared with the others. Whoever changed since is due again."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, primary_key=True, related_name="looked")
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.candidate_id} at {self.looked_at}"
