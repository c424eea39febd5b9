"""Assessment types and kits: what an interview is for, and how to hold it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from hiring.roles.models import Competency, RoleProfile
from hiring.teams.models import Team
from workspace.rows import Row
from workspace.staff.enums import Side
from workspace.staff.models import User


class AssessmentType(Row):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    shows = models.TextField(help_text="What this kind of assessment can show, and what it cannot.")
    minutes = models.PositiveSmallIntegerField(default=45)
    side = models.CharField(
        max_length=12, choices=Side, default=Side.OTHER, help_text="Who should hold it; “other” means either side."
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class KitQuerySet(models.QuerySet["Kit"]):
    def current(self) -> "KitQuerySet":
        """The newest version of each kit that is not retired."""
        return self.filter(retired_at=None)

    def out_of_use(self) -> "KitQuerySet":
        """The last version of each kit that nobody can book any more."""
        later = Kit.objects.filter(slug=OuterRef("slug"), version__gt=OuterRef("version"))
        return self.exclude(retired_at=None).exclude(Exists(later))


class WorkKind(models.TextChoices):
    """What of the candidate's own a kit is held about; its questions then speak of that one work."""

    PAPER = "paper", "A paper of theirs"
    CODE = "code", "A reimplementation of theirs"


class Kit(Row):
    """How to hold one interview. Every edit is a version of its own; `slug` joins them, and none but the one in use lacks `retired_at`.

    `written_by` and `change_note` say who wrote this version and why; both are empty where the product shipped it.
    """

    slug = models.SlugField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    assessment_type = models.ForeignKey(AssessmentType, models.PROTECT, related_name="kits")
    profiles = models.ManyToManyField(
        RoleProfile, blank=True, related_name="kits", help_text="Whom its questions, depths and anchors fit."
    )
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="kits",
        help_text="Whose own it is; empty: everybody’s.",
    )
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    about_work = models.CharField(max_length=5, choices=WorkKind, blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    homework_minutes = models.PositiveSmallIntegerField(default=0, help_text="What the candidate does at home before.")
    side = models.CharField(
        max_length=12, choices=Side, default=Side.OTHER, help_text="Who should hold it; “other” means either side."
    )
    briefing = models.TextField(blank=True)
    tell_candidate = models.TextField(blank=True, help_text="What the candidate hears about it beforehand.")
    material = models.TextField(blank=True, help_text="Code or text the candidate is given, line for line.")
    solution = models.TextField(blank=True, help_text="For the interviewer alone.")
    good_looks_like = models.TextField(blank=True, help_text="One sign a line.")
    watch_out = models.TextField(blank=True, help_text="What misleads interviewers here, one thing a line.")
    leave_out = models.TextField(blank=True, help_text="What not to ask or to note, one thing a line.")
    adjustments = models.TextField(blank=True, help_text="What keeps it fair for everybody, one thing a line.")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    change_note = models.CharField(max_length=300, blank=True, help_text="Why this version was written.")
    retired_at = models.DateTimeField(null=True, blank=True)
    is_shipped = models.BooleanField(default=False)

    objects = KitQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="kit_version_is_unique"),
            models.UniqueConstraint(fields=["slug"], condition=Q(retired_at=None), name="kit_one_current_version"),
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=480), name="kit_minutes_are_plausible"),
        ]

    def __str__(self) -> str:
        return self.name


class KitStep(Row):
    """A timed part of the interview."""

    kit = models.ForeignKey(Kit, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["kit", "position"], name="kit_step_place_is_unique")]

    def __str__(self) -> str:
        return self.title


class Half(models.TextChoices):
    """What a question about somebody's own work is after. The two are judged apart and never averaged."""

    WORK = "work", "The work"
    PART = "part", "Their own part in it"


class KitQuestion(Row):
    kit = models.ForeignKey(Kit, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    follow_up = models.TextField(blank=True, help_text="One a line.")
    listen_for = models.TextField(blank=True, help_text="What a good answer holds.")
    weak = models.TextField(blank=True, help_text="What a weak answer sounds like.")
    half = models.CharField(max_length=4, choices=Half, blank=True)
    competency = models.ForeignKey(Competency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["kit", "position"], name="kit_question_place_is_unique")]

    def __str__(self) -> str:
        return self.text[:60]


class Depth(models.TextChoices):
    IN_DEPTH = "in_depth", "Probes in depth"
    BAR = "bar", "Checks the bar"


class KitCompetency(Row):
    """What a kit can say about a competency: probing in depth can validate a strength (and a bar); a check only the bar."""

    kit = models.ForeignKey(Kit, models.CASCADE, related_name="competencies")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    depth = models.CharField(max_length=8, choices=Depth)
    strength_anchors = ArrayField(
        models.TextField(), size=4, default=list, blank=True, help_text="What levels 1 to 4 look like in this kit."
    )
    bar_anchor = models.TextField(blank=True, help_text="What meeting the bar looks like in this kit.")
    bar_steps = ArrayField(
        models.TextField(),
        size=4,
        default=list,
        blank=True,
        help_text="From clearly below to clearly above, in this kit.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "kit competencies"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["kit", "competency"], name="kit_competency_once")]

    def __str__(self) -> str:
        return f"{self.competency} in {self.kit}"
