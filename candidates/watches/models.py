"""What a team reads: its watches, what each member said of a paper, the order papers stand in, and reading sprints."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from candidates.papers.models import Paper
from candidates.people.models import Candidate
from candidates.watches.enums import Act, Verdict
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User

LONGEST_NOTE = 2_000


class WatchQuerySet(models.QuerySet["Watch"]):
    def visible_to(self, user: User) -> "WatchQuerySet":
        """A watch belongs to its members; who keeps every file sees all of them."""
        if user.is_recruiting:
            return self
        return self.filter(members=user)


class Watch(Row):
    """A subject that some of us read together. Likes and dislikes of all members teach one ranking.

    `taught_at` moves with everything that changes the ranking, `ranked_at` with each ranking; `actions.py` and `ordering.py` write them.
    """

    name = models.CharField(max_length=80, unique=True)
    categories = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    venues = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    wanted = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    blocked = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    struck = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    followed = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    seeds = models.ManyToManyField(Paper, blank=True, related_name="+")
    members = models.ManyToManyField(User, related_name="watches")
    threshold = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(-3), MaxValueValidator(10)],
        help_text="How far above the average a paper must stand to be shown, in standard deviations.",
    )
    has_digest = models.BooleanField("daily digest by mail", default=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taught_at = models.DateTimeField(auto_now_add=True)
    ranked_at = models.DateTimeField(null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "watches"

    def __str__(self) -> str:
        return self.name

    @property
    def is_behind(self) -> bool:
        """Whether something was said that the ranking has not learnt yet."""
        return self.ranked_at is None or self.ranked_at < self.taught_at


class Place(models.Model):
    """Where a paper stands in a watch, and why. Written anew by every ranking."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="places")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    score = models.FloatField()
    up = models.JSONField(default=list, blank=True)
    down = models.JSONField(default=list, blank=True)
    is_trial = models.BooleanField(default=False, help_text="Shown to learn from, not because it ranks high.")
    follows = models.CharField(max_length=200, blank=True, help_text="The followed person who wrote it.")
    hidden_by = models.CharField(max_length=100, blank=True, help_text="The blocked words that it holds.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "paper"], name="place_once_per_paper")]
        indexes = [models.Index(fields=["watch", "number", "id"], name="place_in_order")]

    def __str__(self) -> str:
        return f"{self.number} in {self.watch}"


class PaperVector(models.Model):
    """The sentence vector of a paper's text: 384 numbers of four bytes. `digest` says of which text."""

    paper = models.OneToOneField(Paper, models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64)
    vector = models.BinaryField(max_length=4 * 384)

    def __str__(self) -> str:
        return f"Vector of {self.paper_id}"


class Reading(AppendOnly):
    """One thing somebody said of a paper. Undo is one more row."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="readings")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="readings")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    act = models.CharField(max_length=8, choices=Act)
    note = models.TextField(blank=True, max_length=LONGEST_NOTE)

    class Meta:
        indexes = [models.Index(fields=["watch", "paper", "id"], name="reading_of_paper")]
        constraints = [
            models.CheckConstraint(
                condition=Q(act="note") & ~Q(note="") | ~Q(act="note") & Q(note=""), name="reading_note_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_act_display()}"


class Opinion(Row):
    """What somebody thinks of a paper now: the sum of their readings, kept so that a feed need not add them up."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="opinions")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)
    is_saved = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "paper", "person"], name="opinion_once_per_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_verdict_display() or 'no verdict'}"


class WatchFlag(Row):
    """An author whom reading a watch made a prospect."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="flags")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="+")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="watch_flags")
    position = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "paper", "position"], name="watch_flag_once")]
        indexes = [models.Index(fields=["-created_at", "-id"], name="watch_flag_newest_first")]

    def __str__(self) -> str:
        return f"{self.candidate} by {self.watch}"


class Sprint(Row):
    """Reading a whole venue together, every paper by one of us."""

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="sprints")
    venue = models.CharField(max_length=200)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "venue"], name="sprint_once_per_venue")]

    def __str__(self) -> str:
        return self.venue


class SprintPaper(models.Model):
    """One paper of a sprint: nobody's yet, somebody's to read, or read."""

    sprint = models.ForeignKey(Sprint, models.CASCADE, related_name="papers")
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    reader = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sprint", "paper"], name="sprint_paper_once"),
            models.CheckConstraint(
                condition=Q(reader=None, claimed_at=None, read_at=None)
                | Q(reader__isnull=False, claimed_at__isnull=False),
                name="sprint_paper_read_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["sprint", "number"], name="sprint_paper_open", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.sprint}"
