"""One page a week for each team: when it goes to whom, and every one that was written."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from hiring.roles.models import Role
from hiring.teams.models import Team
from insights.updates.enums import UpdateState, Weekday
from workspace.rows import Row
from workspace.staff.models import User


class UpdatePlan(Row):
    """When a team's update goes out, and what is planned for a week. Hours are by the organisation's clock."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="update_plan")
    is_on = models.BooleanField("Send it every week", default=False)
    weekday = models.PositiveSmallIntegerField("Goes out on", choices=Weekday, default=Weekday.FRIDAY)
    hour = models.PositiveSmallIntegerField("at", default=14, help_text="Full hour, by the organisation’s clock.")
    needs_approval = models.BooleanField("Only once somebody approved it", default=False)
    people_planned = models.PositiveSmallIntegerField("New people a week", null=True, blank=True)
    interviews_planned = models.PositiveSmallIntegerField("Interviews a week", null=True, blank=True)
    on_time_planned = models.PositiveSmallIntegerField("Scorecards on time, in %", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="update_plan_hour_of_a_day"),
            models.CheckConstraint(condition=Q(weekday__lte=4), name="update_plan_on_a_working_day"),
            models.CheckConstraint(
                condition=Q(on_time_planned=None) | Q(on_time_planned__lte=100), name="update_plan_share_up_to_all"
            ),
        ]

    def __str__(self) -> str:
        return f"Updates of {self.team}"


class UpdateReader(Row):
    """Somebody the update is mailed to, with or without an account."""

    plan = models.ForeignKey(UpdatePlan, models.CASCADE, related_name="readers")
    name = models.CharField(max_length=120)
    email = models.EmailField("E-mail", max_length=254)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "plan",
                Lower("email"),
                name="update_reader_once",
                violation_error_message="This address is on the list already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeamUpdateQuerySet(models.QuerySet["TeamUpdate"]):
    def visible_to(self, user: User) -> "TeamUpdateQuerySet":
        """Updates of the teams this user leads or manages roles in; those who recruit see all. The twin of `rules.keeps_updates_of`."""
        return self.filter(team__in=teams_kept_by(user).values("pk"))

    def waiting(self) -> "TeamUpdateQuerySet":
        return self.filter(state__in=[UpdateState.DRAFT, UpdateState.APPROVED])


class TeamUpdate(Row):
    """One week of one team: the numbers as they were, and the words made from them, which people may edit until it goes out.

    `actions.py` alone writes `state`. Words hold a line for each sentence. It names nobody who applied.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="updates")
    monday = models.DateField(help_text="Of the week in which it goes out.")
    until = models.DateTimeField(help_text="The seven days it speaks of end here.")
    goes_out_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=UpdateState, default=UpdateState.DRAFT)
    numbers = models.JSONField(default=dict)
    headline = models.CharField(max_length=300)
    odds = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    risks = models.TextField(blank=True)
    inputs = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="A word of whoever answers for it.")
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.JSONField(default=list, blank=True, help_text="Names of those it was mailed to.")

    objects = TeamUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-monday", "team__name", "pk"]
        indexes = [
            models.Index(fields=["-monday", "-id"], name="team_update_newest"),
            models.Index(fields=["goes_out_at"], name="team_update_due", condition=Q(state__in=["draft", "approved"])),
        ]
        constraints = [
            models.UniqueConstraint(fields=["team", "monday"], name="team_update_once_a_week"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="team_update_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="team_update_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(edited_at=None, edited_by=None) | Q(edited_at__isnull=False, edited_by__isnull=False),
                name="team_update_edited_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}, week of {self.monday:%-d %B %Y}"

    @property
    def is_sent(self) -> bool:
        return self.state == UpdateState.SENT


def teams_kept_by(user: User) -> "models.QuerySet[Team]":
    """The teams whose updates are this user's to read and write."""
    if user.is_recruiting:
        return Team.objects.all()
    managed = Role.objects.filter(hiring_manager=user).exclude(state="draft").values("team")
    return Team.objects.filter(Q(lead=user) | Q(pk__in=managed))
