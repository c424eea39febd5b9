"""What follows from a decision: letters of reasons, people started again elsewhere with what was seen of them."""

import datetime as dt
from collections.abc import Iterator

from config.demo.house import House
from config.demo.rows import Log, at, create
from hiring.pipeline.enums import Standing
from hiring.pipeline.models import Application, StageChange
from hiring.roles.enums import RoleState
from hiring.roles.models import Role, Stage
from interviews.decisions.models import Decision, Verdict
from interviews.elsewhere.lookup import KnownBar, roles_that_fit
from interviews.elsewhere.queries import role_asks
from interviews.plans.models import Hypothesis
from interviews.reasons.composing import why_not_send
from interviews.reasons.models import ReasonsLetter
from interviews.reasons.queries import first_draft
from interviews.rule.bars import BarState
from interviews.rule.terms import BarMark
from interviews.scorecards.models import Rating
from interviews.travel.carrying import Asked, Said, which_travel
from interviews.travel.models import TravelledRating
from workspace.staff.models import User

# The newest noes were not told yet: one has a draft, one not even that.
NOT_WRITTEN, DRAFTED = 1, 1
MOST_LETTERS = 24
MOST_ELSEWHERE = 1


def standing_noes() -> list[Decision]:
    """The decisions against somebody that nothing came after, newest first."""
    rows = Decision.objects.select_related(
        "application__candidate", "application__role__recruiter", "application__role__hiring_manager"
    )
    latest: dict[int, Decision] = {}
    for one in rows.order_by("created_at", "pk"):
        latest[one.application.pk] = one
    noes = [one for one in latest.values() if one.verdict == Verdict.NO and not one.application.is_active]
    return sorted(noes, key=lambda one: (-one.created_at.timestamp(), one.pk))


def write_letters(now: dt.datetime, log: Log) -> None:
    """Write the letter of each of the latest noes: sent within two days, but for the newest."""
    rows = []
    for place, decision in enumerate(standing_noes()[:MOST_LETTERS]):
        application = decision.application
        email = application.candidate.identities.filter(kind="email").order_by("pk").first()
        if place < NOT_WRITTEN or email is None or application.candidate.do_not_contact:
            continue
        by = application.role.recruiter or application.role.hiring_manager
        subject, body = first_draft(decision, by=by)
        moment = decision.created_at + dt.timedelta(hours=5 + 7 * (place % 5))
        letter = ReasonsLetter(
            decision=decision, address=email.value, subject=subject, body=body, written_by=by, **at(min(moment, now))
        )
        is_draft = place < NOT_WRITTEN + DRAFTED or moment > now or why_not_send(body, [])
        if not is_draft:
            letter.sent_at, letter.sent_by = moment, by
            log.on(application, "sent_reasons", "reasonsletter", letter.uuid, moment=moment, by=by)
        rows.append(letter)
    create(ReasonsLetter, rows)


def write_elsewhere(house: House, now: dt.datetime, log: Log) -> None:
    """Start some we said no to in another role for which their confirmed strength speaks; their ratings travel along."""
    # One was started again; whoever else could be is for somebody to see.
    made = 0
    for decision in standing_noes():
        origin = decision.application
        strong = {one["name"] for one in decision.outcome.get("strengths", []) if one["state"] == "confirmed"}
        role = next(_other_roles(origin, decision, strong), None)
        # Some are thought of at once, others when their strength is wanted.
        moment = max(decision.created_at + dt.timedelta(days=1, hours=3), now - dt.timedelta(days=6))
        if role is not None and moment < now and not origin.candidate.do_not_contact:
            _start(origin, role, strong, moment, now, log)
            made += 1
        if made == MOST_ELSEWHERE:
            break


