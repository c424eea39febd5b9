"""Candidates for programs."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from candidates.channels.models import Channel
from candidates.people import actions
from candidates.people.enums import IdentityKind
from candidates.people.handles import handle_of
from candidates.people.models import Candidate, Identity
from candidates.people.refusals import CandidateError
from workspace.api.idempotency import once, parameter
from workspace.api.problems import Refused
from workspace.api.viewsets import SINCE, ReadableResource
from workspace.staff.models import User
from workspace.tokens.models import Scope


class IdentitySerializer(serializers.ModelSerializer[Identity]):
    class Meta:
        model = Identity
        fields = ["kind", "value", "url"]
        read_only_fields = ["url"]


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    """A person. What they wrote or what others wrote about them stays on their page."""

    channel = serializers.SlugRelatedField(
        slug_field="slug", queryset=Channel.objects.all(), required=False, allow_null=True
    )
    owner = serializers.UUIDField(source="owner.uuid", read_only=True, allow_null=True, default=None)
    identities = IdentitySerializer(many=True, required=False)
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Candidate
        fields = [
            "uuid", "name", "headline", "location", "channel", "channel_detail", "owner", "do_not_contact", "identities", "tags", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = ["uuid", "do_not_contact", "created_at", "updated_at"]

    def validate_name(self, value: str) -> str:
        try:
            return actions.clean_name(value)
        except CandidateError as error:
            raise serializers.ValidationError(str(error)) from error

    def validate_identities(self, value: list[dict[str, Any]]) -> list[Any]:
        try:
            return [handle_of(IdentityKind(row["kind"]), row["value"]) for row in value[:50]]
        except CandidateError as error:
            raise serializers.ValidationError(str(error)) from error


@extend_schema_view(list=extend_schema(parameters=[SINCE]))
class CandidateResource(ReadableResource):
    """Candidates you may see."""

    serializer_class = CandidateSerializer
    read_scope, write_scope = Scope.READ_CANDIDATES, Scope.WRITE_CANDIDATES

    def visible_rows(self, user: User) -> "QuerySet[Candidate]":
        rows = (
            Candidate.objects.visible_to(user).select_related("channel", "owner").prefetch_related("identities", "tags")
        )
        return rows.defer("search_text", "search")

    @extend_schema(parameters=[parameter()], responses={201: CandidateSerializer})
    def create(self, request: Request) -> Response:
        """Add a candidate. Nothing is merged: a likely duplicate is for a person to judge."""
        self.needs("candidates.add_candidate")
        given = CandidateSerializer(data=request.data)
        given.is_valid(raise_exception=True)

        def act() -> Response:
            fields = dict(given.validated_data)
            try:
                candidate = actions.add_candidate(handles=fields.pop("identities", []), **fields, by=self.caller)
            except CandidateError as error:
                raise Refused(str(error)) from error
            return Response(CandidateSerializer(candidate).data, status=status.HTTP_201_CREATED)

        return once(request, act)

    @extend_schema(request=CandidateSerializer, responses=CandidateSerializer)
    def partial_update(self, request: Request, uuid: str) -> Response:
        """Change a candidate's plain fields; handles given are added to those there are."""
        candidate = self.get_object()
        self.needs("candidates.edit_candidate", candidate)
        given = CandidateSerializer(candidate, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        try:
            for handle in fields.pop("identities", []):
                actions.add_identity(candidate=candidate, handle=handle, by=self.caller)
            actions.edit_candidate(candidate=candidate, changes=fields, by=self.caller)
        except CandidateError as error:
            raise Refused(str(error)) from error
        return Response(CandidateSerializer(self.get_object()).data)
