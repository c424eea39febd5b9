"""Interviews for programs."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from interviews.schedule.models import Interview, Seat
from workspace.api.viewsets import SINCE, ReadableResource
from workspace.staff.models import User
from workspace.tokens.models import Scope


class SeatSerializer(serializers.ModelSerializer[Seat]):
    user = serializers.UUIDField(source="user.uuid")
    name = serializers.CharField(source="user.name")

    class Meta:
        model = Seat
        fields = ["user", "name", "kind"]


class InterviewSerializer(serializers.ModelSerializer[Interview]):
    application = serializers.UUIDField(source="application.uuid")
    candidate = serializers.UUIDField(source="application.candidate.uuid")
    role = serializers.SlugField(source="application.role.slug")
    kit = serializers.CharField(source="kit.slug")
    kit_version = serializers.IntegerField(source="kit.version")
    starts_at = serializers.SerializerMethodField()
    ends_at = serializers.SerializerMethodField()
    seats = SeatSerializer(many=True, source="live_seats")

    class Meta:
        model = Interview
        fields = [
            "uuid",
            "application",
            "candidate",
            "role",
            "kit",
            "kit_version",
            "starts_at",
            "ends_at",
            "location",
            "state",
            "sequence",
            "seats",
            "created_at",
            "updated_at",
        ]

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_starts_at(self, interview: Interview) -> Any:
        return interview.starts_at

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_ends_at(self, interview: Interview) -> Any:
        return interview.ends_at


@extend_schema_view(list=extend_schema(parameters=[SINCE]))
class InterviewResource(ReadableResource):
    """Interviews of roles you may see, and your own."""

    serializer_class = InterviewSerializer
    read_scope = Scope.READ_INTERVIEWS

    def visible_rows(self, user: User) -> "QuerySet[Interview]":
        seats = Prefetch("seats", Seat.objects.filter(is_live=True).select_related("user"), to_attr="live_seats")
        rows = Interview.objects.visible_to(user).select_related("application__candidate", "application__role", "kit")
        return rows.prefetch_related(seats)
