"""Who was invited to the demo's exam, in every state an invitation can be in, and what people made of the results."""

import datetime as dt
import random

from config.demo.exam_answers import written
from config.demo.exam_rows import Plan, Sittings, live_bank, log_of, write_exam
from config.demo.house import House
from config.demo.rows import Log, at, create
from hiring.pipeline.models import Application
from hiring.roles.enums import StageKind
from interviews.exams.models import Exam
from interviews.exams.passing import Standing
from interviews.questions.reckoning import reckon_statistics
from interviews.results.models import BarSupport, Ruling, RulingKind
from interviews.results.queries import lines_of, result_of, with_scores
from interviews.sittings.enums import Came
from interviews.sittings.inviting import address_of
from interviews.sittings.models import Attempt, AttemptItem, ExamInvitation

SAT = 80
STATES = 8
WEEKS = 40
INVITED_AT = (StageKind.SCREEN, StageKind.ASSESSMENT, StageKind.ONSITE, StageKind.DECISION, StageKind.OFFER)
RULED_AFTER = dt.timedelta(days=2)
STILL_WAITING = dt.timedelta(days=9)
REASONS = (
    (RulingKind.TALK, "Strong on debugging, thin on conventions; the pair session will show which of the two matters."),
    (RulingKind.ENOUGH, "What is missing is spelling of terms, not understanding: the written answers carry it."),
    (RulingKind.NOT_ENOUGH, "Both diagnoses name a remedy and no cause. Worth asking again in a year."),
    (RulingKind.AGAIN, "The connection was lost in the last third; a second form is the fair thing."),
)
REQUEST = "I read with a screen reader and would need half as much time again."
SUPPORT = "Names the planted fault and its effect, and says in the written answer how it would show in the curves."


def write_exams(house: House, now: dt.datetime, log: Log, rng: random.Random) -> None:
    """Write it all. The bank is the shipped one, and its statistics are reckoned as the night would."""
    exam = write_exam(house, now - dt.timedelta(weeks=WEEKS))
    sittings = Sittings(house, exam, live_bank(), log, rng)
    waiting, people = _people(now)
    story = _Story(exam, sittings, log, now)
    for place, application in enumerate(people):
        story.sat(application, place)
    for state, application in enumerate(waiting):
        story.in_state(application, state)
    sittings.write(story.invitations)
    _judge(exam, now, log)
    reckon_statistics()


