"""Applications, their moves and their history for programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from candidates.channels.models import Channel
from candidates.people.models import Candidate
from hiring.pipeline import actions
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application, ClosingReason, StageChange
from hiring.refusals import HiringError
from hiring.roles.models import Role
from workspace.api.idempotency import once, parameter
from workspace.api.problems import Refused
from workspace.api.viewsets import SINCE, ReadableResource
from workspace.staff.models import User
from workspace.tokens.models import Scope

FILTERS = [
    SINCE,
    OpenApiParameter("role", OpenApiTypes.STR, description="Slug of a role."),
    OpenApiParameter("standing", OpenApiTypes.STR, enum=list(Standing.values)),
]


class ApplicationSerializer(serializers.ModelSerializer[Application]):
    candidate = serializers.UUIDField(source="candidate.uuid")
    role = serializers.SlugField(source="role.slug")
    stage = serializers.UUIDField(source="stage.uuid")
    stage_name = serializers.CharField(source="stage.name")
    channel = serializers.SlugRelatedField[Channel](slug_field="slug", read_only=True, allow_null=True)
    closing_reason = serializers.SlugRelatedField[ClosingReason](slug_field="slug", read_only=True, allow_null=True)

    class Meta:
        model = Application
        fields = [
            "uuid", "candidate", "role", "stage", "stage_name", "standing", "channel", "channel_detail", "applied_at", "entered_at", "closed_at",
            "closing_reason", "created_at", "updated_at",
        ]  # fmt: skip


class NewApplicationSerializer(serializers.Serializer[Any]):
    candidate = serializers.UUIDField()
    role = serializers.SlugField()
    stage = serializers.UUIDField(required=False)
    channel = serializers.SlugRelatedField(
        slug_field="slug", queryset=Channel.objects.all(), required=False, allow_null=True
    )
    channel_detail = serializers.CharField(max_length=200, required=False, allow_blank=True)


class MoveSerializer(serializers.Serializer[Any]):
    """What to do with an application. `from_stage` is where you saw it: if somebody was faster, nothing happens."""

    to = serializers.ChoiceField(choices=["stage", "rejected", "withdrawn", "hired", "active"])
    stage = serializers.UUIDField(required=False, help_text="With to=stage.")
    from_stage = serializers.UUIDField(required=False)
    reason = serializers.SlugRelatedField(
        slug_field="slug", queryset=ClosingReason.objects.filter(is_active=True), required=False
    )
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["to"] == "stage" and "stage" not in data:
            raise serializers.ValidationError({"stage": ["Name the stage to move to."]})
        if data["to"] == "rejected" and "reason" not in data:
            raise serializers.ValidationError({"reason": ["A rejection needs a reason."]})
        return data


class StageChangeSerializer(serializers.ModelSerializer[StageChange]):
    application = serializers.UUIDField(source="application.uuid")
    before = serializers.UUIDField(source="before.uuid", allow_null=True, default=None)
    after = serializers.UUIDField(source="after.uuid")
    by = serializers.SlugRelatedField[User](slug_field="uuid", read_only=True, allow_null=True)
    reason = serializers.SlugRelatedField[ClosingReason](slug_field="slug", read_only=True, allow_null=True)
    undoes = serializers.UUIDField(source="undoes.uuid", allow_null=True, default=None)

    class Meta:
        model = StageChange
        fields = [
            "uuid",
            "application",
            "before",
            "after",
            "standing_before",
            "standing_after",
            "happened_at",
            "by",
            "reason",
            "undoes",
            "updated_at",
        ]


@extend_schema_view(list=extend_schema(parameters=FILTERS))
class ApplicationResource(ReadableResource):
    """Applications to roles you may see."""

    serializer_class = ApplicationSerializer
    read_scope, write_scope = Scope.READ_APPLICATIONS, Scope.WRITE_APPLICATIONS

    def visible_rows(self, user: User) -> "QuerySet[Application]":
        # Not those one merely interviews for: where they stand, or that anything moved, is not theirs to know.
        rows = Application.objects.in_roles_of(user).select_related(
            "candidate", "role", "stage", "channel", "closing_reason"
        )
        query = self.request.query_params if self.request else {}
        if role := query.get("role", "").replace("\x00", ""):
            rows = rows.filter(role__slug=role)
        if (standing := query.get("standing", "")) in Standing.values:
            rows = rows.filter(standing=standing)
        return rows

    @extend_schema(request=NewApplicationSerializer, parameters=[parameter()], responses={201: ApplicationSerializer})
    def create(self, request: Request) -> Response:
        """Let a candidate enter a role's pipeline."""
        given = NewApplicationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        role = find(Role.objects.visible_to(self.caller), "role", slug=fields.pop("role"))
        fields["candidate"] = find(Candidate.objects.visible_to(self.caller), "candidate", uuid=fields["candidate"])
        self.needs("hiring.add_application", role)
        if "stage" in fields:
            fields["stage"] = find(role.stages.all(), "stage", uuid=fields["stage"])
        return once(request, lambda: self.answer(actions.add_application(role=role, **fields, by=self.caller)))

    def answer(self, application: Application) -> Response:
        return Response(ApplicationSerializer(application).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=MoveSerializer, parameters=[parameter()], responses={201: StageChangeSerializer})
    @action(detail=True, methods=["post"])
    def moves(self, request: Request, uuid: str) -> Response:
        """Move an application to a stage, reject, withdraw, hire or reopen it."""
        application = self.get_object()
        self.needs("hiring.move_application", application)
        given = MoveSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        stages = application.role.stages.all()
        data = given.validated_data
        for name in ("stage", "from_stage"):
            if name in data:
                data[name] = find(stages, name, uuid=data[name])
        return once(
            request,
            lambda: Response(
                StageChangeSerializer(move(application, data, self.caller)).data, status=status.HTTP_201_CREATED
            ),
        )

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(Refused(str(exc)) if isinstance(exc, HiringError) else exc)


def move(application: Application, data: dict[str, Any], by: User) -> StageChange:
    """Call the action that a move names; raises HiringError."""
    note, reason = data.get("note", ""), data.get("reason")
    match data["to"]:
        case "stage":
            return actions.move_application(
                application=application, to=data["stage"], from_stage=data.get("from_stage"), note=note, by=by
            )
        case "rejected":
            return actions.reject_application(application=application, reason=data["reason"], note=note, by=by)
        case "withdrawn":
            return actions.withdraw_application(application=application, reason=reason, note=note, by=by)
        case "hired":
            return actions.hire_application(application=application, note=note, by=by)
        case _:
            return actions.reopen_application(application=application, note=note, by=by)


def find(rows: "QuerySet[Any]", name: str, **lookup: Any) -> Any:
    """Return the row a body names among those its sender may see, or say which field names none."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise serializers.ValidationError({name: ["There is none of this name that you may see."]})
    return row


@extend_schema_view(list=extend_schema(parameters=[SINCE]))
class StageChangeResource(ReadableResource):
    """Every move, append-only: what an undo takes back is still here, beside the row that took it back."""

    serializer_class = StageChangeSerializer
    read_scope = Scope.READ_APPLICATIONS

    def visible_rows(self, user: User) -> "QuerySet[StageChange]":
        whole = Application.objects.in_roles_of(user).values("pk")
        rows = StageChange.objects.filter(application__in=whole)
        return rows.select_related("application", "before", "after", "by", "reason", "undoes")
