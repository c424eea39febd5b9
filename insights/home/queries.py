"""What waits for somebody this morning, most urgent first. Each list is short; the number beside it leads to all of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from candidates.people.models import Candidate
from hiring.pipeline.clock import waiting_clock
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application, StageChange
from hiring.roles.enums import RoleState
from hiring.roles.models import Competency, Role, RoleCompetency, RoleMember
from hiring.teams.models import Team
from insights.forecast.models import RoleForecast
from insights.funnel.queries import late_per_stage, people_now, waiting_longest
from insights.narrowing.scope import Scope, scope_of, stages_of
from interviews.decisions.reminders import awaiting_decision
from interviews.kits.models import Kit
from interviews.plans.models import PlannedInterview
from interviews.scorecards.rules import blinded_applications
from workspace.mail.models import Mail, MailState
from workspace.staff.models import Organisation, User

SHORT = 8
FRESH = dt.timedelta(days=3)
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """A recruiter's day."""

    follow_ups: list[Candidate]
    fresh: list[Application]
    late: list[Application]
    late_total: int
    has_more_follow_ups: bool


def recruiters_day(user: User, now: dt.datetime) -> Day:
    """Return what a recruiter should look at, over the open roles they may see. Nine queries."""
    today = now.astimezone(user.zone).date()
    roles = tuple(Role.objects.visible_to(user).filter(state=RoleState.OPEN).values_list("pk", flat=True))
    shown = ("candidate", "role", "stage", "channel")
    scope, stages = scope_of(user, roles), stages_of(roles)
    clock = waiting_clock(now)
    fresh = (
        Application.objects.active().filter(role__in=roles, applied_at__gte=now - FRESH).exclude(pk__in=scope.hidden)
    )
    follow_ups = Candidate.objects.visible_to(user).filter(follow_up_by=user, follow_up_on__lte=today)
    due = list(follow_ups.order_by("follow_up_on", "pk")[: SHORT + 1])
    return Day(
        follow_ups=due[:SHORT],
        has_more_follow_ups=len(due) > SHORT,
        fresh=list(fresh.select_related(*shown).order_by("-applied_at", "-pk")[:SHORT]),
        late=list(waiting_longest(scope, stages, clock, SHORT).select_related(*shown)),
        late_total=sum(late_per_stage(scope, stages, clock, people_now(scope)).values()),
    )


@dataclass
class RoleToday:
    """Where one role of a hiring manager stands."""

    role: Role
    active: int = 0
    hired: int = 0
    late: int = 0
    entered: int = 0
    moved: int = 0
    ended: int = 0
    awaiting: list[Application] = field(default_factory=list)
    forecast: RoleForecast | None = None
    unseen_bars: list[str] = field(default_factory=list)

    @property
    def left_to_fill(self) -> int:
        return max(self.role.openings - self.hired, 0)

    @property
    def chances(self) -> list[tuple[int, str]]:
        """The odds of filling it within so many days, in words; nothing where no forecast was made."""
        return self.forecast.said if self.forecast else []

    @property
    def range(self) -> str:
        return self.forecast.range if self.forecast else ""


def managers_roles(user: User, now: dt.datetime) -> list[RoleToday]:
    """Return the open roles somebody manages or was added to, those with a decision waiting first. Twelve queries."""
    mine = Q(hiring_manager=user) | Q(pk__in=RoleMember.objects.filter(user=user).values("role"))
    roles = (
        Role.objects.filter(mine, state__in=[RoleState.OPEN, RoleState.ON_HOLD])
        .select_related("team")
        .order_by("title", "pk")
    )
    today = {role.pk: RoleToday(role) for role in roles}
    scope = scope_of(user, tuple(today))
    _count_standing(today, scope)
    _count_late(today, scope, now)
    _count_week(today, scope, now)
    if user.has_perm("insights.view_dashboards"):
        newest = RoleForecast.objects.filter(role__in=today, role__state=RoleState.OPEN)
        for made in newest.order_by("role_id", "-made_on").distinct("role_id"):
            today[made.role_id].forecast = made
    for key, bar in _bars_nobody_looks_at(today):
        today[key].unseen_bars.append(bar)
    blind = set(blinded_applications(user).values_list("pk", flat=True))
    for application in awaiting_decision(now):
        if application.role_id in today and application.pk not in blind and application.pk not in scope.hidden:
            today[application.role_id].awaiting.append(application)
    return sorted(today.values(), key=lambda row: (not row.awaiting, row.role.title))