def _people(now: dt.datetime) -> tuple[list[Application], list[Application]]:
    """Those who can still be invited, one for each state; then those who sat it, spread over the weeks."""
    rows = Application.objects.select_related("candidate", "role__recruiter", "role__hiring_manager")
    rows = rows.filter(applied_at__gt=now - dt.timedelta(weeks=WEEKS - 1)).order_by("-applied_at", "pk")
    active = rows.active().filter(candidate__identities__kind="email", candidate__do_not_contact=False)
    early = active.filter(stage__kind__in=(StageKind.REVIEW, StageKind.SCREEN)).distinct()
    waiting = list(early[:STATES])
    seen = {one.candidate_id for one in waiting}
    people = []
    for application in rows.filter(stage__kind__in=INVITED_AT):
        if application.candidate_id not in seen and _started(application, now) is not None:
            seen.add(application.candidate_id)
            people.append(application)
    return waiting, [people[place * len(people) // SAT] for place in range(SAT)] if len(people) > SAT else people


def _started(application: Application, now: dt.datetime) -> dt.datetime | None:
    """When somebody sat it: some days after they came, while they were in the pipeline; None where there was no time."""
    draw = random.Random(f"{application.applied_at}")  # noqa: S311
    moment = (application.applied_at + dt.timedelta(days=draw.uniform(1.5, 6))).replace(hour=draw.randint(7, 19))
    end = (application.closed_at or now) - dt.timedelta(hours=26)
    return moment if application.applied_at + dt.timedelta(days=1) < moment < end else None


class _Story:
    """Gathers invitations and lets people sit."""

    def __init__(self, exam: Exam, sittings: Sittings, log: Log, now: dt.datetime) -> None:
        self.exam, self.sittings, self.log, self.now = exam, sittings, log, now
        self.invitations: list[ExamInvitation] = []

    def sat(self, application: Application, place: int) -> None:
        """Somebody who handed it in. Of the latest, the short answers still wait: unmarked, marked once, or marked apart."""
        started = _started(application, self.now)
        assert started is not None  # they were chosen for it
        invitation = self._invite(application, started - dt.timedelta(days=1))
        invitation.opened_at = started - dt.timedelta(minutes=9)
        minutes = self.sittings.rng.uniform(24, self.exam.minutes - 1)
        plan = Plan(started, minutes, hand_marks=2 if place > 4 else place % 2)
        if place == 6:
            # Time was up, and one answer came too late to count by itself.
            plan = Plan(started, self.exam.minutes + 15, answered=14, is_timed_out=True)
        attempt = self.sittings.sit(invitation, plan, self.now)
        if place == 6:
            self._late(attempt)

    def _late(self, attempt: Attempt) -> None:
        item = next(
            one for one in self.sittings.rows.by_table[AttemptItem] if one.attempt is attempt and one.position == 15
        )
        variant = self.sittings.bank[item.question.question.slug].item
        words = {"words": written(variant)[-1]} if variant.rubric else {"chosen": ["a"]}
        self.sittings.save(item, words, attempt.deadline + dt.timedelta(minutes=1), Came.LATE, wait=22)

    def in_state(self, application: Application, state: int) -> None:
        """Invitations that are not handed in, one of each kind."""
        now, invited = self.now, self.now - dt.timedelta(days=2)
        if state == 5:
            invited = now - dt.timedelta(days=12)  # its week is over and nobody came
        one = self._invite(application, invited)
        match state:
            case 1:
                one.opened_at = now - dt.timedelta(hours=20)
            case 2:
                one.opened_at = one.requested_at = now - dt.timedelta(hours=3)
                one.request = REQUEST
            case 3:
                one.opened_at = one.requested_at = now - dt.timedelta(hours=30)
                one.request, one.extra_percent = REQUEST, 50
                one.answer = (
                    "Of course: you have half as much time again, and the pictures come with their numbers in words."
                )
                one.answered_at, one.answered_by = now - dt.timedelta(hours=26), one.invited_by
            case 4:
                one.opens_at = now + dt.timedelta(days=2)
                one.closes_at = now + dt.timedelta(days=9)
            case 6:
                one.withdrawn_at, one.withdrawn_by = now - dt.timedelta(hours=28), one.invited_by
                log_of(
                    self.log,
                    "withdrew_exam_invitation",
                    "examinvitation",
                    one.uuid,
                    application,
                    one.withdrawn_at,
                    by=one.invited_by,
                    **self._facts,
                )
            case 7:
                started = now - dt.timedelta(minutes=12)
                one.opened_at = started - dt.timedelta(minutes=4)
                self.sittings.sit(one, Plan(started, 12, answered=5, runs=True), now)

    @property
    def _facts(self) -> dict[str, str | int]:
        return {"exam": self.exam.slug, "version": self.exam.version}

    def _invite(self, application: Application, moment: dt.datetime) -> ExamInvitation:
        by = application.role.recruiter
        one = ExamInvitation(
            exam=self.exam,
            application=application,
            address=address_of(application.candidate),
            opens_at=moment,
            closes_at=moment + dt.timedelta(days=7),
            invited_by=by,
            **at(moment),
        )
        self.invitations.append(one)
        log_of(self.log, "invited_to_exam", "examinvitation", one.uuid, application, moment, by=by, **self._facts)
        return one


def _judge(exam: Exam, now: dt.datetime, log: Log) -> None:
    """Say what results within the band mean, but for the latest of people who are still there: those wait."""
    rows = with_scores(Attempt.objects.filter(invitation__exam=exam).handed_in()).select_related(
        "invitation__exam", "invitation__application__candidate", "invitation__application__role__hiring_manager"
    )
    line = lines_of([exam])[exam.pk]
    rulings: list[Ruling] = []
    supports: list[BarSupport] = []
    for place, attempt in enumerate(rows.order_by("-handed_in_at", "pk")):
        result, application = result_of(attempt, line), attempt.invitation.application
        ended, by = attempt.handed_in_at, application.role.hiring_manager
        if result is None or ended is None or result.score is None:
            continue
        moment = min(ended + RULED_AFTER, application.closed_at or now)
        if result.standing is Standing.BORDERLINE and (not application.is_active or ended < now - STILL_WAITING):
            kind, reasons = REASONS[place % len(REASONS)]
            rulings.append(Ruling(attempt=attempt, kind=kind, reasons=reasons, by=by, **at(moment)))
            log_of(log, "ruled_on_exam", "ruling", rulings[-1].uuid, application, moment, by=by)
        elif result.standing is Standing.ABOVE and application.is_active and len(supports) < 3:
            bar = application.role.criteria.exclude(bar_level="").filter(competency__slug="ml-debugging").first()
            if bar is not None:
                supports.append(
                    BarSupport(attempt=attempt, competency=bar.competency, observation=SUPPORT, by=by, **at(moment))
                )
                log_of(log, "supported_bar", "barsupport", supports[-1].uuid, application, moment, by=by)
    create(Ruling, rulings)
    create(BarSupport, supports)
