"""Saved views of the candidate list."""

from django.db import models
from django.db.models import Q, QuerySet

from workspace.rows import Row
from workspace.staff.models import User
from workspace.written import written_once


class SavedView(Row):
    """A narrowing under a name. A shared one is everybody's to open and its owner's to change; it shows each viewer only what they may see."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_is_unique")]

    def __str__(self) -> str:
        return self.name


@written_once
def views_for(user: User) -> "QuerySet[SavedView]":
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")
