"""Answers as the question bank's statistics read them: without a name, of exams that were handed in, void questions left out."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from interviews.questions.items import Item
from interviews.questions.marking import wrong_pattern
from interviews.questions.records import AnswerRecord
from interviews.questions.responses import Response
from interviews.questions.variants import vary
from interviews.results.rules import readable_attempts
from interviews.sittings.models import Attempt, AttemptItem
from workspace.staff.models import User

CHUNK = 2_000


def exam_answers() -> Iterator[AnswerRecord]:
    """Yield every answer of every exam that was handed in. One query for each two thousand."""
    rows = (
        AttemptItem.objects.filter(attempt__handed_in_at__isnull=False, is_void=False)
        .select_related("attempt", "question__question")
        .order_by("pk")
    )
    items: dict[int, Item] = {}
    for row in rows.iterator(chunk_size=CHUNK):
        if row.question_id not in items:
            items[row.question_id] = row.question.item
        yield _record(row, items[row.question_id])


def _record(row: AttemptItem, item: Item) -> AnswerRecord:
    given: Response = row.given
    variant = vary(item, row.variant)
    if row.attempt.handed_in_at is None:
        raise ValueError("an attempt that was not handed in has no answers to count")
    return AnswerRecord(
        question=row.question.question.slug,
        version=row.question.number,
        variant_seed=row.variant,
        attempt=str(row.attempt.uuid),
        mark=float(row.share) if row.share is not None else None,
        # Nobody saw a page for no time at all: the clock was not heard from.
        seconds=float(row.seconds) if row.seconds else None,
        chosen=tuple(variant.key.origin(letter) for letter in given.chosen),
        at=row.attempt.handed_in_at,
        is_answered=not given.is_empty,
        wrong=wrong_pattern(variant, given),
    )


def shown_attempts(names: Collection[str], viewer: User) -> dict[str, tuple[str, str]]:
    """Say whose attempts these are and where they are shown: those `viewer` may read, and no others. One query.

    Never by its code name: who knows both would know at the marking desk whose words they mark.
    """
    rows = readable_attempts(Attempt.objects.filter(uuid__in=names), viewer).select_related(
        "invitation__exam", "invitation__application__candidate"
    )
    return {
        str(row.uuid): (
            f"{row.invitation.application.candidate}, {row.invitation.exam.name}",
            reverse("interviews:attempt", args=[row.uuid]),
        )
        for row in rows
    }
