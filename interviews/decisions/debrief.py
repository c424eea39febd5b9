"""What a debrief shows: criteria by interviewers, the computed outcome, what to ask next, and what was decided."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hiring.pipeline.models import Application
from hiring.roles.models import RoleCompetency
from interviews.decisions.models import Decision
from interviews.decisions.queries import Judgement, decisions_of, judgement_for
from interviews.plans.coverage import Coverage, CoverState, covers, derive_plan
from interviews.plans.models import Hypothesis
from interviews.plans.next_interview import NextInterview
from interviews.plans.panel import Kit
from interviews.plans.queries import Plan, criteria_of, plan_of
from interviews.rule.bars import BarFinding, BarState
from interviews.rule.outcome import NextStep, Outcome, Signal, StepKind
from interviews.rule.strengths import HypothesisFinding, HypothesisState
from interviews.rule.terms import Key, Kind
from interviews.schedule.models import Seat, SeatKind
from interviews.scorecards.models import Rating, Scale, ScorecardVersion
from interviews.second_ratings.models import SecondRating
from interviews.second_ratings.queries import booking_address, wishes_of
from interviews.travel.models import TravelledRating
from workspace.staff.models import User

OPEN_STATES = {
    BarState.UNTESTED,
    BarState.BORDERLINE,
    HypothesisState.UNTESTED,
    HypothesisState.UNSETTLED,
    HypothesisState.SUPPORTED_ONCE,
}

TONES = {Signal.HIRE: "met", Signal.NO: "danger", Signal.MORE_EVIDENCE: "below"}


@dataclass(frozen=True)
class Voice:
    """One column: a person with the kit they held. Without `version` their scorecard is not in yet."""

    seat: Seat
    kit: Kit
    version: ScorecardVersion | None

    @property
    def counts(self) -> bool:
        card = getattr(self.seat, "scorecard", None)
        return self.seat.kind == SeatKind.INTERVIEWER and (card is None or card.counts)

    @property
    def knew_the_author(self) -> bool:
        """Whether a take-home that is rated blind was rated by somebody who said that they know whose it is."""
        card = getattr(self.seat, "scorecard", None)
        rating = getattr(card, "take_home_rating", None)
        return rating is not None and rating.knows_since is not None

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should bear in mind about this voice."""
        found = []
        if self.version is None:
            found.append("not in yet")
        elif self.version.number > 1:
            found.append("amended")
        elif self.version.after_reading:
            found.append("had read others")
        if self.version is not None and self.version.from_memory:
            found.append("late, from memory")
        if self.knew_the_author:
            found.append("knew whose it was")
        if not self.counts:
            found.append("in training")
        return tuple(found)


@dataclass(frozen=True)
class Cell:
    """One voice on one criterion. `rating` is None where nobody rated; `is_asked` says that the kit covers the criterion."""

    voice: Voice
    rating: Rating | None
    is_asked: bool

    @property
    def is_waiting(self) -> bool:
        return self.is_asked and self.voice.version is None

    @property
    def is_silent(self) -> bool:
        """Whether nothing was asked and nothing said."""
        return self.rating is None and not self.is_asked

    @property
    def is_assessed(self) -> bool:
        return self.rating is not None and self.rating.is_assessed

    @property
    def level(self) -> int | None:
        return self.rating.level if self.rating else None

    @property
    def mark(self) -> str | None:
        return self.rating.mark if self.rating else None

    @property
    def words(self) -> str:
        """What the mark says, for those who cannot see it."""
        if self.is_assessed and self.rating:
            level = self.rating.get_level_display() if self.rating.level else self.rating.get_mark_display()
            return f"{self.rating.level}, {level.lower()}" if self.rating.level else level.lower()
        if self.is_waiting:
            return "scorecard not in"
        return "not assessed" if self.rating or self.is_asked else "not asked"


