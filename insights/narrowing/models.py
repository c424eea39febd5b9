"""Saved views of the dashboards."""

from django.db import models
from django.db.models import Q, QuerySet

from workspace.rows import Row
from workspace.staff.models import User


class SavedDashboard(Row):
    """A dashboard's narrowing under a name. A shared one is everybody's to open and its owner's to change; it shows each viewer only what they may see."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_dashboards")
    page = models.CharField(max_length=40, help_text="The dashboard's name in addresses.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_dashboard_name_is_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return f"insights:{self.page}"


def dashboards_for(user: User, page: str) -> "QuerySet[SavedDashboard]":
    shared = Q(owner=user) | Q(is_shared=True, owner__is_active=True)
    return SavedDashboard.objects.filter(shared, page=page).select_related("owner")
