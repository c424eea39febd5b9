"""Sitting an exam: begin, answer, hand in. Nothing that reached us is thrown away."""

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from interviews.exams.draw import SEEDS, CannotFill
from interviews.questions.actions import note_asked
from interviews.questions.responses import Response, read_response
from interviews.questions.variants import Variant
from interviews.sittings.clock import GRACE, Arrival, Clock, arrival, typed_at
from interviews.sittings.door import Door
from interviews.sittings.drawing import draw_form, seen_by
from interviews.sittings.enums import Came, EventKind, HandedInBy
from interviews.sittings.models import Answer, Attempt, AttemptEvent, AttemptItem, ExamInvitation
from interviews.sittings.names import code_name
from interviews.sittings.queries import door_of
from interviews.sittings.refusals import SittingRefused
from interviews.sittings.signals import attempt_handed_in, late_answers_counted
from workspace.activity.actions import log_activity
from workspace.staff.models import User

MOST_EVENTS = 500
MOST_AWAY = 86_400
MOST_STATEMENT = 2_000
MOST_SAVES = 3_000

REFUSALS = {
    Door.WITHDRAWN: "This exam is no longer open for you. Nothing is expected of you.",
    Door.TOO_EARLY: "It is too early: the first page says from when you can begin.",
    Door.TOO_LATE: "The time to begin is over. Answer the letter if you would still like to sit it.",
    Door.TIME_UP: "Time is up. What you had typed by then counts; more does not.",
    Door.HANDED_IN: "This exam was handed in. What counts is what was there by then.",
}


@dataclass(frozen=True)
class Saved:
    """What became of one save: whether it counts, and the server's time as the device should know it."""

    came: Came
    received_at: dt.datetime

    @property
    def counts(self) -> bool:
        return self.came in {Came.IN_TIME, Came.IN_GRACE}


@transaction.atomic
def open_invitation(*, invitation: ExamInvitation, now: dt.datetime | None = None) -> None:
    """Remember when the link was first opened."""
    ExamInvitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now or timezone.now())


@transaction.atomic
def ask_for_adjustment(*, invitation: ExamInvitation, words: str) -> None:
    """Keep what a candidate asks to have adjusted before they begin. Asking again replaces what waits."""
    invitation = _locked(invitation)
    if hasattr(invitation, "attempt") or door_of(invitation, timezone.now()) not in {Door.OPEN, Door.TOO_EARLY}:
        raise SittingRefused("This can be asked before you begin. Answer the letter instead: a person reads it.")
    words = words.strip()[:MOST_STATEMENT]
    if not words:
        raise SittingRefused("Say what would help, such as “a third more time”. You need not say why.")
    invitation.request, invitation.requested_at = words, timezone.now()
    invitation.answered_at = invitation.answered_by = None
    invitation.save(update_fields=["request", "requested_at", "answered_at", "answered_by", "updated_at"])


@transaction.atomic
def begin(*, invitation: ExamInvitation, now: dt.datetime | None = None) -> Attempt:
    """Start the clock and draw the form; where it runs already, return the attempt that is there. Or raise SittingRefused."""
    invitation = _locked(invitation)
    if hasattr(invitation, "attempt"):
        return invitation.attempt
    now = now or timezone.now()
    if (where := door_of(invitation, now)) != Door.OPEN:
        raise SittingRefused(REFUSALS[where])
    seed = secrets.randbelow(SEEDS)
    try:
        form = draw_form(invitation.exam, seed=seed, seen=seen_by(invitation))
    except CannotFill as error:
        raise SittingRefused(
            "We cannot put your exam together right now, and that is our mistake. Your time has not begun. "
            "Answer the letter, and a person sorts it out."
        ) from error
    clock = Clock(now, invitation.exam.minutes, invitation.extra_percent)
    attempt = Attempt.objects.create(
        invitation=invitation,
        seed=seed,
        code_name=_free_code_name(seed),
        started_at=now,
        minutes=clock.allowed,
        deadline=clock.deadline,
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            question=one.version,
            variant=one.variant,
            fingerprint=one.fingerprint,
            over_cap=one.place.over_cap,
            is_canary=one.is_canary,
        )
        for position, one in enumerate(form, start=1)
    )
    note_asked([one.version.pk for one in form])
    _log("began_exam", attempt, invitation)
    return attempt


@transaction.atomic
def save_answer(
    *,
    item: AttemptItem,
    variant: Variant,
    posted: Mapping[str, Sequence[str]],
    save_id: uuid.UUID,
    age: dt.timedelta = dt.timedelta(0),
    spent: int | None = None,
    device: str = "",
    now: dt.datetime | None = None,
) -> Saved:
    """Keep one save of one question; the same `save_id` twice is one. Raise SittingRefused where it can no longer even be kept.

    `age`: how long ago the device says it was typed. `spent`: seconds its page was looked at since the last save; None: since it was asked for.
    """
    attempt = Attempt.objects.select_for_update().get(pk=item.attempt_id)
    now = now or timezone.now()
    if known := Answer.objects.filter(item=item, save_id=save_id).first():
        return Saved(Came(known.came), now)
    began, handed_in = attempt.started_at, attempt.handed_in_at
    where = arrival(started_at=began, deadline=attempt.deadline, submitted_at=handed_in, received_at=now, age=age)
    if where is Arrival.REFUSED or Answer.objects.filter(item__attempt=attempt).count() >= MOST_SAVES:
        raise SittingRefused("This exam was over long ago; nothing more is kept of it.")
    response = read_response(variant.asked, posted)
    answer = Answer.objects.create(
        item=item,
        save_id=save_id,
        response=response.to_json(),
        typed_at=typed_at(began, now, age),
        received_at=now,
        came=where.value,
        device=device[:36],
    )
    _note_device(attempt, device, now)
    _note_on_item(AttemptItem.objects.get(pk=item.pk), attempt, answer if where.counts else None, spent, now)
    return Saved(Came(answer.came), now)


