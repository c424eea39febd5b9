"""Interviews about one work of the candidate's own: one submitted, one that waits for its scorecard, one ahead about code."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Case, When

from candidates.connectors.code_records import Contributor, RepositoryFacts, Span
from candidates.papers.models import Authorship, Paper
from candidates.people.enums import Judgement
from candidates.people.models import Candidate
from candidates.repositories.models import FoundBy, Reimplementation, Repository, WhoseCode
from candidates.sourcing.models import LookupState
from config.demo.house import House
from config.demo.people import handle
from config.demo.rows import Log, at, create
from hiring.pipeline.models import Application
from interviews.schedule.models import Interview, InterviewVersion, Seat
from interviews.scorecards.models import BarMark, Rating, Scale, Scorecard, ScorecardVersion, StrengthLevel
from interviews.scorecards.queries import criteria_for, due_after
from interviews.second_ratings.choosing import first_free
from interviews.works.models import ChosenWork, WorkJudgement
from workspace.staff.models import User

# What was seen in the interview that is over: of a strength, or beside a bar.
SEEN = {
    "care-about-past-work": "Opened the appendix before I asked: the ablation that fails is there, and she said which of the two readings she believes now.",
    "creative-thinking": "The step from frames to gaps between frames was hers; she drew the wrong idea it came from. On ours: asked what a missing frame costs first.",
    "communication": "Said “I” for the estimator and “Bram” for the simulator, and I could retell both afterwards.",
}
ANYTHING = "Came up beside the paper, with one example that I could check afterwards."


# Nobody is interviewed before they have been in the pipeline for so long; a scorecard is in after so many days.
WAIT = dt.timedelta(days=2)
SUBMITTED_AFTER = 4


@dataclass(frozen=True)
class Held:
    """Who holds an interview about a work of whom, with which kit, when."""

    application: Application
    kit: str
    by: User
    during: DateTimeTZRange
    stage: str = "onsite"


def write_works(house: House, now: dt.datetime, log: Log) -> None:
    """Write each interview with the work it is about and, once it is over, what its interviewer makes of that work."""
    days_ago = iter((9, 2))
    for application in _with_a_paper():
        by = _somebody_new(application, house, "researcher")
        entered = application.changes.filter(after__kind="screen").order_by("pk").first()
        if by is None or entered is None:
            continue
        if (days := next(days_ago, None)) is None:
            break
        during = _hour_before(by, application, max(now - dt.timedelta(days=days), entered.happened_at + WAIT))
        card = _book(Held(application, "their-paper", by, during, application.stage.kind), house, now, log)
        _judge(card, _paper_of(application), now)
        if days > SUBMITTED_AFTER:
            _submit(card, log)
    _write_code(house, now, log)


def _with_a_paper() -> list[Application]:
    rows = Application.objects.active().filter(
        candidate__authorships__isnull=False, role__profile__slug="ml-researcher"
    )
    return list(rows.select_related("candidate", "role__recruiter", "stage").distinct().order_by("pk"))


def _paper_of(application: Application) -> Paper:
    return Authorship.objects.filter(candidate=application.candidate).select_related("paper").order_by("pk")[0].paper


def _somebody_new(application: Application, house: House, side: str) -> User | None:
    met = set(Seat.objects.filter(interview__application=application).values_list("user", flat=True))
    free = [one for one in house.staff.values() if one.persona == "interviewer" and one.pk not in met]
    return min(free, key=lambda one: (one.side != side, one.pk), default=None)


def _hour_before(by: User, application: Application, moment: dt.datetime) -> DateTimeTZRange:
    """An hour of a working day, not after `moment`, at which neither has another interview."""
    taken = list(Seat.objects.filter(user=by, is_live=True).values_list("during", flat=True))
    taken += application.interviews.live().values_list("during", flat=True)
    return next(
        DateTimeTZRange(start, start + dt.timedelta(hours=1))
        for start in _hours_back(moment, by)
        if all(start >= during.upper or start + dt.timedelta(hours=1) <= during.lower for during in taken)
    )


def _hours_back(moment: dt.datetime, by: User) -> Iterator[dt.datetime]:
    start = moment.astimezone(by.zone).replace(minute=0, second=0, microsecond=0)
    while True:
        if start.weekday() < 5 and 9 <= start.hour < 17:
            yield start.astimezone(dt.UTC)
        start -= dt.timedelta(hours=1)


def _book(held: Held, house: House, now: dt.datetime, log: Log) -> Scorecard:
    application, moment = held.application, min(held.during.lower - dt.timedelta(days=4), now)
    booker = application.role.recruiter
    interview = Interview(
        application=application,
        kit=house.kits[held.kit],
        stage=application.role.stages.filter(kind=held.stage).first() or application.stage,
        during=held.during,
        location="https://meet.kestrelharbour.example/quay-100",
        booked_by=booker,
        **at(moment),
    )
    create(Interview, [interview])
    seat = Seat(interview=interview, user=held.by, during=held.during, **at(moment))
    create(Seat, [seat])
    version = InterviewVersion(
        interview=interview,
        sequence=0,
        during=held.during,
        location=interview.location,
        state=interview.state,
        seats=[str(held.by.uuid)],
        by=booker,
        **at(moment),
    )
    create(InterviewVersion, [version])
    card = Scorecard(
        seat=seat,
        application=application,
        author=held.by,
        kit=interview.kit,
        opened_at=moment,
        due_at=due_after(held.during.upper),
        **at(moment),
    )
    create(Scorecard, [card])
    log.on(application, "booked_interview", "interview", interview.uuid, moment=moment, by=booker, kit=held.kit)
    return card


def _judge(card: Scorecard, paper: Paper, now: dt.datetime) -> None:
    """Choose the work, and say what it is worth apart from whose it was."""
    interview, moment = card.seat.interview, card.seat.during.upper
    chosen = ChosenWork(interview=interview, paper=paper, chosen_by=card.author, **at(interview.created_at))
    create(ChosenWork, [chosen])
    judgement = WorkJudgement(
        seat=card.seat,
        originality=Judgement.OUTSTANDING,
        execution=Judgement.SOLID,
        importance=Judgement.SOLID,
        of_the_work="Fair rivals and five seeds; the claim holds on two cranes, and the paper says so. The third is in the appendix.",
        their_part="Idea, estimator and the failing ablation. The simulator is a co-author’s; said so unasked, and where its limits are.",
        **at(min(moment + dt.timedelta(minutes=20), now)),
    )
    create(WorkJudgement, [judgement])


def _submit(card: Scorecard, log: Log) -> None:
    moment = card.seat.during.upper + dt.timedelta(minutes=50)
    version = ScorecardVersion(
        scorecard=card,
        number=1,
        submitted_at=moment,
        summary="An hour on one paper. What I would hire for is that the weak place was on the table before I found it.",
        **at(moment),
    )
    create(ScorecardVersion, [version])
    ratings = [
        Rating(
            version=version,
            competency=one.competency,
            scale=one.scale,
            level=StrengthLevel.STRONG if one.scale == Scale.STRENGTH else None,
            mark=BarMark.CLEARLY_ABOVE if one.scale == Scale.BAR else None,
            observation=SEEN.get(one.competency.slug, ANYTHING),
            **at(moment),
        )
        for one in criteria_for(card)
        if one.is_expected
    ]
    create(Rating, ratings)
    Scorecard.objects.filter(pk=card.pk).update(submitted_at=moment, draft_revision=1, updated_at=moment)
    log.on(card.application, "submitted_scorecard", "scorecard", card.uuid, moment=moment, by=card.author, version=1)


def _write_code(house: House, now: dt.datetime, log: Log) -> None:
    """One interview to come about a reimplementation, if possible of somebody who was found by theirs."""
    kit = house.kits["their-reimplementation"]
    rows = Application.objects.active().filter(stage__kind__in=("screen", "assessment", "onsite"))
    rows = rows.filter(role__profile__slug="ml-engineer").select_related("candidate", "role__recruiter", "stage")
    by_find = Case(When(channel__slug="reimplementations", then=0), default=1)
    people = [one for one in house.staff.values() if one.persona == "interviewer" and one.side == "engineer"]
    for application in rows.order_by(by_find, "-stage__position", "pk")[:10]:
        for by in people:
            if (span := first_free(by, application, kit.minutes, now)) is not None:
                code, during = _repository_of(application, house, now), DateTimeTZRange(span.start, span.end)
                card = _book(Held(application, kit.slug, by, during, application.stage.kind), house, now, log)
                interview, made = card.seat.interview, at(card.created_at)
                create(ChosenWork, [ChosenWork(interview=interview, code=code, chosen_by=by, **made)])
                return


def _repository_of(application: Application, house: House, now: dt.datetime) -> Reimplementation:
    candidate = application.candidate
    # The word at the end keeps an invented handle from being somebody's.
    login = f"{handle(candidate.name)}-demo"
    facts = _facts(login, candidate)
    reader = house.staff["dev"]
    repository = Repository(
        name=facts.name,
        state=LookupState.FOUND,
        description=facts.description,
        implementer=login,
        implementer_name=candidate.name,
        facts=facts.to_plain(),
        fetched_at=candidate.created_at,
        requested_by=reader,
        asked_at=candidate.created_at,
        **at(candidate.created_at),
    )
    create(Repository, [repository])
    found = Reimplementation(
        repository=repository,
        paper=Paper.objects.order_by("pk").first(),
        found_by=FoundBy.PASTED,
        verdict=WhoseCode.COMMUNITY,
        reasons=["No author of the paper is among those who committed."],
        metric="Pinball loss",
        paper_number=0.171,
        judgement="Small, typed, tested where it is risky; the table of numbers that do not match is worth more than those that do.",
        execution=Judgement.OUTSTANDING,
        judged_by=reader,
        judged_at=candidate.created_at,
        candidate=candidate,
        **at(candidate.created_at),
    )
    create(Reimplementation, [found])
    return found


def _facts(login: str, candidate: Candidate) -> RepositoryFacts:
    name = f"{login}/late-arrivals"
    began = candidate.created_at - dt.timedelta(days=210)
    return RepositoryFacts(
        name=name,
        url=f"https://github.com/{name}",
        owner=login,
        description="A forecaster of late arrivals rebuilt from its paper, with every number that does not match.",
        language="Python",
        licence="MIT",
        contributors=(Contributor(login, 118), Contributor("a-second-demo", 9)),
        commits=127,
        span=Span(began.date(), candidate.created_at.date()),
        implementer=login,
        implementer_name=candidate.name,
    )
