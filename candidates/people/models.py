"""Candidates and what their file holds."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from candidates.channels.models import Channel
from candidates.papers.models import Paper
from candidates.people.enums import Audience, FileKind, IdentityKind, Judgement, Rung
from candidates.people.names import fold, name_keys
from workspace.access import Walls, WaysIn
from workspace.files.models import StoredFile
from workspace.rows import Row
from workspace.staff.models import User, known_time_zone

# Apps higher up add to this: hiring the candidates of a manager's roles, interviews those somebody interviews.
ways_to_candidates = WaysIn()
# Conflicts of interest add theirs: the people somebody must learn nothing of.
walls_before_candidates = Walls()


class KeptManager(models.Manager[Any]):
    def get_queryset(self) -> "models.QuerySet[Any]":
        return super().get_queryset().filter(deleted_at=None)


class Motivation(Row):
    """One of the things practitioners want, and what a company can answer with."""

    slug = models.SlugField(max_length=60, unique=True)
    wants = models.CharField(max_length=160)
    answer = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_shipped = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.wants


class Tag(Row):
    name = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def present(self) -> "CandidateQuerySet":
        """Leave out people merged into another and people erased."""
        return self.filter(merged_into=None, erased_at=None)

    def visible_to(self, user: User) -> "CandidateQuerySet":
        """The candidates this user may know of; the twin of `rules.may_see_candidate`."""
        shown = self.present().exclude(walls_before_candidates.q(user))
        return shown if user.is_recruiting else shown.filter(ways_to_candidates.q(user))

    def bulk_create(self, objs: Iterable["Candidate"], *args: Any, **kwargs: Any) -> list["Candidate"]:
        candidates = list(objs)
        for candidate in candidates:  # save() is not called for these
            candidate.derive_from_name()
        return super().bulk_create(candidates, *args, **kwargs)  # type: ignore[return-value, arg-type]

    def matching(self, words: str) -> "CandidateQuerySet":
        """Full-text search, every word a prefix: “el vas” finds Elin Vasquez. Empty words match nobody."""
        terms = prefix_terms(words)
        return self.of_terms(terms) if terms else self.none()

    def of_terms(self, terms: str) -> "CandidateQuerySet":
        """The same for what `prefix_terms` made of the words."""
        return self.filter(search=_query_of(terms))


def prefix_terms(words: str) -> str:
    """Turn what somebody typed into a safe text of a prefix query; empty where no letter or digit is left."""
    # Cut where PostgreSQL cuts the names themselves: O'Brien is kept as two words.
    return " & ".join(f"{term}:*" for term in re.findall(r"[^\W_]+", fold(words))[:8])


def prefix_query(words: str) -> SearchQuery | None:
    """Turn what somebody typed into a safe prefix query; None where no letter or digit is left."""
    terms = prefix_terms(words)
    return _query_of(terms) if terms else None


def _query_of(terms: str) -> SearchQuery:
    return SearchQuery(terms, search_type="raw", config="simple")


class Candidate(Row):
    """A person we may hire.

    `search_text` gathers folded identities, tags and file text; only `people.actions.refresh_search` writes it. `merged_into` is written by
    `matching.actions` only, `erased_at` by `privacy.actions` only.
    """

    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=240, editable=False)
    name_keys = ArrayField(models.CharField(max_length=60), default=list, editable=False)
    headline = models.CharField(max_length=200, blank=True, help_text="What they do now, in a line.")
    location = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, validators=[known_time_zone])
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, blank=True, related_name="candidates")
    channel_detail = models.CharField(max_length=200, blank=True, help_text="Which paper, event or person.")
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="owned_candidates")
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    do_not_contact = models.BooleanField(default=False)
    motivations = models.ManyToManyField(Motivation, blank=True, related_name="candidates")
    tags = models.ManyToManyField(Tag, blank=True, related_name="candidates")

    follow_up_on = models.DateField(null=True, blank=True)
    follow_up_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    follow_up_note = models.CharField(max_length=200, blank=True)

    search_text = models.TextField(blank=True, editable=False)
    search = models.GeneratedField(
        expression=SearchVector("folded_name", weight="A", config="simple")
        + SearchVector("search_text", weight="C", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    active_at = models.DateTimeField(auto_now_add=True, help_text="When something last happened.")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    erased_at = models.DateTimeField(null=True, blank=True)

    # The user whom `views.load_candidate` found it visible to, in this request.
    loaded_for: int | None = None

    objects = CandidateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="candidate_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(follow_up_on=None) | Q(follow_up_by__isnull=False), name="candidate_follow_up_is_somebodys"
            ),
        ]
        indexes = [
            models.Index(fields=["updated_at", "id"], name="candidate_changed"),
            GinIndex(fields=["search"], name="candidate_search"),
            GinIndex(fields=["name_keys"], name="candidate_name_keys"),
            models.Index(
                fields=["-active_at", "-id"], name="candidate_recent", condition=Q(merged_into=None, erased_at=None)
            ),
            models.Index(
                fields=["folded_name", "id"], name="candidate_by_name", condition=Q(merged_into=None, erased_at=None)
            ),
            models.Index(
                fields=["-created_at", "-id"], name="candidate_newest", condition=Q(merged_into=None, erased_at=None)
            ),
            models.Index(
                fields=["channel"], name="candidate_by_channel", condition=Q(merged_into=None, erased_at=None)
            ),
            models.Index(
                fields=["follow_up_by", "follow_up_on"],
                name="candidate_follow_up",
                condition=Q(follow_up_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_from_name()
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "folded_name", "name_keys"}
        super().save(*args, **kwargs)

    def derive_from_name(self) -> None:
        """Set what is kept beside the name: its folded form to sort by, and the keys under which likely duplicates meet."""
        self.folded_name = fold(self.name)[:240]
        self.name_keys = name_keys(self.name)


class Undoable(Row):
    """A row that is taken away first and deleted later, so that a slip can be undone. `objects` leaves out what was taken away."""

    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = KeptManager()
    with_deleted = models.Manager()

    class Meta:
        abstract = True


class Identity(Undoable):
    """One handle of a person: canonical value, one row each. Two candidates that share one are likely the same person."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=12, choices=IdentityKind)
    value = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "identities"
        ordering = ["kind", "pk"]
        indexes = [models.Index(fields=["kind", "value"], name="identity_by_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "kind", "value"], condition=Q(deleted_at=None), name="identity_once_per_candidate"
            )
        ]

    def __str__(self) -> str:
        return self.value


