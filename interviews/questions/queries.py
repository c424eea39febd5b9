"""The read side of the question bank."""

from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from interviews.questions.models import Question, QuestionVersion


def newest_versions(questions: "QuerySet[Question]") -> "QuerySet[QuestionVersion]":
    """Return the wording in use of each question, with the question. One query."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number").values("pk")[:1]
    return (
        QuestionVersion.objects.filter(question__in=questions, pk=Subquery(newest))
        .select_related("question")
        .order_by("question__area", "question__depth", "question__slug")
    )


def live_versions() -> "QuerySet[QuestionVersion]":
    """Return what an exam may draw from. One query."""
    return newest_versions(Question.objects.live())


def versions_by_pk(pks: Iterable[int]) -> dict[int, QuestionVersion]:
    """Look versions up with their questions. One query."""
    return QuestionVersion.objects.select_related("question").in_bulk(list(pks))
