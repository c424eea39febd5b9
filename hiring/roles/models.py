"""Roles: what we hire for, apart from what must only clear a bar."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hiring.roles.enums import BarLevel, BarPolicy, ClosedBecause, CompetencySide, RequirementKind, RoleState, StageKind
from hiring.teams.models import Team
from workspace.access import WaysIn
from workspace.rows import Row
from workspace.staff.models import User

# Apps higher up may add to this; being assigned to an interview is not a way to a role's board.
ways_to_roles = WaysIn()


class Competency(Row):
    """Something a person can be strong in, or must clear a bar in. Anchors say what each rating looks like."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    mistaken_for = models.TextField(blank=True, help_text="What is easily taken for it, and how to tell.")
    side = models.CharField(max_length=11, choices=CompetencySide, default=CompetencySide.BOTH)
    strength_anchors = ArrayField(models.TextField(), size=4, help_text="What levels 1, 2, 3 and 4 look like.")
    bar_low = models.TextField()
    bar_mid = models.TextField()
    bar_high = models.TextField()
    bar_hints = ArrayField(models.TextField(), size=4, default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_shipped = models.BooleanField(default=False, help_text="Came with the product and has not been edited since.")

    class Meta:
        verbose_name_plural = "competencies"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(strength_anchors__len=4), name="competency_has_four_strength_anchors"),
        ]

    def __str__(self) -> str:
        return self.name

    def bar_anchor(self, level: str) -> str:
        """What the bar at this level asks to be seen."""
        return {BarLevel.LOW: self.bar_low, BarLevel.MID: self.bar_mid, BarLevel.HIGH: self.bar_high}[BarLevel(level)]


class RoleProfile(Row):
    """A kind of role, shipped as data and edited by the organisation; a role copies its defaults. Skill levels run 0–10."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    job = models.TextField()
    work_product = models.TextField()
    tools = models.CharField(max_length=300, blank=True)
    ml_skill = models.PositiveSmallIntegerField()
    software_skill = models.PositiveSmallIntegerField()
    communication = models.PositiveSmallIntegerField()
    advice = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ml_skill__lte=10, software_skill__lte=10, communication__lte=10),
                name="role_profile_skill_up_to_ten",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProfileCompetency(Row):
    """What a profile says of one competency: may it be the strength we hire for, and is there a minimum bar."""

    profile = models.ForeignKey(RoleProfile, models.CASCADE, related_name="competencies")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    may_be_strength = models.BooleanField(default=False)
    bar_level = models.CharField(max_length=4, choices=BarLevel, blank=True, help_text="Empty: no minimum bar.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["profile", "competency"], name="profile_competency_once")]

    def __str__(self) -> str:
        return f"{self.competency} in {self.profile}"


class StageTemplate(Row):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    profile = models.ForeignKey(RoleProfile, models.SET_NULL, null=True, blank=True, related_name="stage_templates")
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateStage(Row):
    template = models.ForeignKey(StageTemplate, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=StageKind)
    sla_days = models.PositiveSmallIntegerField(default=3)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["template", "position"], name="template_stage_place_is_unique")]

    def __str__(self) -> str:
        return self.name


class RoleQuerySet(models.QuerySet["Role"]):
    def visible_to(self, user: User) -> "RoleQuerySet":
        """Recruiters see every role but confidential ones of others; a hiring manager the roles they manage or were added to."""
        own = Q(hiring_manager=user) | Q(recruiter=user) | Q(pk__in=RoleMember.objects.filter(user=user).values("role"))
        if user.is_recruiting:
            return self.filter(Q(is_confidential=False) | own)
        return self.filter(own | ways_to_roles.q(user))

    def open(self) -> "RoleQuerySet":
        return self.filter(state=RoleState.OPEN)


class Role(Row):
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="roles")
    profile = models.ForeignKey(RoleProfile, models.PROTECT, related_name="roles")
    hiring_manager = models.ForeignKey(User, models.PROTECT, related_name="managed_roles")
    recruiter = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="recruited_roles")
    state = models.CharField(max_length=7, choices=RoleState, default=RoleState.DRAFT)
    openings = models.PositiveSmallIntegerField(default=1)
    is_confidential = models.BooleanField(
        default=False, help_text="Only its hiring manager, recruiter and members may know of it."
    )
    location = models.CharField(max_length=120, blank=True)
    problem = models.TextField(blank=True, help_text="The data, the user and the failure to be fixed.")
    outcomes = models.TextField(blank=True, help_text="What is different after three, six and twelve months.")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=9, choices=ClosedBecause, blank=True)

    # The decision rule's parameters (see interviews.rule.outcome).
    bar_policy = models.CharField(max_length=9, choices=BarPolicy, default=BarPolicy.NEAR_MISS)
    strength_level = models.PositiveSmallIntegerField(
        default=3, help_text="From this level on a rating supports a hypothesis."
    )
    confirmations = models.PositiveSmallIntegerField(
        default=2, help_text="Independent ratings that confirm a hypothesis."
    )

    # The user whom `queries.load_role` found it visible to, in this request.
    loaded_for: int | None = None

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(openings__gte=1), name="role_has_an_opening"),
            models.CheckConstraint(
                condition=Q(strength_level__gte=2, strength_level__lte=4), name="role_strength_level_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(confirmations__gte=1, confirmations__lte=3), name="role_confirmations_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False) | Q(state="closed"),
                name="role_opened_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            from hiring.roles.slugs import free_slug

            self.slug = free_slug(self.title)
        super().save(*args, **kwargs)


class RoleMember(Row):
    """Somebody beside hiring manager and recruiter who may see a role and all its applications."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="role_memberships")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "user"], name="role_member_once")]

    def __str__(self) -> str:
        return f"{self.user} on {self.role}"


class Requirement(Row):
    role = models.ForeignKey(Role, models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=4, choices=RequirementKind)
    text = models.CharField(max_length=300)
    competency = models.ForeignKey(Competency, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class RoleCompetency(Row):
    """One criterion of a role: it may be a strength to hypothesise about, or it has a minimum bar, or both; neither is "not assessed"."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="criteria")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    may_be_strength = models.BooleanField(default=False)
    bar_level = models.CharField(max_length=4, choices=BarLevel, blank=True, help_text="Empty: no minimum bar.")
    bar_anchor = models.TextField(blank=True, help_text="What must be seen for the bar to be met, in this role.")
    must_not_be_wrong = models.BooleanField(
        default=False, help_text="One rating just above the bar asks for a second one as well."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "role competencies"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role", "competency"], name="role_competency_once"),
            models.CheckConstraint(
                condition=Q(bar_level="") | ~Q(bar_anchor=""), name="role_competency_bar_has_an_anchor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency} for {self.role}"


class Stage(Row):
    """A step of one role's pipeline. A stage that anybody ever stood in is retired, never deleted."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="stages")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=StageKind)
    sla_days = models.PositiveSmallIntegerField(
        default=3, help_text="Working days a candidate should wait here at most."
    )
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "position"], name="stage_place_is_unique", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["role", "name"], condition=Q(retired_at=None), name="stage_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name
