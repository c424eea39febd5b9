"""What every resource of the API has in common."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets
from rest_framework.exceptions import PermissionDenied, ValidationError

from workspace.api.authentication import HasScope, TokenAuthentication
from workspace.api.paging import CursorPage
from workspace.staff.models import User

SINCE = OpenApiParameter("updated_since", OpenApiTypes.DATETIME, description="Only what changed at or after this time.")


class Resource(viewsets.GenericViewSet[Any]):
    """A resource found by uuid among the rows its caller may see. Subclasses name `visible_rows`, scopes and a serializer."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope]
    pagination_class = CursorPage
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    read_scope: str | None = None
    write_scope: str | None = None

    def visible_rows(self, user: User) -> "QuerySet[Any]":
        """Return the rows this caller may see, with what the serializer needs joined."""
        raise NotImplementedError

    def get_queryset(self) -> "QuerySet[Any]":
        if getattr(self, "swagger_fake_view", False):
            return self.visible_rows(User()).none()
        return self.changed_since(self.visible_rows(self.caller))

    @property
    def caller(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def needs(self, permission: str, row: Any = None) -> None:
        """Ask the same rules as the pages."""
        if not self.caller.has_perm(permission, row):
            raise PermissionDenied("You may see this, but not change it.")

    def changed_since(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep what changed at or after `updated_since`."""
        text = self.request.query_params.get("updated_since", "")
        if not text:
            return rows
        try:
            moment = parse_datetime(text)
            # In UTC at once: a time within a day of the calendar's ends has none, and PostgreSQL would not take it.
            moment = moment and (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            moment = None
        if moment is None:
            raise ValidationError({"updated_since": ["A time as in 2026-11-20T09:00:00Z."]})
        return rows.filter(updated_at__gte=moment)


class ReadableResource(mixins.ListModelMixin, mixins.RetrieveModelMixin, Resource):
    """A resource to list and to read."""
