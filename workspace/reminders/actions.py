"""The reminder engine: find what is due, write it down once, and let the outbox carry it."""

import datetime as dt
import uuid

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, UUIDField, Value
from django.utils import timezone

from workspace.mail.actions import queue_mail
from workspace.mail.models import Mail, MailState
from workspace.reminders.clocks import hours_of
from workspace.reminders.letters import digest_letter, reminder_letter
from workspace.reminders.models import Notification, ReminderChoice, ReminderSetting, walls_before_notices
from workspace.reminders.quiet import next_allowed, next_working_morning
from workspace.reminders.registry import KINDS, DueReminder, Kind
from workspace.staff.enums import MailRhythm
from workspace.staff.models import User

log = structlog.get_logger(__name__)

LEFT_OVER_FOR = dt.timedelta(days=4)  # a weekend and a day


def times_of(kind: Kind) -> dict[str, int] | None:
    """Return the hours per step that are in force for a kind, or None where the administrator turned it off."""
    setting = ReminderSetting.objects.filter(kind=kind.slug).first()
    if setting and not setting.is_on:
        return None
    chosen = setting.hours if setting else []
    return {name: chosen[place] if place < len(chosen) else hours for place, (name, _, hours) in enumerate(kind.steps)}


def remind_all(*, now: dt.datetime | None = None) -> int:
    """Write down every reminder that is due and was never written before; return how many were new."""
    now = now or timezone.now()
    written = 0
    for kind in list(KINDS.values()):
        times = times_of(kind)
        if times is None:
            continue
        for due in kind.due(now, times):
            if due.stale_at is None or due.stale_at > now:
                written += notify(kind=kind.slug, due=due, now=now) is not None
    return written


@transaction.atomic
def notify(*, kind: str, due: DueReminder, now: dt.datetime | None = None) -> Notification | None:
    """Give one person one notice and, unless they gather a digest, one mail; None where they had it before."""
    now = now or timezone.now()
    user = User.objects.filter(pk=due.recipient, is_active=True).first()
    if user is None or is_behind_a_wall(user, due.candidate):
        return None
    choice = ReminderChoice.objects.filter(user=user, kind=kind).first() or ReminderChoice(user=user, kind=kind)
    notice, is_new = Notification.objects.get_or_create(
        user=user,
        key=due.key,
        defaults={
            "kind": kind,
            "subject": due.subject[:250],
            "body": due.body,
            "path": due.path,
            "candidate": due.candidate,
            "is_shown": choice.in_app,
            "wants_mail": choice.by_mail,
            "stale_at": due.stale_at,
        },
    )
    if not is_new:
        return None
    if choice.by_mail and (due.is_now or user.mail_rhythm == MailRhythm.AT_ONCE):
        moment = next_allowed(now, hours_of(user, now=now))
        # Nobody gets more than one mail a day beside their digest: what comes after it waits for the next one.
        if not had_extra_on(user, moment):
            send_alone(notice, user, moment)
    return notice


def had_extra_on(user: User, moment: dt.datetime) -> bool:
    """Whether a reminder's own mail goes to this person on that day, on their clock, already. One query."""
    day = moment.astimezone(user.zone).date()
    start = dt.datetime.combine(day, dt.time(), user.zone)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), user.zone)
    extras = Mail.objects.filter(user=user, key__startswith="reminder/", not_before__gte=start, not_before__lt=end)
    return extras.exclude(state=MailState.DROPPED).exists()


def is_behind_a_wall(user: User, candidate: uuid.UUID | None) -> bool:
    """Whether a notice is about somebody this user must learn nothing of. At most one query."""
    if candidate is None:
        return False
    # A notice that is not written yet: the condition is asked of the user's own row.
    person = User.objects.filter(pk=user.pk).annotate(about=Value(candidate, output_field=UUIDField()))
    return person.filter(walls_before_notices.q(user, "about")).exists()


def send_alone(notice: Notification, user: User, moment: dt.datetime) -> None:
    """Queue a reminder's own mail for a moment at which the person may be disturbed."""
    subject, body = reminder_letter(notice, settings.SITE_URL)
    notice.mail = queue_mail(
        key=f"reminder/{notice.uuid}",
        to=user.email,
        user=user,
        subject=subject,
        body=body,
        not_before=moment,
        candidate=notice.candidate,
    )
    notice.save(update_fields=["mail", "updated_at"])


