"""Rows turned into what the rule and the derived plan are computed from."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from hiring.pipeline.models import Application
from hiring.pipeline.queries import let_in
from hiring.roles.enums import BarPolicy
from hiring.roles.models import Role, RoleCompetency
from interviews.kits.models import Depth, KitCompetency
from interviews.kits.models import Kit as KitRow
from interviews.plans.actions import begun_applications
from interviews.plans.agreement import reliabilities
from interviews.plans.interviewers import Openings, as_interviewer, interviewers_for
from interviews.plans.models import Hypothesis as HypothesisRow
from interviews.plans.models import PlannedInterview
from interviews.plans.next_interview import NextInterview, next_interview, why_nobody
from interviews.plans.panel import Booked, Interviewer, Kit, Panel, Side
from interviews.rule.reliability import Reliability
from interviews.rule.terms import Bar, Hypothesis, Key, Rule
from interviews.schedule.models import InterviewState, Seat, SeatKind
from interviews.scorecards.models import Scorecard, ScorecardVersion
from workspace.staff.models import User
from workspace.written import written_once


@dataclass(frozen=True)
class Criteria:
    """What is asked about one candidate: the strengths named for them, and the role's bars for everything else."""

    hypotheses: tuple[HypothesisRow, ...]
    bars: tuple[RoleCompetency, ...]
    two_sided: bool
    possible_strengths: tuple[RoleCompetency, ...] = ()

    @property
    def as_hypotheses(self) -> tuple[Hypothesis, ...]:
        return tuple(Hypothesis(one.competency_id, one.competency.name) for one in self.hypotheses)

    @property
    def as_bars(self) -> tuple[Bar, ...]:
        return tuple(
            Bar(one.competency_id, one.competency.name, self.two_sided or one.must_not_be_wrong) for one in self.bars
        )


@dataclass(frozen=True)
class Plan:
    """A panel together with the people and kits that the next interview may be chosen from."""

    panel: Panel
    kits: dict[int, Kit]
    seats: tuple[Seat, ...]
    interviewers: tuple[Interviewer, ...]
    openings: Openings
    reliabilities: Mapping[bool, Reliability]

    def asking_again(self, criterion: Key) -> Panel:
        """The panel, with one more look at this criterion wanted than has been done."""
        return replace(self.panel, ask_again=frozenset({criterion}))

    def next_interview(self, *, ask_again: Key | None = None) -> NextInterview | None:
        """The interview that would close most; with `ask_again`, one that brings one more look at that criterion."""
        panel = self.panel if ask_again is None else self.asking_again(ask_again)
        return next_interview(panel, kits=self.kits.values(), interviewers=self.interviewers, only=ask_again)

    def why_nobody(self, *, ask_again: Key | None = None) -> str:
        """Why no interview is proposed, in words."""
        panel = self.panel if ask_again is None else self.asking_again(ask_again)
        return why_nobody(panel, kits=tuple(self.kits.values()), interviewers=self.interviewers, only=ask_again)

    def opening_of(self, found: NextInterview) -> dt.datetime | None:
        """The first time at which the person proposed has room for it."""
        return self.openings.get((found.interviewer.key, found.kit.minutes))


def find_application(user: User, application: uuid.UUID) -> Application:
    """Find an application among those `user` may see, with what its pages name; 404 otherwise. One query."""
    return let_in(user, visible_application.first(user, application))


def find_begun_or_not(user: User, application: uuid.UUID) -> Application:
    """The same, with `has_begun` saying whether an interview has started. One query."""
    return let_in(user, _begun_or_not.first(user, application, timezone.now()))


@written_once
def visible_application(user: User, application: uuid.UUID) -> "QuerySet[Application]":
    """An application, if `user` may see it, with what its pages name and whether they see its role."""
    role = Role.objects.visible_to(user).filter(pk=OuterRef("role"))
    rows = Application.objects.visible_to(user).filter(uuid=application).annotate(sees_role=Exists(role))
    return rows.select_related("candidate", "role__profile", "role__team", "role__hiring_manager", "stage", "channel")


@written_once
def _begun_or_not(user: User, application: uuid.UUID, now: dt.datetime) -> "QuerySet[Application]":
    begun = begun_applications(now).filter(pk=OuterRef("pk"))
    return visible_application.ask(user, application).annotate(has_begun=Exists(begun))


def rule_of(role: Role) -> Rule:
    """The role's parameters of the decision rule."""
    return Rule(
        support_level=role.strength_level,
        doubt_level=min(2, role.strength_level - 1),
        confirmations=role.confirmations,
        refutations=max(2, role.confirmations),
    )


def criteria_of(application: Application) -> Criteria:
    """The hypotheses that stand, and the bars of everything else. Two queries.

    A competency that is validated as a strength is not judged against its bar as well.
    """
    hypotheses = tuple(application.hypotheses.filter(withdrawn_at=None).select_related("competency"))
    strengths = {one.competency_id for one in hypotheses}
    asked = tuple(application.role.criteria.select_related("competency"))
    return Criteria(
        hypotheses=hypotheses,
        bars=tuple(one for one in asked if one.bar_level and one.competency_id not in strengths),
        two_sided=application.role.bar_policy == BarPolicy.TWO_SIDED,
        possible_strengths=tuple(one for one in asked if one.may_be_strength),
    )