def _note_on_item(
    item: AttemptItem, attempt: Attempt, answer: Answer | None, spent: int | None, now: dt.datetime
) -> None:
    """Add the seconds looked at, and keep `answer`, if it counts, as the standing one unless something later is."""
    if attempt.handed_in_at is None:
        item.seconds += _looked_at(item, spent, attempt, now)
    if answer is not None and (item.answered_at is None or answer.typed_at >= item.answered_at):
        item.response, item.answered_at = answer.response, answer.typed_at
    item.save(update_fields=["response", "answered_at", "seconds", "updated_at"])


@transaction.atomic
def note_event(
    *, attempt: Attempt, kind: EventKind, seconds: int = 0, now: dt.datetime | None = None
) -> AttemptEvent | None:
    """Note that somebody looked away or opened the page again; nothing more once it is handed in."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.handed_in_at is not None or attempt.events.count() >= MOST_EVENTS:
        return None
    return AttemptEvent.objects.create(
        attempt=attempt, kind=kind, seconds=min(max(seconds, 0), MOST_AWAY), happened_at=now or timezone.now()
    )


@transaction.atomic
def hand_in(*, attempt: Attempt, statement: str = "", now: dt.datetime | None = None) -> Attempt:
    """Hand an exam in for its candidate. Handing in twice is handing in once."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.handed_in_at is not None:
        return attempt
    attempt.ai_statement = statement.strip()[:MOST_STATEMENT]
    return _close(attempt, HandedInBy.CANDIDATE, now or timezone.now())


@transaction.atomic
def close_if_due(*, attempt: Attempt, now: dt.datetime | None = None) -> bool:
    """Hand in what is there once time and grace are over; say whether this call did."""
    now = now or timezone.now()
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.handed_in_at is not None or now <= attempt.deadline + GRACE:
        return False
    _close(attempt, HandedInBy.TIME, now)
    return True


@transaction.atomic
def count_late_answers(*, attempt: Attempt, reason: str, by: User) -> int:
    """Let what came too late count after all, for a reason a person gives; return how many questions changed."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    reason = reason.strip()
    if not reason:
        raise SittingRefused("Say why it should count, such as “power cut in their street”.")
    changed = []
    for item in AttemptItem.objects.filter(attempt=attempt).select_related("question__question"):
        late = item.answers.filter(came=Came.LATE).order_by("typed_at", "pk").last()
        if late is None or (item.answered_at is not None and late.typed_at <= item.answered_at):
            continue
        # What people have read and marked stays what they read.
        if item.question.item.form.is_marked_by_hand and item.marks.filter(by__isnull=False).exists():
            continue
        item.response, item.answered_at = late.response, late.typed_at
        item.save(update_fields=["response", "answered_at", "updated_at"])
        changed.append(item)
    if not changed:
        raise SittingRefused("Nothing came late that is newer than what counts already.")
    _log("counted_late_answers", attempt, attempt.invitation, {"answers": len(changed)}, by)
    late_answers_counted.send(Attempt, attempt=attempt, items=changed, reason=reason, by=by)
    return len(changed)


def given_for(item: AttemptItem) -> Response:
    """Return what the candidate's page shows in the fields: what was typed last, whether it counts or not. One query."""
    last = item.answers.order_by("typed_at", "pk").last()
    return Response.from_json(last.response) if last else Response()


def _close(attempt: Attempt, how: HandedInBy, now: dt.datetime) -> Attempt:
    attempt.handed_in_at, attempt.handed_in_by = now, how
    attempt.save(update_fields=["handed_in_at", "handed_in_by", "ai_statement", "updated_at"])
    _log("handed_in_exam", attempt, attempt.invitation)
    attempt_handed_in.send(Attempt, attempt=attempt)
    return attempt


def _looked_at(item: AttemptItem, spent: int | None, attempt: Attempt, now: dt.datetime) -> int:
    """How many more seconds a page was looked at: what its script says, else since it was asked for; never more than has passed."""
    passed = int((now - attempt.started_at).total_seconds()) - item.seconds
    if spent is None:
        spent = int((now - item.shown_at).total_seconds()) if item.shown_at else 0
    return min(max(spent, 0), max(passed, 0))


def _note_device(attempt: Attempt, device: str, now: dt.datetime) -> None:
    """Going on on another device is allowed, and noted."""
    device = device[:36]
    if not device or device == attempt.device:
        return
    if attempt.device and attempt.handed_in_at is None and attempt.events.count() < MOST_EVENTS:
        AttemptEvent.objects.create(attempt=attempt, kind=EventKind.DEVICE, happened_at=now)
    attempt.device = device
    attempt.save(update_fields=["device", "updated_at"])


def _free_code_name(seed: int) -> str:
    """Return a code name nobody has: the next seed's where the first is taken."""
    while Attempt.objects.filter(code_name=(name := code_name(seed))).exists():
        seed += 1
    return name


def _locked(invitation: ExamInvitation) -> ExamInvitation:
    # of=("self",): lock this row only, never the exam or the application. The attempt is read after the lock is had: joined to it, it would be
    # as it was before whoever held the lock began one.
    rows = ExamInvitation.objects.select_related("exam", "application__candidate", "application__role")
    return rows.select_for_update(of=("self",)).get(pk=invitation.pk)


def _log(
    verb: str,
    attempt: Attempt,
    invitation: ExamInvitation,
    facts: dict[str, int] | None = None,
    by: User | None = None,
) -> None:
    application = invitation.application
    log_activity(
        verb=verb,
        subject=attempt,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        facts=facts or {},
        by=by,
    )
