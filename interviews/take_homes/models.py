"""Work done at home: the task given, what was handed in, and who is asked to rate it without knowing whose it is."""

import datetime as dt
import secrets

from django.db import models
from django.db.models import Q

from hiring.pipeline.models import Application
from hiring.roles.models import Role
from interviews.exams.enums import AiPolicy
from interviews.kits.models import Kit
from interviews.schedule.models import Interview
from interviews.scorecards.models import Drafted, Scorecard
from interviews.take_homes.enums import CleanState
from workspace.files.models import StoredFile
from workspace.rows import AppendOnly, Row
from workspace.staff.models import User

RATERS_WANTED = 2
# No vowels, so that no word comes out; nothing that looks like something else.
LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"


def new_code() -> str:
    """Return a name that says nothing: what raters call a take-home by."""
    return "".join(secrets.choice(LETTERS) for _ in range(6))


class TakeHomeRule(Row):
    """A role's own choice; without a row, take-homes are rated blind."""

    role = models.OneToOneField(Role, models.CASCADE, related_name="take_home_rule")
    is_blind = models.BooleanField(default=True)

    def __str__(self) -> str:
        return "blind" if self.is_blind else "open"


class TakeHomeQuerySet(models.QuerySet["TakeHome"]):
    def visible_to(self, user: User) -> "TakeHomeQuerySet":
        """Those of applications in roles this user may see, but none that they are yet to rate."""
        owed = TakeHomeRating.objects.owed().filter(rater=user).values("take_home")
        return self.filter(application__in=Application.objects.in_roles_of(user).values("pk")).exclude(pk__in=owed)


class TakeHome(Row):
    """One task given to one candidate. `code` is what raters know it by; its link is signed over the uuid, which no rater ever sees.

    It is read once it is finished or its time is over (see `door`). `interview` holds the seats of those who have rated it.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="take_homes")
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="take_homes")
    code = models.CharField(max_length=6, unique=True, default=new_code, editable=False)
    address = models.EmailField(max_length=254, blank=True, help_text="Where the link was sent.")
    words = models.TextField(blank=True, help_text="What the candidate reads above the task.")
    minutes = models.PositiveSmallIntegerField(help_text="How long we ask them to work at most.")
    reward = models.TextField(help_text="What the candidate gets for it.")
    ai_policy = models.CharField(max_length=11, choices=AiPolicy, default=AiPolicy.DECLARED)
    closes_at = models.DateTimeField(help_text="Until when it can be handed in.")
    is_blind = models.BooleanField(default=True, help_text="Whether its raters are kept from knowing whose it is.")
    raters_wanted = models.PositiveSmallIntegerField(default=RATERS_WANTED)
    also_cover = models.TextField(blank=True, help_text="Words that name the author, one a line.")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When the link was first opened.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When the candidate said that it is finished.")
    declined_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True, help_text="Why they declined.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    interview = models.OneToOneField(Interview, models.PROTECT, null=True, blank=True, related_name="take_home")

    objects = TakeHomeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["application", "-created_at"], name="take_home_latest"),
            models.Index(fields=["closes_at"], name="take_home_open", condition=Q(withdrawn_at=None, declined_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="take_home_withdrawn_by_somebody",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=1200), name="take_home_time_is_plausible"),
        ]

    def __str__(self) -> str:
        return f"Take-home {self.code}"

    @property
    def hours(self) -> str:
        """The stated time in words."""
        whole, rest = divmod(self.minutes, 60)
        parts = [f"{whole} hour{'s' * (whole != 1)}"] if whole else []
        return " ".join([*parts, f"{rest} minutes"] if rest else parts)


class Extension(AppendOnly):
    """More time, with the reason; the candidate reads the time, not the reason."""

    take_home = models.ForeignKey(TakeHome, models.CASCADE, related_name="extensions")
    before = models.DateTimeField()
    after = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.take_home} until {self.after}"


class HandIn(Row):
    """What was handed in. One stands; what it replaced keeps its time and nothing else.

    `raters_file` is the copy without its author's traces. A file or link that may name its author reaches blind raters only after somebody confirmed it.
    """

    take_home = models.ForeignKey(TakeHome, models.CASCADE, related_name="hand_ins")
    text = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    statement = models.TextField(blank=True, help_text="What AI assistants were used for, in the candidate’s words.")
    minutes_spent = models.PositiveSmallIntegerField(null=True, blank=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="hand_in")
    raters_file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    clean_state = models.CharField(max_length=12, choices=CleanState, blank=True)
    unread_parts = models.PositiveIntegerField(
        default=0, help_text="Pictures in the file, and pages past those that are read: no name is looked for there."
    )
    file_confirmed_at = models.DateTimeField(null=True, blank=True)
    file_confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    link_confirmed_at = models.DateTimeField(null=True, blank=True)
    link_confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handed_in_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], name="hand_in_to_clean", condition=Q(clean_state="waiting"))]
        constraints = [
            models.UniqueConstraint(
                fields=["take_home"], condition=Q(replaced_at=None), name="hand_in_one_stands_per_take_home"
            ),
            models.CheckConstraint(
                condition=Q(file_confirmed_at=None, file_confirmed_by=None)
                | Q(file_confirmed_at__isnull=False, file_confirmed_by__isnull=False),
                name="hand_in_file_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(link_confirmed_at=None, link_confirmed_by=None)
                | Q(link_confirmed_at__isnull=False, link_confirmed_by__isnull=False),
                name="hand_in_link_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Handed in for {self.take_home}"


class TakeHomeRatingQuerySet(models.QuerySet["TakeHomeRating"]):
    def owed(self) -> "TakeHomeRatingQuerySet":
        """Not submitted, and still expected; whether there is something to read yet is another question."""
        return self.filter(submitted_at=None, released_at=None, take_home__withdrawn_at=None)


class TakeHomeRating(Drafted):
    """One person's rating of a take-home. Its uuid is all a blind rater's address holds.

    Until it is submitted the draft lies here and nothing ties the rater to the application; then it becomes a scorecard like any other.
    """

    take_home = models.ForeignKey(TakeHome, models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(User, models.PROTECT, related_name="take_home_ratings")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    knows_since = models.DateTimeField(null=True, blank=True, help_text="When they said that they know whose it is.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True, help_text="They are no longer asked.")
    scorecard = models.OneToOneField(Scorecard, models.SET_NULL, null=True, blank=True, related_name="take_home_rating")

    objects = TakeHomeRatingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["rater"], name="take_home_rating_owed", condition=Q(submitted_at=None, released_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["take_home", "rater"], condition=Q(released_at=None), name="take_home_rating_once_per_rater"
            )
        ]

    def __str__(self) -> str:
        return f"Rating of {self.take_home}"

    @property
    def author(self) -> User:
        """Who writes it; the ladder of reminders asks a scorecard for the same."""
        return self.rater

    @property
    def was_blind(self) -> bool:
        """Whether nobody told them whose it is, and they did not say that they know. Reads the take-home."""
        return self.take_home.is_blind and self.knows_since is None


# After it can be read, how long raters have.
RATE_WITHIN = dt.timedelta(hours=72)
