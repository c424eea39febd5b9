"""Applications: a candidate, a role, and every move in between."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from candidates.channels.models import Channel
from candidates.people.models import Candidate, walls_before_candidates
from hiring.pipeline.enums import ReasonSide, Standing
from hiring.roles.models import Role, Stage
from workspace.access import WaysIn
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User

# Interviews add theirs: the applications somebody is assigned to.
ways_to_applications = WaysIn()


class ClosingReason(Row):
    """Why an application ended. `motivation` ties a decline to one of the five things people want."""

    slug = models.SlugField(max_length=60, unique=True)
    side = models.CharField(max_length=6, choices=ReasonSide)
    text = models.CharField(max_length=160)
    motivation = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["side", "position"]

    def __str__(self) -> str:
        return self.text


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Applications of roles this user may see, and those a way in leads to; the twin of `rules.may_see_application`."""
        ways = Q(role__in=Role.objects.visible_to(user).values("pk")) | ways_to_applications.q(user)
        return self.filter(ways).open_to(user)

    def in_roles_of(self, user: User) -> "ApplicationQuerySet":
        """Only those of roles this user may see: what a board, a list or a dashboard counts."""
        return self.filter(role__in=Role.objects.visible_to(user).values("pk")).open_to(user)

    def open_to(self, user: User) -> "ApplicationQuerySet":
        """Leave out those of people this user must learn nothing of; for rows that were found through a role they may see."""
        return self.exclude(walls_before_candidates.q(user, "candidate"))

    def active(self) -> "ApplicationQuerySet":
        return self.filter(standing=Standing.ACTIVE)


class Application(Row):
    """A candidate in a role's pipeline.

    `stage`, `standing`, `entered_at` and `closed_at` are written by `pipeline.actions` only, each time with a StageChange.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="applications")
    role = models.ForeignKey(Role, models.PROTECT, related_name="applications")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="applications")
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.ACTIVE)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="applications")
    channel_detail = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(help_text="When this person entered this role's pipeline.")
    entered_at = models.DateTimeField(help_text="When the current stage was entered.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_reason = models.ForeignKey(
        ClosingReason, models.PROTECT, null=True, blank=True, related_name="applications"
    )

    # The user whom `queries.load_application` found it visible to, in this request.
    loaded_for: int | None = None

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "role"],
                condition=Q(standing="active"),
                name="application_active_once_per_role",
                violation_error_message="This candidate is already active on this role.",
            ),
            models.CheckConstraint(
                condition=Q(standing="active", closed_at=None) | (~Q(standing="active") & Q(closed_at__isnull=False)),
                name="application_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(standing="rejected") | Q(closing_reason__isnull=False),
                name="application_rejected_has_a_reason",
            ),
        ]
        indexes = [
            # The board: one column, longest wait first.
            models.Index(
                fields=["stage", "entered_at", "id"], name="application_board", condition=Q(standing="active")
            ),
            models.Index(fields=["role", "standing", "-applied_at", "-id"], name="application_by_role"),
            models.Index(fields=["role", "-applied_at", "-id"], name="application_list"),
            models.Index(fields=["updated_at", "id"], name="application_changed"),
            models.Index(fields=["channel", "role"], name="application_by_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.role}"

    @property
    def is_active(self) -> bool:
        return self.standing == Standing.ACTIVE

    def days_in_stage(self, now: dt.datetime) -> int:
        """Whole days since the current stage was entered, or until the application was closed."""
        return max(((self.closed_at or now) - self.entered_at).days, 0)


class StageChange(AppendOnly):
    """One move: into the pipeline (`before` empty), to another stage, or to another standing. Undo is one more row that names what it undoes."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="changes")
    before = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    standing_before = models.CharField(max_length=9, choices=Standing, blank=True)
    standing_after = models.CharField(max_length=9, choices=Standing)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.ForeignKey(ClosingReason, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    batch = models.UUIDField(null=True, blank=True, help_text="Shared by changes made in one act, to undo them in one.")

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(undoes=F("pk")), name="stage_change_undoes_another"),
            models.CheckConstraint(
                condition=~Q(standing_after="rejected") | Q(by__isnull=False, reason__isnull=False),
                name="stage_change_rejected_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["application", "happened_at", "id"], name="stage_change_history"),
            models.Index(fields=["happened_at", "after"], name="stage_change_flow"),
            models.Index(fields=["batch"], name="stage_change_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class ApplicationNote(Row):
    """A note on one application: visible to those of its role, whatever becomes of the candidate's record."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