def gather_digests(*, now: dt.datetime | None = None) -> int:
    """Queue one mail for each person whose digest is due and who has something in it; return how many."""
    now = now or timezone.now()
    # Also for who wants mails at once: what the day's one mail left over.
    recent = Q(mail_rhythm=MailRhythm.DIGEST) | Q(notifications__created_at__gt=now - LEFT_OVER_FOR)
    waiting = User.objects.filter(recent, is_active=True, notifications__mail=None, notifications__wants_mail=True)
    return sum(_gather_digest(user, now) for user in waiting.distinct())


@transaction.atomic
def _gather_digest(user: User, now: dt.datetime) -> bool:
    notices = list(
        Notification.objects.select_for_update(of=("self",))
        .filter(user=user, mail=None, wants_mail=True)
        .open_to(user)
        .order_by("pk")
    )
    if not notices or next_working_morning(notices[0].created_at, clock := hours_of(user, now=now)) > now:
        return False
    fresh = [notice for notice in notices if not is_settled(notice, now)]
    if fresh:
        subject, body = digest_letter(fresh, user, settings.SITE_URL)
        mail = queue_mail(
            key=f"digest/{fresh[0].uuid}",
            to=user.email,
            user=user,
            subject=subject,
            body=body,
            not_before=next_allowed(now, clock),
        )
        Notification.objects.filter(pk__in=[notice.pk for notice in fresh]).update(mail=mail)
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).exclude(pk__in=[n.pk for n in fresh]).update(
        wants_mail=False
    )
    return bool(fresh)


def is_settled(notice: Notification, now: dt.datetime) -> bool:
    """Whether a notice has become pointless: its time has passed, or what it asked for was done."""
    if notice.stale_at and notice.stale_at <= now:
        return True
    kind = KINDS.get(notice.kind)
    return kind is not None and kind.settled(notice.key)


def drop_settled_mail(*, now: dt.datetime | None = None) -> int:
    """Take mails out of the outbox whose reminder was settled while they waited for the morning; return how many."""
    now = now or timezone.now()
    waiting = Notification.objects.filter(
        mail__state=MailState.WAITING, mail__not_before__lte=now, mail__key__startswith="reminder/"
    )
    settled = [notice.mail_id for notice in waiting if is_settled(notice, now)]
    return Mail.objects.filter(pk__in=settled, state=MailState.WAITING).update(state=MailState.DROPPED)


def stop_telling(*, user: User, candidate: uuid.UUID) -> None:
    """Take back what has not left yet of what we were about to tell somebody of a person; letters to others stay."""
    not_left = (MailState.WAITING, MailState.CLAIMED)
    about = Notification.objects.filter(user=user, candidate=candidate)
    # A digest speaks of several people: made again without this one, the other notices in it wait for the next.
    digests = Mail.objects.filter(notifications__in=about, candidate=None, state__in=not_left).values("pk")
    Mail.objects.filter(pk__in=list(digests.values_list("pk", flat=True))).delete()
    Mail.objects.filter(user=user, candidate=candidate, state__in=not_left).update(
        state=MailState.DROPPED, error="Recused from this candidate before it left."
    )


def mark_read(*, user: User, notifications: "list[uuid.UUID] | None" = None, now: dt.datetime | None = None) -> int:
    """Mark a person's notices read, all of them or those named; return how many changed."""
    rows = Notification.objects.filter(user=user).unread()
    if notifications is not None:
        rows = rows.filter(uuid__in=notifications)
    return rows.update(read_at=now or timezone.now())


def forget_candidate(candidate: uuid.UUID) -> None:
    """Erase every notice and mail about a person, sent or not."""
    # A digest speaks of several people: its words go as a whole. It goes first, while its notices still tell whom it names.
    digests = Notification.objects.filter(candidate=candidate, mail__key__startswith="digest/").values("mail")
    Mail.objects.filter(pk__in=list(digests.values_list("mail", flat=True))).delete()
    Mail.objects.filter(candidate=candidate).delete()
    Notification.objects.filter(candidate=candidate).delete()
