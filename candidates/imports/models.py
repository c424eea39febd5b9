"""Imports: a file, its rows, what the dry run said, what was decided, what was done, so that it can be undone."""

from django.db import models
from django.db.models import Q

from candidates.channels.models import Channel
from candidates.imports.enums import AT_WORK, BatchKind, BatchState, Decision, Outcome, Verdict
from candidates.papers.models import Paper
from candidates.people.models import Candidate
from workspace.rows import Row
from workspace.staff.models import User


class ImportBatch(Row):
    """One uploaded file on its way in. `state` is written by `imports.actions` only.

    `content` is kept until the import has run and no longer: it holds personal data of people we may never add.
    """

    kind = models.CharField(max_length=6, choices=BatchKind)
    name = models.CharField(max_length=200, help_text="What the file was called.")
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(null=True, blank=True)
    encoding = models.CharField(max_length=12, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    headers = models.JSONField(default=list, blank=True)
    samples = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=list, blank=True)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=BatchState, default=BatchState.MAPPING)
    total = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ran_at = models.DateTimeField(null=True, blank=True)
    ran_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "import batches"
        indexes = [models.Index(fields=["kind", "-id"], name="import_batch_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ran_at=None, ran_by=None) | Q(ran_at__isnull=False, ran_by__isnull=False),
                name="import_batch_ran_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="import_batch_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def is_of_people(self) -> bool:
        return self.kind == BatchKind.PEOPLE


class ImportRow(Row):
    """One row of a file. `said` is what the row says, as our own fields; `changes` what importing it changed.

    `fingerprint` is equal for rows that say the same, so that a second import of a file knows them again.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    label = models.CharField(max_length=300, blank=True)
    said = models.JSONField(default=dict, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    verdict = models.CharField(max_length=6, choices=Verdict, default=Verdict.UNCHECKED, blank=True)
    words = models.JSONField(default=list, blank=True, help_text="Reasons and remarks for whoever reads the dry run.")
    decision = models.CharField(max_length=6, choices=Decision, default=Decision.LEAVE)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.NONE, blank=True)
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="import_rows")
    paper = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="import_rows")
    changes = models.JSONField(default=dict, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="import_row_once_per_line"),
            models.CheckConstraint(
                condition=~Q(decision="update") | Q(verdict__in=["update", "doubt"]), name="import_row_updates_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "verdict", "line"], name="import_row_by_verdict"),
            models.Index(
                fields=["fingerprint"], name="import_row_known_again", condition=Q(outcome__in=["added", "updated"])
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.line}"

    @property
    def may_decide(self) -> bool:
        """Whether a person may say what becomes of the row."""
        return self.verdict in {Verdict.NEW, Verdict.UPDATE, Verdict.DOUBT}
