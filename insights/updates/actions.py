"""Drafting updates, editing them, and letting them go."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from hiring.teams.models import Team
from insights.updates.enums import MOVES, UpdateState
from insights.updates.facts import week_of
from insights.updates.letters import PREFIX, letter
from insights.updates.models import TeamUpdate, UpdatePlan
from insights.updates.names import named_in
from insights.updates.refusals import UpdateRefused
from insights.updates.schedule import DRAFTED_BEFORE, SENT_WITHIN, monday_of, next_time
from insights.updates.story import SECTIONS, tell
from insights.updates.week import as_json
from workspace.activity.actions import log_activity
from workspace.mail.actions import queue_mail
from workspace.staff.models import Organisation, User


def plan_of(team: Team) -> UpdatePlan:
    """Return when a team's update goes out, making the row at first use."""
    return UpdatePlan.objects.get_or_create(team=team)[0]


def make_drafts(*, now: dt.datetime) -> int:
    """Draft what goes out within a day, and what was drafted earlier and not touched since anew; return how many. Run twice, it does nothing twice."""
    zone, made = Organisation.current().zone, 0
    for plan in UpdatePlan.objects.filter(is_on=True).select_related("team"):
        goes_out_at = next_time(now, plan.weekday, plan.hour, zone)
        if goes_out_at - now <= DRAFTED_BEFORE:
            update, is_new = _draft(plan.team, plan, goes_out_at, monday_of(goes_out_at, zone), now)
            made += is_new or _freshened(update, plan, now)
    return made


@transaction.atomic
def _freshened(update: TeamUpdate, plan: UpdatePlan, now: dt.datetime) -> bool:
    """Take new numbers into a draft of days ago that nobody has changed or settled."""
    rows = TeamUpdate.objects.select_for_update(of=("self",)).filter(
        pk=update.pk, state=UpdateState.DRAFT, edited_at=None
    )
    found = rows.filter(until__lt=now - DRAFTED_BEFORE).first()
    if found is None:
        return False
    for field, value in (written(plan.team, plan, found.monday, now) | {"until": now}).items():
        setattr(found, field, value)
    found.save()
    return True


def draft_now(*, team: Team, now: dt.datetime | None = None, by: User) -> TeamUpdate:
    """Draft this team's next update at once, or return the one there is."""
    now, zone, plan = now or timezone.now(), Organisation.current().zone, plan_of(team)
    goes_out_at = next_time(now, plan.weekday, plan.hour, zone)
    update, is_new = _draft(team, plan, goes_out_at, monday_of(goes_out_at, zone), now)
    if is_new:
        log_activity(verb="drafted_update", subject=update, by=by)
    return update


@transaction.atomic
def _draft(
    team: Team, plan: UpdatePlan, goes_out_at: dt.datetime, monday: dt.date, now: dt.datetime
) -> tuple[TeamUpdate, bool]:
    known = TeamUpdate.objects.filter(team=team, monday=monday).first()
    if known:
        return known, False
    fields = written(team, plan, monday, now) | {"until": now, "goes_out_at": goes_out_at}
    # Two at once: the second finds the first one's row.
    return TeamUpdate.objects.get_or_create(team=team, monday=monday, defaults=fields)


def written(team: Team, plan: UpdatePlan, monday: dt.date, until: dt.datetime) -> dict[str, object]:
    """Return the numbers of a team's week and the words made from them."""
    week = week_of(team, plan, monday=monday, until=until)
    story = tell(week)
    words: dict[str, object] = {section: "\n".join(getattr(story, section)) for section in SECTIONS}
    return words | {"numbers": as_json(week), "headline": story.headline[:300]}


def _locked(update: TeamUpdate, to: str) -> TeamUpdate:
    """Lock an update that is to become `to`, or raise UpdateRefused."""
    found = TeamUpdate.objects.select_for_update(of=("self",)).select_related("team").get(pk=update.pk)
    if found.is_sent:
        raise UpdateRefused("It has gone out, and stays as it was read. Say what is new in the next one.")
    if to not in MOVES[found.state] and to != found.state:
        raise UpdateRefused(f"It is {found.get_state_display().lower()}. Open it again first.")
    return found


def _withdraw_approval(update: TeamUpdate) -> None:
    """Make a draft again of what was approved in other words; the caller saves it. What is held back stays so."""
    update.approved_by, update.approved_at = None, None
    if update.state == UpdateState.APPROVED:
        update.state = UpdateState.DRAFT


@transaction.atomic
def edit_update(*, update: TeamUpdate, words: Mapping[str, str], by: User) -> TeamUpdate:
    """Change the words. What was approved has to be approved again; what is held back stays so."""
    update = _locked(update, update.state)
    if name := named_in("\n".join(words.values()), update.team):
        raise UpdateRefused(
            f"It names {name}, who applied here. It goes to people who must not learn of them: leave the name out."
        )
    for field in ("headline", "note", *SECTIONS):
        setattr(update, field, words.get(field, getattr(update, field)))
    update.edited_by, update.edited_at = by, timezone.now()
    _withdraw_approval(update)
    update.save()
    log_activity(verb="edited_update", subject=update, by=by)
    return update


@transaction.atomic
def write_anew(*, update: TeamUpdate, now: dt.datetime | None = None, by: User) -> TeamUpdate:
    """Take today's numbers and the words they make, in place of what was there; the note stays."""
    update, now = _locked(update, update.state), now or timezone.now()
    for field, value in written(update.team, plan_of(update.team), update.monday, now).items():
        setattr(update, field, value)
    update.until, update.edited_by, update.edited_at = now, None, None
    _withdraw_approval(update)
    update.save()
    log_activity(verb="wrote_update_anew", subject=update, by=by)
    return update


@transaction.atomic
def settle(*, update: TeamUpdate, state: str, by: User) -> TeamUpdate:
    """Approve an update, hold it back, or open it again."""
    update = _locked(update, state)
    if state == UpdateState.SENT or state == update.state:
        raise UpdateRefused(f"It is {update.get_state_display().lower()} already.")
    update.state = state
    is_approved = state == UpdateState.APPROVED
    update.approved_by, update.approved_at = (by, timezone.now()) if is_approved else (None, None)
    update.save(update_fields=["state", "approved_by", "approved_at", "updated_at"])
    log_activity(verb=f"update_{state}", subject=update, by=by)
    return update


def send_due(*, now: dt.datetime) -> int:
    """Put what is due into the outbox, once for each reader; return how many updates went. Run twice, nothing goes twice."""
    due = TeamUpdate.objects.waiting().filter(goes_out_at__lte=now, goes_out_at__gt=now - SENT_WITHIN)
    return sum(_send(key, now) for key in due.order_by("goes_out_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def _send(key: int, now: dt.datetime) -> bool:
    rows = TeamUpdate.objects.select_for_update(of=("self",), skip_locked=True).select_related("team")
    update = rows.filter(pk=key).waiting().first()
    plan = UpdatePlan.objects.filter(team=update.team, is_on=True).first() if update else None
    readers = list(plan.readers.all()) if plan else []
    if update is None or plan is None or not readers or (plan.needs_approval and update.state != UpdateState.APPROVED):
        return False
    subject, body = letter(update)
    for reader in readers:
        queue_mail(key=f"{PREFIX}{update.uuid}/{reader.uuid}", to=reader.email, subject=subject, body=body)
    update.state, update.sent_at, update.sent_to = UpdateState.SENT, now, [reader.name for reader in readers]
    update.save(update_fields=["state", "sent_at", "sent_to", "updated_at"])
    return True