def latest_versions(application: int, viewer: User) -> "QuerySet[ScorecardVersion]":
    """The versions that stand now of the scorecards `viewer` may read: the blind policy, where rows are selected."""
    cards = Scorecard.objects.submitted().filter(application=application).readable_by(viewer)
    newest = ScorecardVersion.objects.filter(scorecard=OuterRef("scorecard")).order_by("-number")
    return ScorecardVersion.objects.filter(scorecard__in=cards, pk=Subquery(newest.values("pk")[:1]))


def assessed_criteria(application: Application, viewer: User) -> dict[int, set[Key]]:
    """The criteria assessed in each scorecard that `viewer` may read, by scorecard. One query."""
    found: dict[int, set[Key]] = {}
    for card, criterion, level, mark in _assessed(application.pk, viewer):
        assessed = found.setdefault(card, set())
        if level is not None or mark is not None:
            assessed.add(criterion)
    return found


@written_once
def _assessed(application: int, viewer: User) -> "QuerySet[ScorecardVersion, tuple[Any, ...]]":
    # A row without a criterion where a scorecard rates nothing.
    rows = latest_versions(application, viewer).order_by()
    return rows.values_list("scorecard", "ratings__competency", "ratings__level", "ratings__mark")


def plan_of(
    application: Application,
    criteria: Criteria,
    *,
    assessed: Mapping[int, set[Key]],
    now: dt.datetime,
    propose: bool = True,
) -> Plan:
    """What the plan is derived from. Three queries, and those of `interviewers_for` where something is to be proposed.

    `assessed` holds the scorecards the viewer may read (see `assessed_criteria`): any other is not "done" for them.
    """
    rows = _kits(application)
    kits = {row.pk: as_kit(row, row.asks) for row in rows}  # type: ignore[attr-defined]
    # A seat whose scorecard is in has spoken, whatever became of the interview afterwards.
    live = Q(interview__state=InterviewState.BOOKED, is_live=True) | Q(scorecard__submitted_at__isnull=False)
    seats = tuple(
        Seat.objects.filter(live, interview__application=application)
        .select_related("user", "interview__kit", "scorecard__take_home_rating")
        .order_by("during", "pk")
    )
    agreed = reliabilities()
    panel = Panel(
        hypotheses=criteria.as_hypotheses,
        bars=criteria.as_bars,
        planned=tuple(kits[row.pk] for row in rows for _ in range(row.times or 0)),  # type: ignore[attr-defined]
        booked=tuple(_booked(seat, kits[seat.interview.kit_id], assessed) for seat in seats),
        rule=rule_of(application.role),
        reliability=agreed[False],
    )
    heard = any(getattr(seat, "scorecard", None) and seat.scorecard.submitted_at for seat in seats)
    people, openings = interviewers_for(application, rows, now=now, heard=heard) if propose else ((), {})
    return Plan(panel, kits, seats, people, openings, agreed)


def _kits(application: Application) -> list[KitRow]:
    """Every kit this application could take or has taken, those of the role's plan first, in its order, with how many `times`
    and what each `asks`. One query."""
    planned = PlannedInterview.objects.filter(role=application.role_id, kit=OuterRef("pk")).order_by().values("kit")
    asked = KitCompetency.objects.filter(kit=OuterRef("pk")).order_by()
    used = Q(times__isnull=False) | Q(pk__in=application.interviews.values("kit"))
    current = Q(retired_at=None) & fitting(application.role)
    return list(
        KitRow.objects.annotate(
            times=Subquery(planned.annotate(times=Count("pk")).values("times")),
            place=Subquery(planned.annotate(place=Min("position")).values("place")),
            asks=ArraySubquery(asked.values_list(JSONObject(depth="depth", criterion="competency"))),
        )
        .filter(used | current)
        .select_related("assessment_type")
        .order_by("place", "version", "pk")
    )


def fitting(role: Role) -> Q:
    """The kits for a role's profile or for any, of its team or everybody's. No join, so that no kit comes twice."""
    profiles = KitRow.profiles.through.objects.filter(kit=OuterRef("pk"))
    fits = Exists(profiles.filter(roleprofile=role.profile_id)) | ~Exists(profiles)
    return Q(fits) & (Q(team=None) | Q(team=role.team_id))


def as_kit(row: KitRow, asked: Iterable[Mapping[str, Any]] | None = None) -> Kit:
    """A kit as the plan knows it; who should hold it is said by the kit, else by its assessment type. No query where both are loaded, and with
    them its competencies or what is `asked`, each with its depth."""
    asks: dict[str, set[Key]] = defaultdict(set)
    if asked is None:
        asked = [{"depth": one.depth, "criterion": one.competency_id} for one in row.competencies.all()]
    for one in asked:
        asks[one["depth"]].add(one["criterion"])
    return Kit(
        key=row.slug,
        name=row.name,
        assessment_type=row.assessment_type.slug,
        minutes=row.minutes,
        homework=row.homework_minutes,
        in_depth=frozenset(asks[Depth.IN_DEPTH]),
        bars=frozenset(asks[Depth.BAR]),
        side=Side(row.assessment_type.side if row.side == Side.OTHER.value else row.side),
    )


def _booked(seat: Seat, kit: Kit, assessed: Mapping[int, set[Key]]) -> Booked:
    card = getattr(seat, "scorecard", None)
    done = card is not None and card.pk in assessed
    return Booked(
        kit=kit,
        interviewer=as_interviewer(seat.user),
        done=done,
        counts=seat.kind == SeatKind.INTERVIEWER and (card is None or card.counts),
        left_out=frozenset((kit.in_depth | kit.bars) - assessed[card.pk]) if card is not None and done else frozenset(),
        event=seat.interview_id,
        starts_at=seat.during.lower,
    )
