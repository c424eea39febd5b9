"""Decisions for programs: to read. Deciding is for a person, on the page that shows what it rests on."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers

from hiring.pipeline.models import Application
from interviews.decisions.models import Decision
from interviews.scorecards.rules import blinded_applications
from workspace.api.viewsets import SINCE, ReadableResource
from workspace.staff.models import User
from workspace.tokens.models import Scope


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    application = serializers.UUIDField(source="application.uuid")
    decided_by = serializers.UUIDField(source="decided_by.uuid")
    approver = serializers.UUIDField(source="approver.uuid", allow_null=True, default=None)
    approved = serializers.SerializerMethodField()
    plan_owner = serializers.UUIDField(source="gap_plan.owner.uuid", allow_null=True, default=None)
    plan_due_on = serializers.DateField(source="gap_plan.due_on", allow_null=True, default=None)
    plan_closed_at = serializers.DateTimeField(source="gap_plan.closed_at", allow_null=True, default=None)
    undone = serializers.SerializerMethodField(help_text="Taken back by whoever signed it.")

    class Meta:
        model = Decision
        fields = [
            "uuid",
            "application",
            "verdict",
            "reasons",
            "waives_bar",
            "plan",
            "plan_owner",
            "plan_due_on",
            "plan_closed_at",
            "approver",
            "approved",
            "decided_by",
            "undone",
            "created_at",
            "updated_at",
        ]

    def get_undone(self, decision: Decision) -> bool:
        return getattr(decision, "undo", None) is not None

    @extend_schema_field(
        {
            "type": ["boolean", "null"],
            "description": "The second person's answer; null while it is not given or not needed.",
        }
    )
    def get_approved(self, decision: Decision) -> Any:
        approval = getattr(decision, "approval", None)
        return None if approval is None else approval.approved


@extend_schema_view(list=extend_schema(parameters=[SINCE]))
class DecisionResource(ReadableResource):
    """Decisions on applications of roles you may see; none where you still owe a scorecard."""

    serializer_class = DecisionSerializer
    read_scope = Scope.READ_INTERVIEWS

    def visible_rows(self, user: User) -> "QuerySet[Decision]":
        whole = Application.objects.in_roles_of(user).exclude(pk__in=blinded_applications(user)).values("pk")
        return Decision.objects.filter(application__in=whole).select_related(
            "application", "decided_by", "approver", "approval", "undo", "gap_plan__owner"
        )
