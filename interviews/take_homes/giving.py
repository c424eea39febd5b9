"""Giving a take-home, and what can be changed about it until it is handed in."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hiring.pipeline.models import Application
from hiring.roles.models import Role
from interviews.booking.reaching import address_of
from interviews.exams.enums import AiPolicy
from interviews.kits.models import Kit
from interviews.take_homes.door import Door
from interviews.take_homes.enums import TYPE
from interviews.take_homes.letters import PREFIX, send_extension, send_refusal, send_task, send_withdrawal
from interviews.take_homes.models import RATERS_WANTED, Extension, TakeHome, TakeHomeRule
from interviews.take_homes.queries import door_of, rated_blind, standing_of
from interviews.take_homes.refusals import TakeHomeRefused
from workspace.activity.actions import log_activity
from workspace.mail.actions import drop_mail
from workspace.staff.models import User

LONGEST_WAIT = dt.timedelta(days=60)
SHORT = 240  # minutes; what takes longer is paid for


@transaction.atomic
def give_take_home(
    *,
    application: Application,
    kit: Kit,
    closes_at: dt.datetime,
    minutes: int,
    reward: str,
    is_paid: bool = False,
    ai_policy: AiPolicy = AiPolicy.DECLARED,
    words: str = "",
    raters_wanted: int = RATERS_WANTED,
    by: User,
    now: dt.datetime | None = None,
) -> TakeHome:
    """Give a candidate a task and write to them, or raise TakeHomeRefused. Without an address there is no letter; the link is on the page."""
    now = now or timezone.now()
    # Two people giving at once would send two letters: the application is the lock.
    rows = Application.objects.select_for_update(of=("self",)).select_related("candidate", "role")
    application = rows.get(pk=application.pk)
    if refusal := _why_not_give(application, kit, minutes, reward.strip(), is_paid):
        raise TakeHomeRefused(refusal)
    _check_deadline(closes_at, now)
    _refuse_second(application, kit, now)
    take_home = TakeHome.objects.create(
        application=application,
        kit=kit,
        address=address_of(application.candidate),
        words=words.strip(),
        minutes=minutes,
        reward=reward.strip(),
        ai_policy=ai_policy,
        closes_at=closes_at,
        is_blind=rated_blind(application.role),
        raters_wanted=raters_wanted,
        given_by=by,
    )
    send_task(take_home)
    log("gave_take_home", take_home, by)
    return take_home


@transaction.atomic
def extend_take_home(*, take_home: TakeHome, closes_at: dt.datetime, reason: str, by: User) -> TakeHome:
    """Give more time, for a reason that is kept, or raise TakeHomeRefused. Who missed the first deadline may still be given a second."""
    take_home, now = locked(take_home), timezone.now()
    where = door_of(take_home, standing_of(take_home), now)
    if where not in {Door.OPEN, Door.OVER}:
        raise TakeHomeRefused("It was handed in, declined or taken back: there is nothing to extend.")
    if not reason.strip():
        raise TakeHomeRefused("Say why they get more time; the reason is kept.")
    if closes_at <= take_home.closes_at:
        raise TakeHomeRefused("The new deadline must come after the one they have.")
    _check_deadline(closes_at, now)
    Extension.objects.create(
        take_home=take_home, before=take_home.closes_at, after=closes_at, reason=reason.strip(), by=by
    )
    take_home.closes_at = closes_at
    take_home.save(update_fields=["closes_at", "updated_at"])
    send_extension(take_home)
    log("extended_take_home", take_home, by)
    return take_home


@transaction.atomic
def withdraw_take_home(*, take_home: TakeHome, by: User) -> TakeHome:
    """Take a task back, or raise TakeHomeRefused. Nobody has to rate it any more."""
    take_home = locked(take_home)
    if take_home.withdrawn_at is not None:
        raise TakeHomeRefused("It was taken back already.")
    if take_home.ratings.exclude(submitted_at=None).exists():
        raise TakeHomeRefused("It was rated already, so it stays as it is.")
    take_home.withdrawn_at, take_home.withdrawn_by = timezone.now(), by
    take_home.save(update_fields=["withdrawn_at", "withdrawn_by", "updated_at"])
    candidate = take_home.application.candidate.uuid
    drop_mail(prefix=f"{PREFIX}{take_home.uuid}/", candidate=candidate, reason="The task was taken back.")
    if take_home.declined_at is None:
        send_withdrawal(take_home)
    log("withdrew_take_home", take_home, by)
    return take_home


@transaction.atomic
def decline_take_home(*, take_home: TakeHome, why: str = "") -> TakeHome:
    """The candidate would rather not, or raise TakeHomeRefused once it can be read."""
    take_home = locked(take_home)
    if take_home.declined_at is not None:
        return take_home
    if door_of(take_home, standing_of(take_home), timezone.now()) not in {Door.OPEN, Door.OVER}:
        raise TakeHomeRefused("It is being read already. Answer our letter if you want it taken back.")
    take_home.declined_at, take_home.said = timezone.now(), why.strip()
    take_home.save(update_fields=["declined_at", "said", "updated_at"])
    send_refusal(take_home)
    log("declined_take_home", take_home, None)
    return take_home


def set_take_home_rule(*, role: Role, is_blind: bool, by: User) -> TakeHomeRule:
    """Say whether take-homes of a role are rated blind. Those given already keep what they were given with."""
    rule, _ = TakeHomeRule.objects.update_or_create(role=role, defaults={"is_blind": is_blind})
    log_activity(verb="set_take_home_rule", subject=role, role=role.uuid, facts={"blind": is_blind}, by=by)
    return rule


def locked(take_home: TakeHome) -> TakeHome:
    """Return the row as it stands, locked: handing in, extending and rating queue up here."""
    rows = TakeHome.objects.select_related(
        "kit__assessment_type", "application__candidate", "application__role", "given_by"
    )
    return rows.select_for_update(of=("self",)).get(pk=take_home.pk)


def log(verb: str, take_home: TakeHome, by: User | None) -> None:
    """Note what was done. Who is yet to rate it does not see the row."""
    application = take_home.application
    log_activity(
        verb=verb,
        subject=take_home,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        facts={"kit": take_home.kit.slug},
        by=by,
    )


def _why_not_give(application: Application, kit: Kit, minutes: int, reward: str, is_paid: bool) -> str:
    if not application.is_active:
        return "This application is closed. Reopen it before giving a task."
    if application.candidate.do_not_contact:
        return "This person asked not to be written to."
    if kit.assessment_type.slug != TYPE:
        return "This kit is no take-home. Choose one that is."
    if kit.retired_at is not None:
        return f"“{kit}” has a newer version. Choose that one."
    if not reward:
        return "Say what the candidate gets: money, written feedback, or at least an answer by a day."
    if minutes > SHORT and not is_paid:
        return "More than four hours are only asked for where they are paid. Shorten the task, or pay for it."
    return ""


def _refuse_second(application: Application, kit: Kit, now: dt.datetime) -> None:
    for other in TakeHome.objects.filter(application=application, kit__slug=kit.slug).select_related("application"):
        if door_of(other, standing_of(other), now) is Door.OPEN:
            raise TakeHomeRefused("They have this task already. Wait for it, or take it back first.")


def _check_deadline(closes_at: dt.datetime, now: dt.datetime) -> None:
    if closes_at <= now:
        raise TakeHomeRefused("This deadline is over already. Give them a few days.")
    if closes_at - now > LONGEST_WAIT:
        raise TakeHomeRefused("A deadline is at most 60 days away.")