@dataclass(frozen=True)
class Line:
    """One row: a criterion, what everybody said, and where it stands."""

    kind: Kind
    name: str
    note: str
    cells: tuple[Cell, ...]
    finding: HypothesisFinding | BarFinding
    slug: str = ""
    second: SecondRating | None = None
    booking: str = ""
    before: tuple[TravelledRating, ...] = ()

    @property
    def state(self) -> str:
        return self.finding.state.value

    @property
    def is_split(self) -> bool:
        return self.finding.contested

    @property
    def is_gap(self) -> bool:
        return self.finding.state in OPEN_STATES

    @property
    def is_one_source(self) -> bool:
        return isinstance(self.finding, BarFinding) and self.finding.state is BarState.MET and self.finding.one_source

    @property
    def wants_second(self) -> bool:
        """Whether one more rating is wanted and nobody is booked to give it."""
        is_coming = any(cell.is_waiting and cell.voice.counts for cell in self.cells)
        return self.finding.state is BarState.BORDERLINE and not is_coming

    @property
    def observed(self) -> tuple[Cell, ...]:
        """Those who wrote down what they saw."""
        return tuple(cell for cell in self.cells if cell.rating and cell.rating.observation)


@dataclass(frozen=True)
class NextMove:
    """The outcome's next step with who could take it, or who is booked to take it already. `is_open`: nobody has looked yet who could."""

    step: NextStep
    proposal: NextInterview | None
    booked: tuple[Voice, ...]
    is_open: bool = False
    asked: SecondRating | None = None  # somebody is asked for it already, and not booked yet
    booking: str = ""
    why_nobody: str = ""

    @property
    def needs_hypothesis(self) -> bool:
        return self.step.kind is StepKind.WRITE_HYPOTHESIS