def _bars_nobody_looks_at(roles: Iterable[int]) -> "QuerySet[RoleCompetency, tuple[int, str]]":
    """The bars that no interview of their role's plan covers, as (role, what the bar is of). One query."""
    looks = PlannedInterview.objects.filter(role=OuterRef("role"), kit__competencies__competency=OuterRef("competency"))
    bars = RoleCompetency.objects.filter(role__in=roles).exclude(bar_level="").filter(~Exists(looks))
    return bars.order_by("role", "position", "pk").values_list("role", "competency__name")


def _count_standing(today: dict[int, RoleToday], scope: Scope) -> None:
    counts = scope.counted("role_id", "standing")
    for key, row in today.items():
        row.active, row.hired = counts[key, Standing.ACTIVE], counts[key, Standing.HIRED]


def _count_late(today: dict[int, RoleToday], scope: Scope, now: dt.datetime) -> None:
    stages, clock = stages_of(scope.roles), waiting_clock(now)
    late = late_per_stage(scope, stages, clock, people_now(scope))
    for stage in stages.values():
        today[stage.role_id].late += late[stage.pk]


def _count_week(today: dict[int, RoleToday], scope: Scope, now: dt.datetime) -> None:
    """What changed since last week: who came, who moved on, who left. An undone change has not happened."""
    changes = StageChange.objects.filter(
        application__role__in=scope.roles, happened_at__gte=now - WEEK, undoes=None, undone_by=None
    ).exclude(application__in=scope.hidden)
    rows = (
        changes.order_by()
        .values_list("application__role")
        .annotate(
            entered=Count("pk", filter=Q(before=None)),
            moved=Count("pk", filter=Q(before__isnull=False, standing_after=Standing.ACTIVE)),
            ended=Count("pk", filter=Q(standing_after__in=[Standing.REJECTED, Standing.WITHDRAWN])),
        )
    )
    for key, entered, moved, ended in rows:
        today[key].entered, today[key].moved, today[key].ended = entered, moved, ended


@dataclass(frozen=True)
class Step:
    """One step of setting up: done or not, and where it is done."""

    title: str
    text: str
    url_name: str
    done: bool


def set_up_steps() -> list[Step]:
    """Return what an administrator sets up, in order. Two queries."""
    Organisation.current()
    here = Organisation.objects.annotate(
        has_people=Exists(User.objects.all()[1:]),
        has_teams=Exists(Team.objects.all()),
        has_edited_competencies=Exists(Competency.objects.filter(is_shipped=False)),
        has_edited_kits=Exists(Kit.objects.filter(is_shipped=False)),
        has_roles=Exists(Role.objects.all()),
    ).get()
    named = here.name != Organisation._meta.get_field("name").default
    zone = "Its name stands in invitations, its time zone decides what “three working days” means."
    return [
        Step("Name the organisation", zone, "workspace:organisation", named),
        Step("Invite people", "Each persona gets a home of their own.", "workspace:people", here.has_people),
        Step(
            "Make a team",
            "Its shape decides which strengths and bars a role proposes.",
            "hiring:new_team",
            here.has_teams,
        ),
        Step(
            "Look at the competencies",
            "Their anchors say what each rating means here.",
            "hiring:competencies",
            here.has_edited_competencies,
        ),
        Step("Look at the kits", "Questions and timing for each interview.", "interviews:kits", here.has_edited_kits),
        Step("Open a role", "From a profile, in five minutes.", "hiring:new_role", here.has_roles),
    ]


@dataclass(frozen=True)
class OutboxHealth:
    waiting: int
    stuck: int


def outbox_health(now: dt.datetime) -> OutboxHealth:
    """Return how many mails are overdue for leaving, and how many may not have arrived. One query."""
    counts = Mail.objects.aggregate(
        waiting=Count("pk", filter=Q(state=MailState.WAITING, not_before__lt=now - dt.timedelta(minutes=15))),
        stuck=Count("pk", filter=Q(state__in=[MailState.UNCERTAIN, MailState.FAILED])),
    )
    return OutboxHealth(**counts)
