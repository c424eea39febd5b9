"""Giving marks. The only place that writes `share` and `is_void`; every change keeps what stood before, who changed it and why."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from interviews.exams.enums import HandMarking
from interviews.questions.actions import newest_version
from interviews.questions.enums import QuestionState
from interviews.questions.marking import mark, mark_by_hand
from interviews.questions.models import Question, QuestionVersion
from interviews.results.models import HandMark, ItemMark
from interviews.results.refusals import MarkRefused
from interviews.results.sampling import HandFinding, HandState, finding, markers_wanted
from interviews.sittings.fingerprints import fingerprint
from interviews.sittings.models import Attempt, AttemptItem
from workspace.activity.actions import log_activity
from workspace.staff.models import User


def share_of(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.0001"))


@transaction.atomic
def mark_attempt(*, attempt: Attempt) -> None:
    """Mark what formulas can, once it is handed in. Marking again changes nothing that is marked."""
    items = AttemptItem.objects.filter(attempt=attempt, marks=None).select_related("question__question")
    for item in items:
        found = mark(item.asked_variant, item.given)
        if found.share is not None:
            _write(item, share=found.share, words=found.words)


@transaction.atomic
def mark_again(*, item: AttemptItem, reason: str, by: User | None) -> bool:
    """Mark an answer anew, with the newest key of what was asked; say whether anything changed.

    Where the words have changed since, the new key is of another question, and the old version's stays.
    """
    item = _locked(item)
    version = _key_for(item)
    found = mark(version.variant(item.variant), item.given)
    if found.share is None:
        # A short answer that came late: what the formula gave to nothing makes room for people.
        if item.share is None or item.marks.filter(by__isnull=False).exists():
            return False
        _write(item, share=None, words=found.words, reason=reason, by=None)
        return True
    if item.share == share_of(found.share) and not item.is_void:
        return False
    _write(item, share=found.share, words=found.words, reason=reason, by=by, question=version)
    return True


@transaction.atomic
def correct_key(*, question: Question, reason: str, by: User) -> int:
    """Mark everything that was asked of a question anew, since its key was corrected; return how many marks changed."""
    reason = _reason(reason)
    items = AttemptItem.objects.filter(question__question=question, attempt__handed_in_at__isnull=False, is_void=False)
    changed = sum(mark_again(item=item, reason=reason, by=by) for item in items.select_related("question"))
    log_activity(verb="marked_again", subject=question, facts={"question": question.slug, "changed": changed}, by=by)
    return changed


@transaction.atomic
def void_question(*, question: Question, reason: str, by: User) -> int:
    """Take a question out of the score of everybody who was asked it; return of how many. Its marks are kept."""
    reason = _reason(reason)
    if question.state == QuestionState.LIVE:
        raise MarkRefused("Retire the question first: it would be asked again.")
    items = AttemptItem.objects.filter(question__question=question, is_void=False)
    changed = 0
    for item in items.filter(attempt__handed_in_at__isnull=False):
        _write(_locked(item), share=None, is_void=True, reason=reason, by=by)
        changed += 1
    log_activity(verb="voided_question", subject=question, facts={"question": question.slug, "changed": changed}, by=by)
    return changed


@transaction.atomic
def give_points(*, item: AttemptItem, points: int, note: str, by: User) -> HandMark:
    """Give points to a short answer, blind; or, where two are apart, settle it as a third. Raise MarkRefused."""
    item = _locked(item)
    most = item.asked_variant.asked.most_points
    if item.is_void or not item.question.item.form.is_marked_by_hand or item.attempt.handed_in_at is None:
        raise MarkRefused("There is nothing to mark by hand here.")
    if not item.response:
        raise MarkRefused("This question was not answered: the formula gave it nothing already.")
    if not 0 <= points <= most:
        raise MarkRefused(f"Give 0 to {most} points, by the anchors.")
    given = list(HandMark.objects.filter(item=item).order_by("pk"))
    if any(one.marker_id == by.pk for one in given):
        raise MarkRefused("You have marked this answer already. Your points stand.")
    where = finding_of(item, given)
    if where.state is HandState.SETTLED:
        raise MarkRefused("Somebody was faster: this answer is marked.")
    kept = HandMark.objects.create(
        item=item, marker=by, points=points, note=note.strip(), settles=where.state is HandState.APART
    )
    after = finding_of(item, [*given, kept])
    if after.points is not None:
        found = mark_by_hand(after.points, most)
        reason = "" if not item.marks.exists() else "Marked by hand."
        _write(item, share=found.share or 0.0, words=found.words, by=by, reason=reason)
    return kept


def finding_of(item: AttemptItem, given: list[HandMark]) -> HandFinding:
    """Say where a short answer stands among its markers. Reads the exam."""
    everyone = item.attempt.invitation.exam.hand_marking == HandMarking.EVERY
    settling = next((one.points for one in given if one.settles), None)
    blind = [one.points for one in given if not one.settles]
    return finding(blind, settling, markers_wanted(item.uuid, everyone=everyone))


def _key_for(item: AttemptItem) -> QuestionVersion:
    newest = newest_version(item.question.question)
    if newest.pk == item.question_id:
        return newest
    asked = item.asked_variant.asked
    try:
        now = newest.variant(item.variant).asked
    except ValueError:
        return item.question
    # The letters of the choices must be the same too, or the old answer would be read as another.
    return newest if now.choices == asked.choices and fingerprint(now) == fingerprint(asked) else item.question


def _write(
    item: AttemptItem,
    *,
    share: float | None,
    words: str = "",
    is_void: bool = False,
    reason: str = "",
    by: User | None = None,
    question: QuestionVersion | None = None,
) -> None:
    last = ItemMark.objects.filter(item=item).aggregate(last=Max("number"))["last"] or 0
    # Before a void there may be no mark; then its own is the first, and says why all the same.
    kept = None if share is None else share_of(share)
    ItemMark.objects.create(
        item=item,
        number=last + 1,
        share=kept,
        is_void=is_void,
        words=words[:300],
        reason=reason,
        question=question or item.question,
        by=by,
    )
    item.is_void = is_void
    if not is_void:
        item.share = kept
    item.save(update_fields=["share", "is_void", "updated_at"])


def _locked(item: AttemptItem) -> AttemptItem:
    # of=("self",): lock this row only, never the attempt or the question.
    rows = AttemptItem.objects.select_related("question__question", "attempt__invitation__exam")
    return rows.select_for_update(of=("self",)).get(pk=item.pk)


def _reason(text: str) -> str:
    if not text.strip():
        raise MarkRefused("Say why, in a sentence: it stands beside every mark that changes.")
    return text.strip()