def _other_roles(origin: Application, decision: Decision, strong: set[str]) -> Iterator[Role]:
    """The open roles for which this person's strengths speak and of whose bars none is known to be missed, as the debrief lists them."""
    if Application.objects.filter(candidate=origin.candidate, standing__in=("active", "hired")).exists():
        return
    criteria = {one.competency.name: one for one in origin.role.criteria.select_related("competency")}
    known = [
        KnownBar(criteria[one["name"]].competency_id, BarState(one["state"]), criteria[one["name"]].bar_level)
        for one in decision.outcome.get("bars", [])
    ]
    seen = Application.objects.filter(candidate=origin.candidate).values("role")
    rows = Role.objects.filter(state=RoleState.OPEN).exclude(pk__in=seen).select_related("recruiter", "hiring_manager")
    roles = {role.pk: role for role in rows.prefetch_related("criteria__competency")}
    fits = roles_that_fit([criteria[name].competency_id for name in strong], known, map(role_asks, roles.values()))
    by_slug = {role.slug: role for role in roles.values()}
    yield from (by_slug[str(fit.key)] for fit in fits)


def _start(origin: Application, role: Role, strong: set[str], moment: dt.datetime, now: dt.datetime, log: Log) -> None:
    by = role.recruiter or role.hiring_manager
    stages = {one.kind: one for one in role.stages.all()}
    # Whoever was screened for one role is not screened again for the next.
    entered = min(moment + dt.timedelta(hours=20), now)
    application = Application(
        candidate=origin.candidate,
        role=role,
        stage=stages["assessment"],
        channel=origin.channel,
        channel_detail="from another role of ours",
        added_by=by,
        applied_at=moment,
        entered_at=entered,
        **at(moment),
    )
    create(Application, [application])
    _write_moves(
        application, [(None, stages["review"], moment), (stages["review"], stages["assessment"], entered)], by, log
    )
    _name_again(origin, application, strong, moment, log)
    _bring_along(origin, application, moment, log)


def _write_moves(
    application: Application, moves: list[tuple[Stage | None, Stage, dt.datetime]], by: User, log: Log
) -> None:
    changes = [
        StageChange(
            application=application,
            before=before,
            after=after,
            standing_before=Standing.ACTIVE if before else "",
            standing_after=Standing.ACTIVE,
            happened_at=happened,
            by=by,
            **at(happened),
        )
        for before, after, happened in moves
    ]
    create(StageChange, changes)
    for change in changes:
        facts = {"to": change.after.name} | ({"from": change.before.name} if change.before else {})
        verb = "moved_application" if change.before else "added_application"
        log.on(application, verb, "stagechange", change.uuid, moment=change.happened_at, by=by, **facts)


def _name_again(origin: Application, to: Application, strong: set[str], moment: dt.datetime, log: Log) -> None:
    manager = to.role.hiring_manager
    wanted = set(to.role.criteria.filter(may_be_strength=True).values_list("competency", flat=True))
    named = [
        Hypothesis(
            application=to,
            competency=one.competency,
            suggested_by=one.suggested_by,
            refuted_by=one.refuted_by,
            position=one.position,
            written_by=manager,
            **at(moment),
        )
        for one in origin.hypotheses.filter(withdrawn_at=None).select_related("competency")
        if one.competency.name in strong and one.competency_id in wanted
    ]
    create(Hypothesis, named)
    log.on(to, "wrote_hypotheses", "application", to.uuid, moment=moment, by=manager, count=len(named))


def _bring_along(origin: Application, to: Application, moment: dt.datetime, log: Log) -> None:
    levels = dict(origin.role.criteria.values_list("competency", "bar_level"))
    ratings = Rating.objects.filter(version__scorecard__application=origin, version__scorecard__counts=True)
    given = [one for one in ratings.order_by("pk") if one.is_assessed]
    said = [
        Said(one.pk, one.competency_id, BarMark(one.mark) if one.mark else None, levels.get(one.competency_id, ""))
        for one in given
    ]
    asked = [
        Asked(one.competency_id, is_strength=one.may_be_strength, bar_level=one.bar_level)
        for one in to.role.criteria.all()
    ]
    wanted = set(which_travel(said, asked))
    by = to.role.recruiter or to.role.hiring_manager
    rows = [
        TravelledRating(application=to, origin=origin, rating=one, brought_by=by, **at(moment))
        for one in given
        if one.pk in wanted
    ]
    create(TravelledRating, rows)
    log.on(to, "brought_ratings", "application", to.uuid, moment=moment, by=by, count=len(rows))
