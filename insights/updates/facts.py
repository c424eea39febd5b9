"""Gathering one team's week: from kept forecasts, moves, interviews, scorecards and decisions that wait.

It goes to people whose recusals nobody can know, so whoever is recused from by anybody is in none of these counts; a role that is
confidential is left out altogether. Nobody is named, and no number here is of one candidate.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from candidates.channels.models import Channel
from candidates.conflicts.enums import ConflictState
from candidates.conflicts.models import Conflict
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import StageChange
from hiring.roles.models import Role
from hiring.teams.models import Team
from insights.forecast.models import RoleForecast
from insights.forecast.terms import AIM_DAYS
from insights.forecast.wording import chance_by, lever_words, risks
from insights.updates.models import UpdatePlan
from insights.updates.week import InputLine, RoleWeek, TeamWeek, Waiting
from interviews.decisions.queries import waiting_for_approval
from interviews.decisions.reminders import awaiting_decision
from interviews.schedule.models import Interview, InterviewState
from interviews.scorecards.models import Scorecard

WEEK = dt.timedelta(days=7)
# A week ago, give or take: a night in which no forecast was made must not leave a week without comparison.
OLDER, OLDEST = 6, 10
# Changes of plan to ask for. To look at people less closely raises every chance too, and is not for a weekly page to propose.
TO_DECIDE = ("more", "faster")


def week_of(team: Team, plan: UpdatePlan, *, monday: dt.date, until: dt.datetime) -> TeamWeek:
    """Return the seven days of a team that end at `until`. The number of queries does not depend on how many roles there are."""
    rows = Role.objects.filter(team=team, is_confidential=False).exclude(state="draft")
    roles = list(rows.open().order_by("title", "pk"))
    moved = _moves([role.pk for role in roles], until)
    newest, older = _forecasts([role.pk for role in roles], until.date())
    names = dict(Channel.objects.values_list("slug", "name"))
    return TeamWeek(
        team=team.name,
        monday=monday,
        roles=tuple(_role(role, newest.get(role.pk), older.get(role.pk), moved[role.pk], names) for role in roles),
        inputs=tuple(_inputs(list(rows.values_list("pk", flat=True)), plan, until)),
        waiting=tuple(_waiting({role.pk for role in roles}, until)),
    )


def _recused() -> "QuerySet[Conflict]":
    return Conflict.objects.filter(state=ConflictState.RECUSED).values("candidate")  # type: ignore[return-value]


def _moves(roles: Collection[int], until: dt.datetime) -> dict[int, Counter[str]]:
    """Count the moves of the week by role and kind; what was undone did not happen. One query."""
    stands = Q(undone_by=None) | Q(undone_by__undone_by__isnull=False)
    rows = StageChange.objects.filter(stands, undoes=None, application__role__in=roles)
    rows = rows.filter(happened_at__gt=until - WEEK, happened_at__lte=until)
    rows = rows.exclude(application__candidate__in=_recused())
    found: dict[int, Counter[str]] = defaultdict(Counter)
    columns = ("application__role", "before__position", "after__position", "standing_before", "standing_after")
    for role, before, after, was, now in rows.order_by().values_list(*columns):
        found[role][_kind(before, after, was, now)] += 1
    return found


def _kind(before: int | None, after: int, was: str, now: str) -> str:
    if now == Standing.HIRED:
        return "hired"
    if now != Standing.ACTIVE:
        return "left"
    if before is None:
        return "came"
    return "advanced" if was == Standing.ACTIVE and after > before else "other"


def _forecasts(roles: Collection[int], today: dt.date) -> tuple[dict[int, RoleForecast], dict[int, RoleForecast]]:
    """The newest forecast of each role, and the one of a week before it. Two queries."""
    rows = RoleForecast.objects.filter(role__in=roles, made_on__lte=today, made_on__gt=today - 2 * WEEK)
    newest = {one.role_id: one for one in rows.order_by("role_id", "-made_on").distinct("role_id")}
    older: dict[int, RoleForecast] = {}
    for one in rows.order_by("role_id", "-made_on"):
        if one.role_id in newest and OLDER <= (newest[one.role_id].made_on - one.made_on).days <= OLDEST:
            older.setdefault(one.role_id, one)
    return newest, older


def _role(
    role: Role, new: RoleForecast | None, old: RoleForecast | None, moved: Counter[str], names: dict[str, str]
) -> RoleWeek:
    happened: dict[str, Any] = {kind: moved[kind] for kind in ("came", "advanced", "left", "hired")}
    if new is None:
        return RoleWeek(title=role.title, aim=dt.date.min, chance=None, **happened)
    chance = chance_by(new.chances, AIM_DAYS)
    levers = {kind: found for kind, _, found in new.levers if kind == "afresh"}
    tried = [(kind, what, found) for kind, what, found in new.levers if kind in TO_DECIDE]
    best = max(tried, key=lambda one: (one[2], one[0], one[1]), default=None)
    before = chance_by(old.chances, AIM_DAYS + (new.made_on - old.made_on).days) if old else None
    return RoleWeek(
        title=role.title,
        aim=new.made_on + dt.timedelta(days=AIM_DAYS),
        chance=chance,
        range=new.range,
        chance_before=before,
        pipeline=_pipeline(new),
        pipeline_before=_pipeline(old) if old else None,
        openings_left=new.openings_left,
        openings_before=old.openings_left if old else None,
        risks=tuple(risks(new.by_channel, names, chance, levers.get("afresh"))),
        best=(lever_words(best[0], best[1], names.get(best[1], best[1])), best[2]) if best else None,
        is_default=new.own_share < 0.5,
        **happened,
    )


def _pipeline(row: RoleForecast) -> float | None:
    """How much of the chance hangs on the people on their way; None where that was not tried."""
    afresh = next((chance for kind, _, chance in row.levers if kind == "afresh"), None)
    return None if afresh is None else chance_by(row.chances, AIM_DAYS) - afresh


def _inputs(roles: Collection[int], plan: UpdatePlan, until: dt.datetime) -> list[InputLine]:
    """What was done in the week, in all roles of the team. Three queries."""
    since, recused = until - WEEK, _recused()
    came = StageChange.objects.filter(application__role__in=roles, before=None, undone_by=None)
    came = came.filter(happened_at__gt=since, happened_at__lte=until).exclude(application__candidate__in=recused)
    held = Interview.objects.filter(application__role__in=roles, state=InterviewState.BOOKED)
    held = held.filter(during__endswith__gt=since, during__endswith__lte=until)
    # Only where nobody owes one any more: a count must not tell somebody who still writes theirs that others are in.
    owed = Scorecard.objects.owed().filter(application__role__in=roles).values("application")
    cards = Scorecard.objects.filter(application__role__in=roles, due_at__gt=since, due_at__lte=until, counts=True)
    cards = cards.filter(submitted_at__isnull=False).exclude(application__in=owed)
    cards = cards.exclude(application__candidate__in=recused)
    done = cards.aggregate(due=Count("pk"), in_time=Count("pk", filter=Q(submitted_at__lte=F("due_at"))))
    return [
        InputLine("New people", came.count(), plan.people_planned),
        InputLine(
            "Interviews held",
            held.exclude(application__candidate__in=recused).count(),
            plan.interviews_planned,
        ),
        InputLine("Scorecards on time, where all are in", done["in_time"], plan.on_time_planned, of=done["due"]),
    ]


def _waiting(roles: Collection[int], until: dt.datetime) -> list[Waiting]:
    """The decisions that wait in these roles. Three queries."""
    recused = set(_recused().values_list("candidate", flat=True))
    free = [one for one in awaiting_decision(until) if one.role_id in roles and one.candidate_id not in recused]
    approvals = waiting_for_approval().filter(application__role__in=roles).exclude(application__candidate__in=recused)
    made = list(approvals.values_list("created_at", flat=True))
    found = [
        ("decision", [one.last_card_at for one in free]),
        ("signature", made),
    ]
    return [Waiting(what, len(since), (until - min(since)).days if since else 0) for what, since in found if since]
