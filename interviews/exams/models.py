"""Exams: what is asked, for how long, under which rules, and where the line is."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from hiring.roles.models import Role, RoleProfile
from interviews.exams.blueprint import Blueprint
from interviews.exams.enums import AI_WORDS, AiPolicy, CutMethod, HandMarking
from workspace.rows import Row
from workspace.staff.models import User


class ExamQuerySet(models.QuerySet["Exam"]):
    def current(self) -> "ExamQuerySet":
        """The newest version of each exam that is in use."""
        return self.filter(retired_at=None)


class Exam(Row):
    """One version of an exam. Changing one that somebody was invited to makes a new version: they were told the terms of theirs."""

    slug = models.SlugField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=120)
    profile = models.ForeignKey(RoleProfile, models.SET_NULL, null=True, blank=True, related_name="exams")
    roles = models.ManyToManyField(Role, blank=True, related_name="exams", help_text="None: for every role.")
    blueprint: Any = models.JSONField(help_text="[area, depth, count] for each cell.")
    minutes = models.PositiveSmallIntegerField(default=40)
    measures = models.TextField(help_text="What it measures and what it does not, as candidates read it.")
    notice = models.TextField(blank=True, help_text="What candidates are told beside the standing privacy notice.")
    ai_policy = models.CharField(max_length=11, choices=AiPolicy, default=AiPolicy.NOT_ALLOWED)
    cut = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.6"))
    cut_method = models.CharField(max_length=6, choices=CutMethod, default=CutMethod.FIXED)
    exposure_cap = models.DecimalField(max_digits=3, decimal_places=2, default=Decimal("0.30"))
    hand_marking = models.CharField(max_length=6, choices=HandMarking, default=HandMarking.EVERY)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    is_shipped = models.BooleanField(default=False)

    objects = ExamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="exam_version_is_unique"),
            models.UniqueConstraint(fields=["slug"], condition=Q(retired_at=None), name="exam_one_current_version"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=240), name="exam_minutes_are_plausible"),
            models.CheckConstraint(
                condition=Q(cut__gte=Decimal("0.05"), cut__lte=Decimal("0.95")), name="exam_cut_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(exposure_cap__gt=0, exposure_cap__lte=1), name="exam_exposure_cap_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def plan(self) -> Blueprint:
        return Blueprint.from_json(self.blueprint)

    @property
    def ai_words(self) -> str:
        return AI_WORDS[AiPolicy(self.ai_policy)]
