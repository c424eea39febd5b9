"""Roles and their stages for programs."""

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from hiring.roles.models import Role, RoleCompetency, Stage
from hiring.teams.models import Team
from workspace.api.viewsets import SINCE, ReadableResource
from workspace.staff.models import User
from workspace.tokens.models import Scope


class StageSerializer(serializers.ModelSerializer[Stage]):
    class Meta:
        model = Stage
        fields = ["uuid", "name", "kind", "sla_days", "position", "retired_at"]


class CriterionSerializer(serializers.ModelSerializer[RoleCompetency]):
    """A competency of a role: a possible strength, a minimum bar, or both. The two are never added up."""

    competency = serializers.CharField(source="competency.slug")
    name = serializers.CharField(source="competency.name")

    class Meta:
        model = RoleCompetency
        fields = ["competency", "name", "may_be_strength", "bar_level", "bar_anchor"]


class RoleSerializer(serializers.ModelSerializer[Role]):
    team = serializers.SlugRelatedField[Team](slug_field="name", read_only=True)
    profile = serializers.CharField(source="profile.slug")
    hiring_manager = serializers.SlugRelatedField[User](slug_field="uuid", read_only=True)
    recruiter = serializers.SlugRelatedField[User](slug_field="uuid", read_only=True, allow_null=True)
    stages = StageSerializer(many=True)
    criteria = CriterionSerializer(many=True)

    class Meta:
        model = Role
        fields = [
            "uuid", "slug", "title", "team", "profile", "state", "openings", "location", "problem", "outcomes", "hiring_manager", "recruiter",
            "stages", "criteria", "opened_at", "closed_at", "created_at", "updated_at",
        ]  # fmt: skip


@extend_schema_view(list=extend_schema(parameters=[SINCE]))
class RoleResource(ReadableResource):
    """Roles you may see, with their stages and criteria."""

    serializer_class = RoleSerializer
    read_scope = Scope.READ_ROLES

    def visible_rows(self, user: User) -> "QuerySet[Role]":
        criteria = Prefetch("criteria", RoleCompetency.objects.select_related("competency"))
        rows = Role.objects.visible_to(user).select_related("team", "profile", "hiring_manager", "recruiter")
        return rows.prefetch_related("stages", criteria)
