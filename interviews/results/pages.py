"""What staff pages show of an attempt, and of the next answer to mark."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from interviews.exams.passing import PassLine
from interviews.questions.models import Question
from interviews.questions.sheets import Sheet
from interviews.questions.variants import Variant
from interviews.questions.wording import as_html
from interviews.results.keys import key_in_words
from interviews.results.marking import finding_of
from interviews.results.models import HandMark, ItemMark
from interviews.results.sampling import HandState
from interviews.sittings.enums import Came
from interviews.sittings.models import Answer, Attempt, AttemptItem
from workspace.staff.models import User


@dataclass(frozen=True)
class Answered:
    """One question as it was asked, answered and marked. `is_hidden`: a short answer is shown to those who know whose it is once it is marked."""

    item: AttemptItem
    sheet: Sheet
    key: list[str]
    explanation: str
    marks: Sequence[ItemMark]
    is_hidden: bool
    has_late: bool

    @property
    def title(self) -> str:
        return self.item.question.question.title

    @property
    def question(self) -> Question:
        return self.item.question.question

    @property
    def mark(self) -> ItemMark | None:
        return self.marks[-1] if self.marks else None

    @property
    def percent(self) -> int | None:
        return None if self.item.share is None else round(float(self.item.share) * 100)

    @property
    def minutes(self) -> str:
        minutes, seconds = divmod(self.item.seconds, 60)
        return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"


def answered(attempt: Attempt) -> list[Answered]:
    """Return a form, question by question. Three queries, however long it is."""
    items = list(AttemptItem.objects.filter(attempt=attempt).select_related("question__question").order_by("position"))
    marks: dict[int, list[ItemMark]] = {item.pk: [] for item in items}
    for mark in ItemMark.objects.filter(item__in=items).select_related("by").order_by("number"):
        marks[mark.item_id].append(mark)
    late = set(Answer.objects.filter(item__in=items, came=Came.LATE).values_list("item", flat=True))
    found = []
    for item in items:
        variant = item.asked_variant
        waits = item.share is None and not item.is_void and variant.asked.form.is_marked_by_hand
        found.append(
            Answered(
                item=item,
                sheet=Sheet(variant.asked, item.given, prefix=f"q{item.position}-", is_read_only=True),
                key=key_in_words(variant),
                explanation=as_html(variant.explanation),
                marks=marks[item.pk],
                is_hidden=waits,
                has_late=item.pk in late,
            )
        )
    return found


@dataclass(frozen=True)
class LineDrawing:
    """Where the score lies beside the line, in hundredths of the width; the same is said in words beside it."""

    line: PassLine
    score: float | None

    @property
    def cut(self) -> float:
        return round(self.line.cut * 100, 1)

    @property
    def band_start(self) -> float:
        return round(self.line.band[0] * 100, 1)

    @property
    def band_width(self) -> float:
        return round((self.line.band[1] - self.line.band[0]) * 100, 1)

    @property
    def at(self) -> float | None:
        return None if self.score is None else round(self.score * 100, 1)


# --- The desk: answers without names ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToMark:
    """The next answer for a marker. `others` only where two were apart and this one settles it."""

    item: AttemptItem
    variant: Variant
    code_name: str
    others: list[HandMark] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.variant.asked, self.item.given, is_read_only=True)

    @property
    def answer(self) -> str:
        return self.item.given.words

    @property
    def anchors(self) -> list[tuple[int, str]]:
        return list(enumerate(self.variant.rubric))


def waiting_items(user: User) -> "QuerySet[AttemptItem]":
    """Short answers that this person could mark now, the same question together. One query.

    Never one they have marked; a second marker's place goes to anybody else.
    """
    mine = HandMark.objects.filter(item=OuterRef("pk"), marker=user)
    return (
        AttemptItem.objects.filter(attempt__handed_in_at__isnull=False, share=None, is_void=False)
        .filter(question__question__form="short")
        .filter(~Exists(mine))
        .annotate(given_marks=Count("hand_marks"))
        .select_related("question__question", "attempt__invitation__exam")
        .order_by("question__question__slug", F("given_marks").desc(), "uuid")
    )


def next_to_mark(user: User, wanted: uuid.UUID | None = None) -> ToMark | None:
    """Return the next answer for a marker, or the one asked for if it still waits for them. Two queries."""
    rows = waiting_items(user)
    item = rows.filter(uuid=wanted).first() if wanted else rows.first()
    if item is None:
        return None
    given = list(HandMark.objects.filter(item=item).order_by("pk"))
    where = finding_of(item, given)
    return ToMark(
        item=item,
        variant=item.asked_variant,
        code_name=item.attempt.code_name,
        others=given if where.state is HandState.APART else [],
    )


def marking_left() -> int:
    """How many short answers still want a mark, whoever gives it. One query."""
    waiting = Q(attempt__handed_in_at__isnull=False, share=None, is_void=False, question__question__form="short")
    return AttemptItem.objects.filter(waiting).count()
