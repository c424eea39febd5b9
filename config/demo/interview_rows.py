"""Hypotheses, interviews, scorecards and decisions of the walks, as rows."""

import datetime as dt
import random
import uuid

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from config.demo.candidate_rows import Arrival
from config.demo.house import House
from config.demo.pipeline_rows import Written
from config.demo.rows import Log, at, create
from config.demo.walks import Card, Meeting, Signed, Walk
from config.demo.works import words
from hiring.pipeline.models import Application
from hiring.roles.models import Competency
from interviews.decisions.models import Approval, Decision, GapPlan
from interviews.decisions.queries import in_words
from interviews.plans.models import Hypothesis
from interviews.rule.bars import BarState
from interviews.rule.strengths import HypothesisState
from interviews.schedule.models import Interview, InterviewState, InterviewVersion, Seat, SeatKind
from interviews.scorecards.models import Rating, Scale, Scorecard, ScorecardVersion
from interviews.scorecards.queries import due_after

ROOMS = ("Lantern room", "Ropewalk", "Pilot house", "Tide room")


class InterviewWriter:
    """Gathers the rows of all interviews, then writes them table by table."""

    def __init__(self, house: House, now: dt.datetime, log: Log, rng: random.Random) -> None:
        self.house, self.now, self.log, self.rng = house, now, log, rng
        self.competencies = {one.slug: one for one in Competency.objects.all()}
        self.hypotheses: list[Hypothesis] = []
        self.interviews: list[Interview] = []
        self.seats: list[Seat] = []
        self.versions: list[InterviewVersion] = []
        self.cards: list[Scorecard] = []
        self.card_versions: list[ScorecardVersion] = []
        self.ratings: list[Rating] = []
        self.decisions: list[Decision] = []
        self.approvals: list[Approval] = []
        self.gaps: list[GapPlan] = []

    def write(self, written: Written) -> None:
        """Write everything that belongs to interviewing."""
        for walk, arrival, application in written:
            self._hypotheses(walk, arrival, application)
            for meeting in walk.meetings:
                self._meeting(walk, meeting, arrival, application)
            for signed in walk.decisions:
                self._decision(walk, signed, arrival, application)
        create(Hypothesis, self.hypotheses)
        create(Interview, self.interviews)
        create(Seat, self.seats)
        create(InterviewVersion, self.versions)
        create(Scorecard, self.cards)
        create(ScorecardVersion, self.card_versions)
        create(Rating, self.ratings)
        create(Decision, self.decisions)
        create(Approval, self.approvals)
        create(GapPlan, self.gaps)

    def _about(self, arrival: Arrival, application: Application) -> dict[str, uuid.UUID]:
        return {
            "candidate": arrival.candidate.uuid,
            "application": application.uuid,
            "role": application.role.uuid,
        }

    def _hypotheses(self, walk: Walk, arrival: Arrival, application: Application) -> None:
        if walk.hypothesised_at is None:
            return
        manager = self.house.staff[walk.role.manager]
        for position, slug in enumerate(walk.hypotheses):
            texts = words()["hypotheses"][slug]
            self.hypotheses.append(
                Hypothesis(
                    application=application,
                    competency=self.competencies[slug],
                    # The first is about the works of somebody featured.
                    suggested_by=texts["suggested_by"][0]
                    if arrival.featured and arrival.featured.paper
                    else self.rng.choice(texts["suggested_by"][1:]),
                    refuted_by=self.rng.choice(texts["refuted_by"]),
                    position=position,
                    written_by=manager,
                    **at(walk.hypothesised_at),
                )
            )
        self.log.add(
            "wrote_hypotheses",
            "application",
            application.uuid,
            moment=walk.hypothesised_at,
            by=manager,
            count=len(walk.hypotheses),
            **self._about(arrival, application),
        )

    def _meeting(self, walk: Walk, meeting: Meeting, arrival: Arrival, application: Application) -> None:
        booker = self.house.staff[walk.role.recruiter]
        during = DateTimeTZRange(meeting.starts_at, meeting.ends_at)
        off = meeting.cancelled_at
        interview = Interview(
            application=application,
            kit=self.house.kits[meeting.kit.slug],
            stage=self.house.stages[walk.role.key, meeting.stage],
            during=during,
            location=self._place(),
            state=InterviewState.CANCELLED if off else InterviewState.BOOKED,
            sequence=1 if off else 0,
            booked_by=booker,
            cancelled_at=off,
            cancelled_by=booker if off else None,
            **at(meeting.booked_at),
        )
        self.interviews.append(interview)
        seated = [str(self.house.staff[card.author.key].uuid) for card in meeting.cards]
        self._version(interview, InterviewState.BOOKED, 0, seated, meeting.booked_at, "booked_interview", arrival)
        if off:
            self._version(interview, InterviewState.CANCELLED, 1, [], off, "cancelled_interview", arrival)
        for card in meeting.cards:
            self._seat(interview, meeting, card, arrival, application)

    def _place(self) -> str:
        if self.rng.random() < 0.3:
            return self.rng.choice(ROOMS)
        return f"https://meet.kestrelharbour.example/{self.rng.choice(['quay', 'tide', 'mole', 'buoy'])}-{self.rng.randint(100, 999)}"

    def _version(
        self,
        interview: Interview,
        state: str,
        sequence: int,
        seated: list[str],
        moment: dt.datetime,
        verb: str,
        arrival: Arrival,
    ) -> None:
        self.versions.append(
            InterviewVersion(
                interview=interview,
                sequence=sequence,
                during=interview.during,
                location=interview.location,
                state=state,
                seats=seated,
                by=interview.booked_by,
                **at(moment),
            )
        )
        self.log.add(
            verb,
            "interview",
            interview.uuid,
            moment=moment,
            by=interview.booked_by,
            kit=interview.kit.slug,
            **self._about(arrival, interview.application),
        )

    def _seat(
        self, interview: Interview, meeting: Meeting, card: Card, arrival: Arrival, application: Application
    ) -> None:
        author = self.house.staff[card.author.key]
        seat = Seat(
            interview=interview,
            user=author,
            kind=SeatKind.SHADOW if card.shadow else SeatKind.INTERVIEWER,
            during=interview.during,
            is_live=meeting.cancelled_at is None,
            **at(meeting.booked_at),
        )
        self.seats.append(seat)
        scorecard = Scorecard(
            seat=seat,
            application=application,
            author=author,
            kit=interview.kit,
            counts=not card.shadow,
            opened_at=meeting.booked_at,
            due_at=due_after(meeting.ends_at),
            submitted_at=card.submitted_at,
            released_at=meeting.cancelled_at,
            draft_revision=1 if card.submitted_at else 0,
            **at(meeting.booked_at),
        )
        self.cards.append(scorecard)
        if card.submitted_at:
            self._submission(scorecard, card, card.submitted_at, arrival, application)

    def _submission(
        self,
        scorecard: Scorecard,
        card: Card,
        submitted_at: dt.datetime,
        arrival: Arrival,
        application: Application,
    ) -> None:
        scorecard.updated_at = submitted_at
        version = ScorecardVersion(
            scorecard=scorecard,
            number=1,
            submitted_at=submitted_at,
            summary=card.summary,
            from_memory=scorecard.is_memory_by(submitted_at),
            **at(submitted_at),
        )
        self.card_versions.append(version)
        for one in card.seen:
            is_strength = one.scale == Scale.STRENGTH
            self.ratings.append(
                Rating(
                    version=version,
                    competency=self.competencies[one.competency],
                    scale=one.scale,
                    level=int(one.choice) if one.choice and is_strength else None,
                    mark=one.choice if one.choice and not is_strength else None,
                    observation=one.words,
                    **at(submitted_at),
                )
            )
        self.log.add(
            "submitted_scorecard",
            "scorecard",
            scorecard.uuid,
            moment=submitted_at,
            by=scorecard.author,
            version=1,
            **self._about(arrival, application),
        )

    def _decision(self, walk: Walk, signed: Signed, arrival: Arrival, application: Application) -> None:
        manager = self.house.staff[walk.role.manager]
        said = words()["decisions"]
        names = _what_decided(signed)
        approver = self.house.staff[signed.approver] if signed.approver else None
        decision = Decision(
            application=application,
            verdict=signed.verdict,
            reasons=self.rng.choice(said[_kind_of(signed)]).format(**names),
            outcome=in_words(signed.outcome),
            waives_bar=approver is not None,
            plan=self.rng.choice(said["plan"]) if approver else "",
            approver=approver,
            decided_by=manager,
            **at(signed.at),
        )
        self.decisions.append(decision)
        if approver:
            # As the plan says: Dev, and the bar is looked at again in the twelfth week.
            due = (signed.at + dt.timedelta(weeks=12)).date()
            self.gaps.append(GapPlan(decision=decision, owner=self.house.staff["dev"], due_on=due, **at(signed.at)))
        about = self._about(arrival, application)
        self.log.add("signed_decision", "decision", decision.uuid, moment=signed.at, by=manager, **about)
        if approver and signed.approved_at:
            self.approvals.append(
                Approval(
                    decision=decision,
                    approved=True,
                    reasons=self.rng.choice(said["approval"]),
                    by=approver,
                    **at(signed.approved_at),
                )
            )
            self.log.add(
                "approved_decision", "decision", decision.uuid, moment=signed.approved_at, by=approver, **about
            )


def _what_decided(signed: Signed) -> dict[str, str]:
    """The strength and the bar that a decision speaks of, as they are called within a sentence."""
    strengths, bars = signed.outcome.strengths, signed.outcome.bars
    strength = next((one for one in strengths if one.state is HypothesisState.CONFIRMED), strengths[0])
    open_bars = [one for one in bars if one.state is not BarState.MET]
    bar = next((one for one in open_bars if one.state is BarState.NOT_MET), (open_bars or bars)[0])
    return {"strength": strength.hypothesis.name, "bar": bar.bar.name}


def _kind_of(signed: Signed) -> str:
    """Which of the reasons fit a decision."""
    if signed.approver:
        return "waiver"
    if signed.verdict == "hire":
        return "hire"
    is_bar = any(one.state is not BarState.MET for one in signed.outcome.bars)
    return ("more" if signed.verdict == "more_evidence" else "no") + ("_bar" if is_bar else "_strength")