class Evidence(Undoable):
    """Something the person has done, on a rung of the ladder. A judgement is of this one work; works are never counted."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="evidence")
    rung = models.PositiveSmallIntegerField(choices=Rung)
    title = models.CharField(max_length=500)
    url = models.URLField(max_length=500, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True, help_text="Where we learned of it.")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="evidence")
    note = models.TextField(blank=True, help_text="What a reader noticed.")
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    originality = models.PositiveSmallIntegerField(choices=Judgement, null=True, blank=True)
    execution = models.PositiveSmallIntegerField(choices=Judgement, null=True, blank=True)
    importance = models.PositiveSmallIntegerField(choices=Judgement, null=True, blank=True)

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["-rung", "-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "paper"],
                condition=Q(paper__isnull=False, deleted_at=None),
                name="evidence_paper_once_per_candidate",
            ),
            models.CheckConstraint(condition=Q(rung__gte=1, rung__lte=5), name="evidence_rung_is_on_the_ladder"),
        ]

    def __str__(self) -> str:
        return self.title


class Note(Undoable):
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="notes")
    text = models.TextField()
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYONE)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class CandidateFile(Undoable):
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="candidate_file")
    kind = models.CharField(max_length=12, choices=FileKind, default=FileKind.CV)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYONE)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.file)
