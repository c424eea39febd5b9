"""Links from mentions of a name to candidates: proposed, made, undone or refused, with the reasons in words and a history."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from candidates.papers.models import Authorship
from candidates.people.models import Candidate
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User


class LinkState(models.TextChoices):
    PROPOSED = "proposed", "Waits for a look"
    LINKED = "linked", "Linked"
    UNDONE = "undone", "Undone"
    APART = "apart", "Not the same person"


class MentionLink(Row):
    """What is held of one mention being one candidate. `Authorship.candidate` is set exactly where this is LINKED.

    APART is remembered: the pair is not proposed again. LINKED with nobody in `decided_by` was made automatically.
    `evidence` names no other person, so that erasing one leaves no trace here.
    """

    authorship = models.ForeignKey(Authorship, models.CASCADE, related_name="mention_links")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="mention_links")
    state = models.CharField(max_length=10, choices=LinkState)
    evidence = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    strength = models.FloatField(default=0, help_text="Orders the proposals, the likeliest first. Shown to nobody.")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authorship", "candidate"], name="mention_link_once_per_pair"),
            models.UniqueConstraint(
                fields=["authorship"], condition=Q(state=LinkState.LINKED), name="mention_link_to_one_candidate"
            ),
            models.CheckConstraint(
                condition=Q(state=LinkState.PROPOSED, decided_at=None)
                | Q(decided_at__isnull=False) & ~Q(state=LinkState.PROPOSED),
                name="mention_link_decided_or_proposed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-strength", "-id"], condition=Q(state=LinkState.PROPOSED), name="mention_link_likeliest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.authorship_id} is {self.candidate_id}: {self.state}"

    @property
    def is_automatic(self) -> bool:
        """Made by the computer on sure evidence, and by nobody confirmed."""
        return self.state == LinkState.LINKED and self.decided_by_id is None


class LinkChange(AppendOnly):
    """One change of a link, written once. Undo is one more. `by` is empty where nobody did it."""

    link = models.ForeignKey(MentionLink, models.CASCADE, related_name="changes")
    before = models.CharField(max_length=10, choices=LinkState, blank=True)
    after = models.CharField(max_length=10, choices=LinkState)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.before or 'new'} → {self.after}"


class MentionSearch(models.Model):
    """When a candidate's name was last looked for on stored papers. Whoever changed since is due again."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, primary_key=True, related_name="mention_search")
    searched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.candidate_id} at {self.searched_at}"
