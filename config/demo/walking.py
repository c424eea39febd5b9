"""Walking one application through its stages, until its end, its goal, or now."""

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from config.demo.chances import (
    AFTER_INTERVIEW,
    DECLINES,
    INTERVIEW_REASONS,
    INTERVIEW_WAITS,
    PASSES_REVIEW,
    REVIEW_REASONS,
    SOURCED,
    STORIES,
    WAITS,
    WITHDRAWALS,
)
from config.demo.clock import working_moment
from config.demo.company import RolePlan
from config.demo.meetings import Meetings
from config.demo.panels import RoleFacts, draw_panel
from config.demo.walks import ORDER, Move, NotYet, Signed, Walk, call_off
from interviews.rule.outcome import Outcome, Signal

if TYPE_CHECKING:
    from config.demo.year import Year


class Walking:
    """One walk in the making. Each stage's method returns when the next one is entered, or None once the application is closed."""

    def __init__(
        self,
        year: "Year",
        role: RolePlan,
        facts: RoleFacts,
        channel: str,
        start: dt.datetime,
        *,
        story: str,
        goal: str,
        signs: bool,
    ) -> None:
        self.year, self.rng, self.role, self.facts = year, year.rng, role, facts
        self.story, self.goal, self.signs = story, goal, signs
        self.start = start
        self.closes_at = year.now - dt.timedelta(weeks=role.closed_weeks) if role.closed_weeks else None
        self.result = Walk(role=role, facts=facts, channel=channel)
        self.meetings = Meetings(year, self.result)

    def run(self) -> Walk:
        """Walk until the goal, the end, or now."""
        steps: dict[str, Callable[[dt.datetime], dt.datetime | None]] = {
            "sourced": self._sourced,
            "contacted": self._contacted,
            "review": self._review,
            "screen": self._interviewed,
            "assessment": self._interviewed,
            "onsite": self._interviewed,
            "decision": self._decide,
            "offer": self._offer,
        }
        sourced = self.result.channel in SOURCED or self.goal in {"sourced", "contacted"}
        at = working_moment(self.start, self.year.zone, self.rng)
        try:
            self._enter("sourced" if sourced else "review", at)
            while (stage := self.result.stage) and self.result.standing == "active":
                if stage == self.goal:
                    self._stay(stage)
                    break
                moved_at = steps[stage](self.result.moves[-1].at)
                if moved_at is not None:
                    self._enter(ORDER[ORDER.index(stage) + 1], moved_at)
        except NotYet:
            pass
        self._close_with_role()
        return self.result

    def _stay(self, stage: str) -> None:
        """What happens in the last stage of an arranged walk, without leaving it."""
        entered = self.result.moves[-1].at
        if stage in INTERVIEW_WAITS:
            self.meetings.hold(stage, entered)
        elif stage == "decision" and self.signs:
            self._decide(entered)

    def _is_left_lying(self, at: dt.datetime, days: int) -> bool:
        """Whether nobody has got round yet to somebody who came in the last days; a few are simply forgotten."""
        age = self.year.now - at
        chance = 0.7 if age < dt.timedelta(days=days) else 0.12 if age < dt.timedelta(days=3 * days) else 0
        return not self.goal and self.rng.random() < chance

    def _sourced(self, at: dt.datetime) -> dt.datetime | None:
        if self._is_left_lying(at, 12):
            raise NotYet
        then = self.year.after(at, WAITS["sourced"])
        if self.goal or self.rng.random() < 0.8:
            return then
        self._reject(then, "different-profile", self.role.recruiter)
        return None

    def _contacted(self, at: dt.datetime) -> dt.datetime | None:
        if self._is_left_lying(at, 6):
            raise NotYet
        chance = self.rng.random()
        if self.goal or chance < 0.44:
            return self.year.after(at, WAITS["contacted"])
        if chance < 0.58:
            self._withdraw(self.year.after(at, WAITS["contacted"]), "withdrew-not-interested")
            return None
        self._reject(self.year.after(at, (18.0, 0.15)), "no-answer-from-candidate", self.role.recruiter)
        return None

    def _review(self, at: dt.datetime) -> dt.datetime | None:
        if self._is_left_lying(at, 3):
            raise NotYet
        then = self.year.after(at, WAITS["review"])
        if not self.goal and self.rng.random() > PASSES_REVIEW[self.result.channel]:
            self._reject(then, self.year.weighted(REVIEW_REASONS), self.role.recruiter)
            return None
        self._happens(then)
        self._hypothesise(then)
        return then

    def _interviewed(self, at: dt.datetime) -> dt.datetime | None:
        stage = self.result.stage
        leaves = self.rng.random()
        if not self.goal and leaves < 0.07:
            self._leave(stage, at)
            return None
        self._happens(at)
        done = self.meetings.hold(stage, at)
        then = self.year.after(done, AFTER_INTERVIEW)
        passes = {"screen": 0.62, "assessment": 0.56, "onsite": 1.0}[stage]
        if self.goal or self.rng.random() < passes:
            return then
        held = [meeting.kit.slug for meeting in self.result.meetings]
        failed = any(choice == "clearly_below" for kit in held for _, _, choice in self.meetings.panel[kit])
        reason = "bar-not-met" if failed and self.story == "no bar" else self.year.weighted(INTERVIEW_REASONS)
        self._reject(then, reason, self.role.manager)
        return None

    def _decide(self, at: dt.datetime) -> dt.datetime | None:
        signed = self.year.after(at, (0.9, 0.5))
        self._happens(signed)
        found = self.meetings.outcome()
        if found.signal is Signal.MORE_EVIDENCE and found.next_step is not None:
            self.result.decisions.append(Signed(signed, "more_evidence", found))
            self.meetings.look_again(found, signed)
            signed = self.year.after(self.result.meetings[-1].cards[0].submitted_at or signed, (0.9, 0.5))
            self._happens(signed)
            found = self.meetings.outcome()
        if self.story == "waiver":
            return self._waive(signed, found)
        verdict = "hire" if found.signal is Signal.HIRE else "no"
        self.result.decisions.append(Signed(signed, verdict, found))
        then = self.year.after(signed, (0.5, 0.4))
        if verdict == "hire":
            return then
        failed = any(finding.state.value == "not met" for finding in found.bars)
        self._reject(then, "bar-not-met" if failed else "strength-not-shown", self.role.manager)
        return None

    def _waive(self, signed: dt.datetime, found: Outcome) -> dt.datetime:
        """Hire against a bar that is not met: a second manager has to agree first."""
        second = next(
            one for one in self.year.people.values() if one.persona == "hiring_manager" and one.key != self.role.manager
        )
        answered = self.year.after(signed, (0.8, 0.3)) if self.goal == "hired" else None
        self.result.decisions.append(Signed(signed, "hire", found, approver=second.key, approved_at=answered))
        return self.year.after(answered or signed, (0.5, 0.4))

    def _offer(self, at: dt.datetime) -> dt.datetime | None:
        then = self.year.after(at, WAITS["offer"])
        if self.goal == "hired":
            self._close(then, "hired", "", self.role.manager)
        else:
            self._withdraw(then, self.year.weighted(DECLINES))
        return None

    def _hypothesise(self, at: dt.datetime) -> None:
        """The manager names one or two strengths, and the story decides what interviews will show."""
        self.story = self.story or self.year.weighted(STORIES)
        # Only what two kinds of assessment probe can be refuted.
        others = [
            slug
            for slug in self.facts.strengths[1:]
            if self.story != "no strength" or self.facts.kinds_that_probe(slug) > 1
        ]
        count = min(self.rng.choice((0, 1, 1)), len(others))
        chosen = [self.facts.strengths[0], *self.rng.sample(others, count)]
        self.result.hypotheses = tuple(chosen)
        self.result.hypothesised_at = at - dt.timedelta(minutes=self.rng.randint(5, 40))
        bars = self.facts.bars_beside(chosen)
        planned = [kit for _, kit in self.facts.planned]
        _, self.meetings.panel = draw_panel(self.story, planned, chosen, bars, self.rng)

    def _happens(self, at: dt.datetime) -> None:
        if at > self.year.now or (self.closes_at and at > self.closes_at):
            raise NotYet

    def _enter(self, stage: str, at: dt.datetime) -> None:
        self._happens(at)
        by = self.role.recruiter if stage in ("sourced", "contacted", "review", "screen") else self.role.manager
        self.result.moves.append(Move(at=at, by=by, stage=stage))

    def _reject(self, at: dt.datetime, reason: str, by: str) -> None:
        self._close(at, "rejected", reason, by)

    def _withdraw(self, at: dt.datetime, reason: str) -> None:
        self._close(at, "withdrawn", reason, self.role.recruiter)

    def _close(self, at: dt.datetime, standing: str, reason: str, by: str) -> None:
        self._happens(at)
        self.result.moves.append(Move(at=at, by=by, standing=standing, reason=reason))

    def _leave(self, stage: str, at: dt.datetime) -> None:
        """The candidate withdraws with an interview in the diary, which is cancelled."""
        then = self.year.after(at, (2.5, 0.4))
        self._happens(then)
        kit = self.facts.kits_at(stage)[0]
        meeting = self.meetings.meet(kit, stage, then + dt.timedelta(days=2), at, self.meetings.panel[kit.slug])
        call_off(meeting, then)
        self._withdraw(then, self.year.weighted(WITHDRAWALS))

    def _close_with_role(self) -> None:
        """Whoever is still on their way when a role closes hears that it is filled."""
        if self.closes_at and self.result.moves and self.result.standing == "active":
            self.result.moves.append(
                Move(at=self.closes_at, by=self.role.recruiter, standing="rejected", reason="role-filled")
            )
            for meeting in self.result.meetings:
                if meeting.ends_at > self.closes_at:
                    call_off(meeting, self.closes_at)