@dataclass(frozen=True)
class Debrief:
    """Everything one viewer may know of an application's judgement."""

    outcome: Outcome
    voices: tuple[Voice, ...]
    strengths: tuple[Line, ...]
    bars: tuple[Line, ...]
    next_move: NextMove | None
    coverage: Coverage
    decisions: tuple[Decision, ...]

    @property
    def tone(self) -> str:
        return TONES[self.outcome.signal]

    @property
    def waiting(self) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.voices if voice.version is None)

    @property
    def has_lines(self) -> bool:
        """Whether there is a matrix to show: criteria, and somebody who saw or is to see them, here or in an earlier application."""
        lines = (*self.strengths, *self.bars)
        return bool(lines) and (bool(self.voices) or any(line.before for line in lines))

    @property
    def single_sources(self) -> tuple[str, ...]:
        """The bars that are met on one person's word alone."""
        return tuple(line.name for line in self.bars if line.is_one_source)

    @property
    def summaries(self) -> tuple[Voice, ...]:
        """Those who summed up in words."""
        return tuple(voice for voice in self.voices if voice.version and voice.version.summary)

    @property
    def width(self) -> int:
        """Columns of the matrix: the criterion, everybody, the state."""
        return len(self.voices) + 2

    @property
    def latest(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def earlier(self) -> tuple[Decision, ...]:
        return self.decisions[1:]


def debrief_for(application: Application, *, viewer: User, now: dt.datetime, propose: bool = True) -> Debrief | None:
    """The debrief as `viewer` may see it; None while they owe a scorecard on this application. To `propose` who could take the next step
    takes four queries more."""
    criteria = criteria_of(application)
    judged = judgement_for(application, criteria, viewer=viewer)
    if judged is None:
        return None
    computed = judged.outcome
    propose = propose and computed.signal is Signal.MORE_EVIDENCE
    plan = plan_of(application, criteria, assessed=judged.assessed, now=now, propose=propose)
    voices = _voices(plan, judged)
    strengths = zip(criteria.hypotheses, computed.strengths, strict=True)
    bars = zip(criteria.bars, computed.bars, strict=True)
    ratings = _by_place(judged)
    wishes = wishes_of(application) if getattr(application, "has_wishes", True) else {}
    travelled: dict[tuple[str, int], list[TravelledRating]] = defaultdict(list)
    for one in judged.travelled:
        travelled[one.rating.scale, one.rating.competency_id].append(one)
    return Debrief(
        outcome=computed,
        voices=voices,
        strengths=tuple(
            replace(
                _strength_line(row, finding, voices, ratings),
                before=tuple(travelled[Scale.STRENGTH, row.competency_id]),
            )
            for row, finding in strengths
        ),
        bars=tuple(
            replace(
                _with_wish(_bar_line(row, finding, voices, ratings), wishes.get(row.competency_id), viewer),
                before=tuple(travelled[Scale.BAR, row.competency_id]),
            )
            for row, finding in bars
        ),
        next_move=_next_move(computed.next_step, plan, voices, wishes, viewer, propose=propose),
        coverage=derive_plan(plan.panel),
        decisions=tuple(decisions_of(application)),
    )


def _voices(plan: Plan, judged: Judgement) -> tuple[Voice, ...]:
    """Every seat that has spoken or is expected to, in the order of the interviews."""
    versions = {version.scorecard_id: version for version in judged.versions}
    voices = []
    for seat in plan.seats:
        card = getattr(seat, "scorecard", None)
        version = versions.get(card.pk) if card is not None else None
        if version is not None or seat.kind == SeatKind.INTERVIEWER:
            voices.append(Voice(seat, plan.kits[seat.interview.kit_id], version))
    return tuple(voices)


Places = Mapping[tuple[int, str, Key], Rating]


def _by_place(judged: Judgement) -> Places:
    return {
        (version.scorecard_id, rating.scale, rating.competency_id): rating
        for version in judged.versions
        for rating in version.ratings.all()
    }


def _cells(kind: Kind, competency: int, voices: Iterable[Voice], ratings: Places) -> tuple[Cell, ...]:
    scale = Scale.STRENGTH if kind is Kind.STRENGTH else Scale.BAR
    cells = []
    for voice in voices:
        card = voice.version.scorecard_id if voice.version else 0
        cells.append(Cell(voice, ratings.get((card, scale.value, competency)), voice.kit.sees(kind, competency)))
    return tuple(cells)


def _strength_line(row: Hypothesis, finding: HypothesisFinding, voices: Sequence[Voice], ratings: Places) -> Line:
    cells = _cells(Kind.STRENGTH, row.competency_id, voices, ratings)
    return Line(Kind.STRENGTH, row.competency.name, row.suggested_by, cells, finding)


def _bar_line(row: RoleCompetency, finding: BarFinding, voices: Sequence[Voice], ratings: Places) -> Line:
    cells = _cells(Kind.BAR, row.competency_id, voices, ratings)
    return Line(Kind.BAR, row.competency.name, row.bar_anchor, cells, finding, slug=row.competency.slug)


def _with_wish(line: Line, wish: SecondRating | None, viewer: User) -> Line:
    return replace(line, second=wish, booking=booking_address(wish, viewer)) if wish else line


def _next_move(
    step: NextStep | None,
    plan: Plan,
    voices: Sequence[Voice],
    wishes: Mapping[int, SecondRating],
    viewer: User,
    *,
    propose: bool,
) -> NextMove | None:
    if step is None:
        return None
    if step.criterion is None:
        return NextMove(step, None, ())
    kind = Kind.BAR if step.kind is StepKind.RATE_BAR else Kind.STRENGTH
    panel = plan.asking_again(step.criterion)
    cover = next(one for one in covers(panel) if one.kind is kind and one.criterion == step.criterion)
    if cover.state is CoverState.BOOKED:
        coming = [voice for voice in voices if voice.version is None and voice.kit.sees(kind, step.criterion)]
        return NextMove(step, None, tuple(coming))
    wish = wishes.get(int(step.criterion)) if kind is Kind.BAR else None
    if wish and wish.is_open:
        return NextMove(step, None, (), asked=wish, booking=booking_address(wish, viewer))
    if not propose:
        return NextMove(step, None, (), is_open=True)
    found = plan.next_interview(ask_again=step.criterion)
    return NextMove(step, found, (), why_nobody="" if found else plan.why_nobody(ask_again=step.criterion))
