"""Papers and their authors, in the order the paper gives them."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from candidates.papers.fingerprints import title_key
from workspace.rows import Row
from workspace.staff.models import User

# What stands in an author's place after they were erased; no source may write over it.
WITHHELD = "Author withheld"


class PaperQuerySet(models.QuerySet["Paper"]):
    def bulk_create(self, objs: Iterable["Paper"], *args: Any, **kwargs: Any) -> list["Paper"]:
        papers = list(objs)
        for paper in papers:  # save() is not called for these
            paper.title_key = title_key(paper.title)
        return super().bulk_create(papers, *args, **kwargs)  # type: ignore[return-value, arg-type]


class Paper(Row):
    """A work, once. `fingerprint` is its strongest identifier (arxiv:…, openreview:…, doi:…) or a hash of title and authors.

    `title_key` is equal for equal titles however they are typed, so that two sources of one work meet.
    """

    title = models.CharField(max_length=500)
    abstract = models.TextField(blank=True)
    venue = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    arxiv_id = models.CharField(max_length=40, blank=True)
    openreview_id = models.CharField(max_length=80, blank=True)
    doi = models.CharField(max_length=200, blank=True)
    categories = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="arXiv's; the primary one first."
    )
    keywords = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    comment = models.TextField(blank=True, help_text="What the authors say beside the abstract: pages, venue, code.")
    code_links = ArrayField(models.URLField(max_length=500), default=list, blank=True)
    version = models.PositiveSmallIntegerField(default=0, help_text="Counts from 1; 0 where the source counts none.")
    updated_on = models.DateField(null=True, blank=True, help_text="The day of this version.")
    fingerprint = models.CharField(max_length=240, unique=True)
    title_key = models.CharField(max_length=32, editable=False, default="", db_index=True)
    source = models.CharField(max_length=40, help_text="The connector or file it came from.")
    fetched_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    search = models.GeneratedField(
        expression=SearchVector("title", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="paper_newest_first"),
            models.Index(fields=["-published_on", "-id"], name="paper_latest_first"),
            models.Index(fields=["venue", "id"], name="paper_by_venue"),
            GinIndex(fields=["search"], name="paper_search"),
            GinIndex(fields=["categories"], name="paper_categories"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["arxiv_id"], condition=~Q(arxiv_id=""), name="paper_arxiv_id_is_unique"),
            models.UniqueConstraint(
                fields=["openreview_id"], condition=~Q(openreview_id=""), name="paper_openreview_id_is_unique"
            ),
            models.UniqueConstraint(fields=["doi"], condition=~Q(doi=""), name="paper_doi_is_unique"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title_key = title_key(self.title)
        if (fields := kwargs.get("update_fields")) is not None and "title" in fields:
            kwargs["update_fields"] = {*fields, "title_key"}
        super().save(*args, **kwargs)


class Authorship(Row):
    """One author's place on one paper: a mention of a name. `candidate` is written by `candidates.identity.actions` alone.

    `name_keys` are shared by spellings of one name; NULL until somebody looked whether the mention is a candidate.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="authorships")
    position = models.PositiveSmallIntegerField(help_text="1 is the first author.")
    name = models.CharField(max_length=200)
    affiliation = models.CharField(max_length=300, blank=True)
    orcid = models.CharField(max_length=19, blank=True)
    openreview = models.CharField(max_length=120, blank=True)
    contributed_equally = models.BooleanField(default=False)
    candidate = models.ForeignKey(
        "candidates.Candidate", models.SET_NULL, null=True, blank=True, related_name="authorships"
    )

    name_keys = ArrayField(models.CharField(max_length=50), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["paper", "position"]
        indexes = [
            models.Index(fields=["name"], name="authorship_by_name"),
            GinIndex(fields=["name_keys"], name="authorship_name_keys"),
            models.Index(fields=["id"], condition=Q(name_keys=None), name="authorship_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="authorship_place_is_unique"),
            models.CheckConstraint(condition=Q(position__gte=1), name="authorship_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"
