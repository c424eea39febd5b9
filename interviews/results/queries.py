"""What came of attempts: the score, where it lies as against the line, and what is still missing. Never a list sorted by it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet
from django.utils import timezone

from interviews.exams.models import Exam
from interviews.exams.passing import WORDS, PassLine, Standing, sem_measured, sem_of_length, standing
from interviews.results.models import BarSupport, HandMark, Ruling
from interviews.results.sampling import Agreement, agreement
from interviews.sittings.models import Attempt, AttemptItem, ExamInvitation

COUNTED = Q(items__is_void=False)
FORMS_LOOKED_AT = 500


@dataclass(frozen=True)
class Result:
    """One attempt's score as against its line. `score` is None while a mark is missing."""

    score: float | None
    questions: int
    waiting: int
    void: int
    line: PassLine
    standing: Standing

    @property
    def words(self) -> str:
        return WORDS[self.standing]

    @property
    def in_words(self) -> str:
        """What stands behind `words`: the share of the marks, and how sure the line is."""
        if self.standing is Standing.UNMARKED:
            return f"{self.waiting} of {self.questions} answers."
        # One decimal would promise more than any test of this length can tell.
        said = f"{self.score:.0%} of the marks over {self.questions} questions."
        void = f" {self.void} left out of everybody’s score." if self.void else ""
        return said + void if self.standing is Standing.HINT else f"{said}{void} {self.line.in_words}"

    @property
    def needs_a_person(self) -> bool:
        return self.standing in {Standing.BORDERLINE, Standing.HINT}


def with_scores(attempts: "QuerySet[Attempt]") -> "QuerySet[Attempt]":
    """Annotate what `result_of` needs, so that a list costs one query."""
    return attempts.annotate(
        mean_share=Avg("items__share", filter=COUNTED),
        counted=Count("items", filter=COUNTED),
        unmarked=Count("items", filter=COUNTED & Q(items__share=None)),
        voided=Count("items", filter=Q(items__is_void=True)),
    )


def line_of(exam: Exam, questions: int) -> PassLine:
    """Return an exam's line with its band: measured where enough people sat it, else from the number of questions. One query."""
    return lines_of([exam])[exam.pk].for_questions(questions)


@dataclass(frozen=True)
class ExamLine:
    """A line whose band may still depend on how many questions a form has left."""

    cut: float
    sem: float | None
    people: int

    def for_questions(self, questions: int) -> PassLine:
        if self.sem is not None:
            return PassLine(self.cut, self.sem, self.people)
        return PassLine(self.cut, sem_of_length(self.cut, questions))


def lines_of(exams: Iterable[Exam]) -> dict[int, ExamLine]:
    """Return the lines of several exams. One query; at most the latest 500 forms of each speak."""
    found = {exam.pk: exam for exam in exams}
    rows = (
        AttemptItem.objects.filter(
            attempt__invitation__exam__in=found, attempt__handed_in_at__isnull=False, is_void=False
        )
        .order_by("-attempt")
        .values_list("attempt__invitation__exam", "attempt", "share")
    )
    forms: dict[int, dict[int, list[float | None]]] = defaultdict(lambda: defaultdict(list))
    for of, attempt, share in rows[: FORMS_LOOKED_AT * 40]:
        forms[of][attempt].append(None if share is None else float(share))
    lines = {}
    for key, exam in found.items():
        marked = [marks for marks in forms[key].values() if None not in marks][:FORMS_LOOKED_AT]
        sem = sem_measured([[mark for mark in marks if mark is not None] for marks in marked])
        lines[key] = ExamLine(float(exam.cut), sem, len(marked) if sem is not None else 0)
    return lines


def result_of(attempt: Attempt, line: ExamLine | None = None) -> Result | None:
    """Return what came of an attempt that was handed in; None while it runs. One query if it was not read `with_scores`, one more without `line`."""
    if attempt.handed_in_at is None:
        return None
    if not hasattr(attempt, "counted"):
        attempt = with_scores(Attempt.objects.filter(pk=attempt.pk)).select_related("invitation__exam").get()
    exam = attempt.invitation.exam
    own = (line or lines_of([exam])[exam.pk]).for_questions(attempt.counted)  # type: ignore[attr-defined]
    missing = attempt.unmarked or not attempt.counted  # type: ignore[attr-defined]
    score = None if missing else float(attempt.mean_share)  # type: ignore[attr-defined]
    return Result(
        score=score,
        questions=attempt.counted,  # type: ignore[attr-defined]
        waiting=attempt.unmarked,  # type: ignore[attr-defined]
        void=attempt.voided,  # type: ignore[attr-defined]
        line=own,
        standing=standing(score, attempt.counted, own),  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class Sat:
    """One invitation with what came of it, as far as the viewer may know: `result` is None where nothing came yet or they may not."""

    invitation: ExamInvitation
    attempt: Attempt | None
    result: Result | None
    ruling: Ruling | None
    supports: Sequence[BarSupport]

    @property
    def is_over(self) -> bool:
        """Whether nobody began in time."""
        return self.attempt is None and self.invitation.closes_at < timezone.now()


def sat_by(invitations: Sequence[ExamInvitation], readable: "QuerySet[Attempt]") -> list[Sat]:
    """Put invitations together with their results. Four queries, however many there are."""
    attempts = {
        attempt.invitation_id: attempt
        for attempt in with_scores(readable.filter(invitation__in=invitations)).select_related("invitation__exam")
    }
    lines = lines_of({one.exam for one in invitations if one.pk in attempts}) if attempts else {}
    keys = [attempt.pk for attempt in attempts.values()]
    rulings: dict[int, Ruling] = {}
    supports: dict[int, list[BarSupport]] = defaultdict(list)
    if keys:
        for ruling in Ruling.objects.filter(attempt__in=keys).select_related("by").order_by("created_at", "pk"):
            rulings[ruling.attempt_id] = ruling
        for support in BarSupport.objects.filter(attempt__in=keys).select_related("by", "competency"):
            supports[support.attempt_id].append(support)
    found = []
    for one in invitations:
        attempt = attempts.get(one.pk)
        result = result_of(attempt, lines[one.exam_id]) if attempt else None
        key = attempt.pk if attempt else 0
        found.append(Sat(one, attempt or getattr(one, "attempt", None), result, rulings.get(key), supports[key]))
    return found


def agreement_on(exam: Exam | None = None) -> Agreement:
    """Count how far blind markers agree, on one exam's answers or all. One query."""
    marks = HandMark.objects.filter(settles=False).order_by("item", "pk")
    if exam is not None:
        marks = marks.filter(item__attempt__invitation__exam__slug=exam.slug)
    points: dict[int, list[int]] = defaultdict(list)
    for item, given in marks.values_list("item", "points"):
        points[item].append(given)
    return agreement([(given[0], given[1]) for given in points.values() if len(given) > 1])
