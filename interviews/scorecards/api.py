"""Scorecards for programs: the same blindness, the same actions as the page."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from interviews.refusals import InterviewsError
from interviews.scorecards import actions
from interviews.scorecards.draft import CHOICES, BadDraft, Draft
from interviews.scorecards.models import BarMark, Rating, Scale, Scorecard, ScorecardVersion
from workspace.api.idempotency import once, parameter
from workspace.api.problems import Refused
from workspace.api.viewsets import SINCE, ReadableResource
from workspace.staff.models import User
from workspace.tokens.models import Scope


class RatingSerializer(serializers.ModelSerializer[Rating]):
    """One criterion: `level` for a strength, `mark` for a bar; both null means not assessed, which is neither zero nor low."""

    competency = serializers.CharField(source="competency.slug")
    scale = serializers.ChoiceField(choices=Scale.choices)
    level = serializers.IntegerField(allow_null=True, min_value=1, max_value=4)
    mark = serializers.ChoiceField(choices=BarMark.choices, allow_null=True)

    class Meta:
        model = Rating
        fields = ["competency", "scale", "level", "mark", "observation"]


class VersionSerializer(serializers.ModelSerializer[ScorecardVersion]):
    ratings = RatingSerializer(many=True)

    class Meta:
        model = ScorecardVersion
        fields = [
            "number",
            "submitted_at",
            "after_reading",
            "from_memory",
            "summary",
            "amendment_reason",
            "ratings",
        ]


class ScorecardSerializer(serializers.ModelSerializer[Scorecard]):
    interview = serializers.UUIDField(source="seat.interview.uuid")
    application = serializers.UUIDField(source="application.uuid")
    author = serializers.UUIDField(source="author.uuid")
    kit = serializers.CharField(source="kit.slug")
    versions = VersionSerializer(many=True)
    draft = serializers.SerializerMethodField()

    class Meta:
        model = Scorecard
        fields = [
            "uuid",
            "interview",
            "application",
            "author",
            "kit",
            "counts",
            "due_at",
            "submitted_at",
            "released_at",
            "draft_revision",
            "draft",
            "versions",
            "updated_at",
        ]

    @extend_schema_field({"type": ["object", "null"], "description": "What you typed so far; null on anybody else's."})
    def get_draft(self, card: Scorecard) -> Any:
        return card.draft or None if card.author_id == self.context["request"].user.pk else None


class TypedRatingSerializer(serializers.Serializer[Any]):
    scale = serializers.ChoiceField(choices=Scale.choices)
    competency = serializers.SlugField(max_length=60)
    choice = serializers.ChoiceField(
        choices=sorted({choice for scale in CHOICES.values() for choice in scale}), required=False, allow_blank=True
    )
    seen = serializers.CharField(required=False, allow_blank=True, max_length=8000, help_text="What was observed.")


class DraftSerializer(serializers.Serializer[Any]):
    """A scorecard as far as it is written. A choice is 1–4 for a strength, a mark for a bar, or not_assessed."""

    ratings = TypedRatingSerializer(many=True, required=False)
    summary = serializers.CharField(required=False, allow_blank=True, max_length=8000)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=8000, help_text="Why, when amending.")
    revision = serializers.IntegerField(
        required=False, min_value=0, max_value=2_000_000_000, help_text="The draft_revision you started from."
    )


@extend_schema_view(list=extend_schema(parameters=[SINCE]))
class ScorecardResource(ReadableResource):
    """Your scorecards, and those of others that you may read: none of an application on which you still owe one."""

    serializer_class = ScorecardSerializer
    read_scope, write_scope = Scope.READ_INTERVIEWS, Scope.WRITE_SCORECARDS

    def visible_rows(self, user: User) -> "QuerySet[Scorecard]":
        ratings = Prefetch("ratings", Rating.objects.select_related("competency"))
        versions = Prefetch("versions", ScorecardVersion.objects.prefetch_related(ratings))
        rows = Scorecard.objects.readable_by(user).select_related("seat__interview", "application", "author", "kit")
        return rows.prefetch_related(versions)

    def own(self) -> Scorecard:
        card = self.get_object()
        self.needs("interviews.write_scorecard", card)
        return card

    def typed(self, request: Request) -> tuple[Draft, int | None]:
        given = DraftSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        data = dict(given.validated_data)
        revision = data.pop("revision", None)
        data["ratings"] = [dict(rating) for rating in data.get("ratings", [])]
        try:
            return Draft.from_json(data), revision
        except BadDraft as error:
            raise serializers.ValidationError({"body": [str(error)]}) from error

    @extend_schema(request=DraftSerializer, responses=ScorecardSerializer)
    @action(detail=True, methods=["put"])
    def draft(self, request: Request, uuid: str) -> Response:
        """Keep what is written so far; an older revision never overwrites a newer one."""
        card = self.own()
        draft, revision = self.typed(request)
        actions.save_draft(
            scorecard=card, draft=draft, revision=card.draft_revision if revision is None else revision, by=self.caller
        )
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=DraftSerializer, parameters=[parameter()], responses={201: ScorecardSerializer})
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, uuid: str) -> Response:
        """Submit for the first time. From then on the others' scorecards can be read."""
        card = self.own()
        draft, revision = self.typed(request)
        return self.write(
            request, lambda: actions.submit_scorecard(scorecard=card, draft=draft, revision=revision, by=self.caller)
        )

    @extend_schema(request=DraftSerializer, parameters=[parameter()], responses={201: ScorecardSerializer})
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, uuid: str) -> Response:
        """Follow the last version with another that says why."""
        card = self.own()
        draft, revision = self.typed(request)
        return self.write(
            request, lambda: actions.amend_scorecard(scorecard=card, draft=draft, revision=revision, by=self.caller)
        )

    def write(self, request: Request, act: Any) -> Response:
        def done() -> Response:
            act()
            return Response(self.get_serializer(self.get_object()).data, status=status.HTTP_201_CREATED)

        return once(request, done)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, actions.Incomplete):
            exc = serializers.ValidationError({key: [text] for key, text in exc.problems.items()})
        elif isinstance(exc, InterviewsError):
            exc = Refused(str(exc))
        return super().handle_exception(exc)
