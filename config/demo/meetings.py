"""Booking and holding the interviews of one walk, and what the rule makes of them so far."""

import datetime as dt
import math
import zoneinfo
from collections.abc import Sequence
from typing import TYPE_CHECKING

from config.demo.chances import INTERVIEW_WAITS
from config.demo.clock import working_moment
from config.demo.company import Person
from config.demo.panels import Seen, asked, judge
from config.demo.walks import Card, Meeting, NotYet, Walk
from interviews.catalogue.reading import ShippedKit
from interviews.rule.outcome import Outcome

if TYPE_CHECKING:
    from config.demo.year import Year

Ratings = dict[str, list[tuple[str, str, str]]]


class Meetings:
    """The interviews of one walk. `panel` says what each kit will show, once somebody has written the hypotheses."""

    def __init__(self, year: "Year", walk: Walk) -> None:
        self.year, self.rng, self.walk = year, year.rng, walk
        self.number = year.next_number()
        self.panel: Ratings = {}

    def hold(self, stage: str, entered: dt.datetime) -> dt.datetime:
        """Hold the interviews of a stage, as far as now; return when the last scorecard was in. May raise NotYet."""
        after = self.year.after(entered, INTERVIEW_WAITS[stage])
        booked = working_moment(entered + dt.timedelta(hours=self.rng.randint(2, 30)), self.year.zone, self.rng)
        if booked > self.year.now:
            raise NotYet
        after = max(after, booked + dt.timedelta(hours=20))
        cards: list[Card] = []
        for kit in self.walk.facts.kits_at(stage):
            meeting = self.meet(kit, stage, after, booked, self.panel[kit.slug])
            # Half a day for most; some spread it over a few.
            pause = 0 if self.rng.random() < 0.6 else self.rng.uniform(0.7, 2.5)
            after = meeting.ends_at + dt.timedelta(days=pause)
            cards += [card for card in meeting.cards if not card.shadow]
        if any(card.submitted_at is None for card in cards):
            raise NotYet
        return max(card.submitted_at for card in cards if card.submitted_at)

    def meet(
        self,
        kit: ShippedKit,
        stage: str,
        after: dt.datetime,
        booked: dt.datetime,
        ratings: Sequence[tuple[str, str, str]],
    ) -> Meeting:
        author = self._interviewer(kit)
        shadow = self._shadow() if self.rng.random() < 0.06 else None
        shadow = None if shadow == author else shadow
        everybody: list[object] = [person.key for person in (author, shadow) if person]
        starts = self.year.diary.book(
            [*everybody, self.number], zoneinfo.ZoneInfo(author.time_zone), after, kit.minutes, self.rng
        )
        meeting = Meeting(kit=kit, stage=stage, starts_at=starts, booked_at=booked, cards=[])
        meeting.cards.append(self._card(meeting, author, ratings))
        if shadow:
            meeting.cards.append(self._card(meeting, shadow, ratings, shadow=True))
        self.walk.meetings.append(meeting)
        return meeting

    def _card(
        self, meeting: Meeting, author: Person, ratings: Sequence[tuple[str, str, str]], *, shadow: bool = False
    ) -> Card:
        seen = [
            Seen(slug, scale, choice, self.year.voices.words_for(meeting.kit.slug, slug, scale, choice))
            for slug, scale, choice in ratings
        ]
        good = {"3", "4", "clearly_above"}
        marks = [one.choice in good for one in seen]
        tone = "high" if marks and all(marks) else "low" if marks and not any(marks) else "middle"
        summary = self.year.voices.choose(self.year.summaries[tone]) if self.rng.random() < 0.7 else ""
        return Card(author, self._submitted(meeting.ends_at, author), seen, summary, shadow)

    def _submitted(self, ended: dt.datetime, author: Person) -> dt.datetime | None:
        """When the scorecard came in; None if that lies ahead. Of the last days' more are late, as the late ones are still open."""
        recent = dt.timedelta() < self.year.now - ended < dt.timedelta(days=5)
        zone = zoneinfo.ZoneInfo(author.time_zone)
        if self.rng.random() < (0.45 if recent else 0.12):
            moment = working_moment(ended + dt.timedelta(hours=self.rng.uniform(28, 96)), zone, self.rng)
        else:
            # The same day as a rule, before supper at the latest.
            evening = ended.astimezone(zone).replace(hour=20, minute=self.rng.randint(0, 59), second=0)
            hours = math.exp(self.rng.gauss(math.log(1.5), 0.8))
            moment = max(min(ended + dt.timedelta(hours=hours), evening), ended + dt.timedelta(minutes=4))
        moment = moment.astimezone(dt.UTC).replace(microsecond=0)
        return moment if moment <= self.year.now else None

    def _met(self) -> set[str]:
        return {card.author.key for meeting in self.walk.meetings for card in meeting.cards}

    def _interviewer(self, kit: ShippedKit) -> Person:
        """Somebody who has not met this candidate: of the role's pool, of the side the kit asks for, with the least to do."""
        met = self._met()
        pool = [self.year.people[key] for key in self.walk.role.pool if key not in met] or self._other_managers(met)
        return min(
            pool,
            key=lambda person: (
                kit.side not in ("either", person.side),
                self.year.diary.load(person.key) + self.rng.random(),
            ),
        )

    def _other_managers(self, met: set[str]) -> list[Person]:
        """Managers of other roles: they cannot read this role's scorecards, so what they see is their own."""
        reads = {self.walk.role.manager, self.walk.role.recruiter, *self.walk.role.members}
        return [
            person
            for person in self.year.people.values()
            if person.persona == "hiring_manager" and person.key not in met | reads
        ]

    def _shadow(self) -> Person | None:
        """A manager who learns how to interview."""
        free = self._other_managers(self._met())
        return self.rng.choice(free) if len(free) > 1 else None

    def look_again(self, found: Outcome, asked_at: dt.datetime) -> None:
        """One more interview on what was open, after which the rule can say yes or no."""
        step, bars = found.next_step, self.walk.facts.bars_beside(self.walk.hypotheses)
        assert step is not None
        criterion = str(step.criterion)
        kits = [
            kit
            for _, kit in self.walk.facts.planned
            if any(slug == criterion for slug, _ in asked(kit, self.walk.hypotheses, bars))
        ]
        kit = next((kit for kit in kits if kit.assessment not in step.not_through), kits[0])
        scale = next(scale for slug, scale in asked(kit, self.walk.hypotheses, bars) if slug == criterion)
        choice = self.rng.choice(("3", "2") if scale == "strength" else ("clearly_above", "clearly_below"))
        meeting = self.meet(
            kit, "decision", self.year.after(asked_at, (3.0, 0.3)), asked_at, [(criterion, scale, choice)]
        )
        if any(card.submitted_at is None for card in meeting.cards if not card.shadow):
            raise NotYet

    def outcome(self) -> Outcome:
        cards = [
            (meeting.kit, card)
            for meeting in self.walk.meetings
            for card in meeting.cards
            if card.submitted_at and not card.shadow
        ]
        cards.sort(key=lambda pair: pair[1].submitted_at or self.year.now)
        return judge(
            [
                (kit, card.author.key, [(one.competency, one.scale, one.choice) for one in card.seen])
                for kit, card in cards
            ],
            self.walk.hypotheses,
            self.walk.facts.bars_beside(self.walk.hypotheses),
            self.year.names,
        )
