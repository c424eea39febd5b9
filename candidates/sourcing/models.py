"""Links to papers that somebody pasted: kept until their source has told of the paper."""

from django.db import models
from django.db.models import Q

from candidates.connectors.links import PAPERS, Link, LinkKind
from candidates.papers.models import Paper
from workspace.rows import Row
from workspace.staff.models import User


class LookupState(models.TextChoices):
    WAITING = "waiting", "Being looked up"
    LATER = "later", "Will be tried again"
    FOUND = "found", "Found"
    FAILED = "failed", "Not found"


class PaperLookup(Row):
    """One link, asked of its source by a task. The row is the memory: the task may run twice or die and come again."""

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in sorted(PAPERS)])
    identifier = models.CharField(max_length=300)
    url = models.URLField(max_length=500)
    state = models.CharField(max_length=8, choices=LookupState, default=LookupState.WAITING)
    problem = models.CharField(max_length=400, blank=True, help_text="What the source said, in words for the reader.")
    retry_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, blank=True, related_name="lookups")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "identifier"], name="paper_lookup_once_per_link"),
            models.CheckConstraint(
                condition=~Q(state="found") | Q(paper__isnull=False), name="paper_lookup_found_has_a_paper"
            ),
            models.CheckConstraint(
                condition=Q(state="later", retry_at__isnull=False) | (~Q(state="later") & Q(retry_at=None)),
                name="paper_lookup_later_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["retry_at"], name="paper_lookup_due", condition=Q(state="later")),
            models.Index(fields=["asked_at"], name="paper_lookup_waiting", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def link(self) -> Link:
        return Link(LinkKind(self.kind), self.identifier, self.url)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in {LookupState.WAITING, LookupState.LATER}
