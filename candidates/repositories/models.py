"""Repositories, each seen from the papers it may implement, and searches for them."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from candidates.connectors.code_records import RepositoryFacts
from candidates.connectors.links import Link, LinkKind
from candidates.papers.models import Paper
from candidates.people.enums import Judgement
from candidates.people.models import Candidate
from candidates.repositories.verdict import Verdict
from candidates.sourcing.models import LookupState
from workspace.rows import Row
from workspace.staff.models import User


class FoundBy(models.TextChoices):
    """How we came to connect a repository with a paper."""

    PAPER = "paper", "The paper links to it"
    PAPER_PAGE = "paper_page", "Hugging Face’s page of the paper names it"
    README = "readme", "Its README names the paper’s arXiv id"
    TITLE = "title", "It carries the paper’s title"
    PASTED = "pasted", "A colleague pasted its link"


class WhoseCode(models.TextChoices):
    OFFICIAL = Verdict.OFFICIAL.value, "Official"
    AUTHORS = Verdict.AUTHORS.value, "An author’s"
    COMMUNITY = Verdict.COMMUNITY.value, "Community"
    UNKNOWN = Verdict.UNKNOWN.value, "Cannot tell"


class Awaited(Row):
    """Something asked of the outside world by a task. The row is the memory: the task may run twice or die and come again."""

    state = models.CharField(max_length=8, choices=LookupState, default=LookupState.WAITING)
    problem = models.CharField(max_length=400, blank=True, help_text="What the source said, in words for the reader.")
    retry_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="later", retry_at__isnull=False) | (~Q(state="later") & Q(retry_at=None)),
                name="%(class)s_later_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["retry_at"], name="%(class)s_due", condition=Q(state="later")),
            models.Index(fields=["asked_at"], name="%(class)s_waiting", condition=Q(state="waiting")),
        ]

    @property
    def is_open(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in {LookupState.WAITING, LookupState.LATER}


class Repository(Awaited):
    """A public repository on GitHub, once. `facts` is what `connectors.code_records.RepositoryFacts` tells, as it was at `fetched_at`."""

    name = models.CharField(max_length=141, unique=True, help_text="owner/repository, in lower case")
    description = models.CharField(max_length=500, blank=True)
    implementer = models.CharField(max_length=60, blank=True, db_index=True, help_text="The person with most commits.")
    implementer_name = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta(Awaited.Meta):
        verbose_name_plural = "repositories"
        constraints = [
            *Awaited.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="found") | Q(fetched_at__isnull=False), name="repository_found_was_fetched"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"https://github.com/{self.name}"

    @property
    def owner(self) -> str:
        return self.name.split("/")[0]

    @property
    def link(self) -> Link:
        return Link(LinkKind.GITHUB_REPOSITORY, self.name, self.url)

    @property
    def told(self) -> RepositoryFacts | None:
        """Return the facts as they were last told; None before the first time."""
        return RepositoryFacts.from_plain(self.facts) if self.facts else None


class Reimplementation(Row):
    """A repository seen from one paper: whose code it is, and what an engineer thinks of it. Without a paper nobody said yet which it is of.

    `verdict` is the program's until `verdict_by` says otherwise. `candidate` is the implementer, once somebody made them a prospect.
    """

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="reimplementations")
    paper = models.ForeignKey(Paper, models.CASCADE, null=True, blank=True, related_name="reimplementations")
    found_by = models.CharField(max_length=10, choices=FoundBy)
    verdict = models.CharField(max_length=10, choices=WhoseCode, default=WhoseCode.UNKNOWN)
    reasons = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    verdict_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    metric = models.CharField(max_length=60, blank=True, help_text="As the paper calls it: BLEU, top-1 accuracy …")
    paper_number = models.FloatField(null=True, blank=True, help_text="What the paper reports.")
    judgement = models.TextField(blank=True, help_text="What an engineer who read the code thinks of it.")
    execution = models.PositiveSmallIntegerField(
        choices=Judgement, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    candidate = models.ForeignKey(Candidate, models.SET_NULL, null=True, blank=True, related_name="reimplementations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["repository", "paper"], name="reimplementation_once_per_paper"),
            models.UniqueConstraint(
                fields=["repository"], condition=Q(paper=None), name="reimplementation_once_without_a_paper"
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_by=None)
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False),
                name="reimplementation_set_aside_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(judged_at=None, judged_by=None) | Q(judged_at__isnull=False, judged_by__isnull=False),
                name="reimplementation_judged_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(paper_number=None) | ~Q(metric=""), name="reimplementation_number_has_a_metric"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="reimplementation_newest"),
            models.Index(fields=["verdict", "-created_at", "-id"], name="reimplementation_by_verdict"),
        ]

    def __str__(self) -> str:
        return str(self.repository)


class CodeSearch(Awaited):
    """A search for a paper's code: what its own page links, what Hugging Face names, what GitHub finds. One row a paper, asked again at will."""

    paper = models.OneToOneField(Paper, models.CASCADE, related_name="code_search")
    found = models.PositiveSmallIntegerField(default=0, help_text="How many repositories it brought that were new.")
    uploads = models.JSONField(default=list, blank=True, help_text="Models, data sets and spaces that name the paper.")
    searched_at = models.DateTimeField(null=True, blank=True)

    class Meta(Awaited.Meta):
        verbose_name_plural = "code searches"

    def __str__(self) -> str:
        return f"Code of {self.paper_id}"
