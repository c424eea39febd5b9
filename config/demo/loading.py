"""Loads the whole of it: house, candidates, a year of hiring."""

import dataclasses
import datetime as dt
import random
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from candidates.people.models import Candidate
from config.demo import company
from config.demo.calibration_rows import write_calibration
from config.demo.candidate_rows import Arrival, CandidateWriter
from config.demo.closeness_rows import write_conflicts
from config.demo.company import RolePlan
from config.demo.cvs import attach_cvs
from config.demo.dashboard_rows import write_dashboards
from config.demo.exam_story import write_exams
from config.demo.fairness_rows import write_fairness
from config.demo.forecast_rows import write_forecasts
from config.demo.hours_rows import write_hours
from config.demo.house import House, build_house
from config.demo.interview_rows import InterviewWriter
from config.demo.interviewing import write_interviewing
from config.demo.notices import write_notices
from config.demo.panels import RoleFacts, role_facts
from config.demo.people import Somebody, featured_person, headline_for, invent_people
from config.demo.pipeline_rows import write_applications
from config.demo.reading_rows import write_reading, write_unread_papers
from config.demo.rows import Log
from config.demo.sourcing_rows import write_sourcing
from config.demo.training_rows import write_training
from config.demo.update_rows import write_updates
from config.demo.walks import Move, Walk
from config.demo.works import invent_papers, words
from config.demo.year import Year
from hiring.catalogue.reading import competencies
from interviews.rule.strengths import HypothesisState
from interviews.scorecards.models import Scorecard
from interviews.shipping.actions import load_catalogue
from workspace.staff.enums import Persona
from workspace.staff.models import User

PROSPECTS = 0.08
SECOND_TRIES = 18
REOPENED = 3
# Bars that not every role for which the same strength speaks asks for, or as high.
ASKED_LESS_ELSEWHERE = {"infrastructure", "software-engineering"}
DUPLICATES = 3


class DemoRefused(Exception):
    """The demo cannot be loaded into this database."""


@dataclass(frozen=True)
class SignIn:
    """How to sign in as one persona."""

    persona: str
    email: str


def demo_staff() -> list[SignIn]:
    """One sign-in for each persona of the demo that is loaded here; none where it is not."""
    found: dict[str, SignIn] = {}
    emails = {person.email for person in company.staff()}
    # Of the interviewers, the one with the oldest scorecard still to write: their home has the most to show.
    owed = Scorecard.objects.owed().filter(author=OuterRef("pk"), author__persona=Persona.INTERVIEWER)
    oldest = owed.order_by("due_at").values("due_at")[:1]
    users = User.objects.filter(email__in=emails, is_active=True).annotate(owes_since=Subquery(oldest))
    for user in users.order_by(F("owes_since").asc(nulls_last=True), "pk"):
        found.setdefault(user.persona, SignIn(str(user.get_persona_display()), user.email))
    return [found[persona] for persona in Persona.values if persona in found]


@transaction.atomic
def load_demo(*, now: dt.datetime, seed: int, candidates: int, add: bool = False) -> int:
    """Load the invented organisation as of `now`, and return how many candidates it brought; or raise DemoRefused.

    The same seed, moment and number make the same rows, but for their keys and uuids.
    """
    if demo_staff():
        raise DemoRefused("The demo organisation is here already.")
    if Candidate.objects.exists() and not add:
        raise DemoRefused(
            "There are candidates in this database already. To put the demo beside them all the same: --add"
        )
    if candidates < (least := len(company.featured()) + 10):
        raise DemoRefused(f"The demo needs at least {least} candidates to show every page.")

    load_catalogue()
    log = Log()
    house = build_house(now, log)
    rng = random.Random(seed)  # noqa: S311  (a story, not a secret)
    arrivals = Arrivals(rng, now, candidates).everybody()
    papers = invent_papers(rng)
    CandidateWriter(rng, now, house, papers, log).write(arrivals)
    # A generator of its own: what is drawn here must not move what the story draws after it.
    write_notices([(one.candidate, bool(one.walks)) for one in arrivals], now, random.Random(seed))  # noqa: S311
    write_sourcing(arrivals, house, now, random.Random(seed))  # noqa: S311
    attach_cvs(arrivals, log)
    written = write_applications(arrivals, house, log, rng)
    InterviewWriter(house, now, log, rng).write(written)
    write_hours(house, now, random.Random(seed))  # noqa: S311
    write_training(house, now)
    write_unread_papers(rng, now, papers, house.staff["asha"])
    write_reading(arrivals, house, now, random.Random(seed))  # noqa: S311
    write_conflicts(house, now)
    write_interviewing(house, now, log)
    write_exams(house, now, log, random.Random(seed))  # noqa: S311
    log.write()
    _write_insights([one.candidate for one in arrivals if one.walks], house, now, seed)
    _analyse()
    return len(arrivals)


def _write_insights(applicants: list[Candidate], house: House, now: dt.datetime, seed: int) -> None:
    """What is made of all that was written before."""
    write_calibration(house, now, random.Random(seed))  # noqa: S311
    write_forecasts(now)
    write_fairness(applicants, house, now, random.Random(seed))  # noqa: S311
    write_updates(now)
    write_dashboards(house, now, random.Random(seed))  # noqa: S311


class Arrivals:
    """Everybody who came in a year, and how far."""

    def __init__(self, rng: random.Random, now: dt.datetime, candidates: int) -> None:
        self.rng, self.now, self.count = rng, now, candidates
        self.roles = {role.key: role for role in company.roles()}
        shapes = {team.key: team.archetype for team in company.teams()}
        self.facts: dict[str, RoleFacts] = {
            role.key: role_facts(role.profile, shapes[role.team]) for role in company.roles()
        }
        self.year = Year(
            rng=rng,
            now=now,
            zone=zoneinfo.ZoneInfo(company.TIME_ZONE),
            people={person.key: person for person in company.staff()},
            names={one.slug: one.name for one in competencies()},
            summaries=words()["summaries"],
        )

    def everybody(self) -> list[Arrival]:
        """Featured people first, then everybody else, in the order in which they came."""
        taken = {one.name for one in company.featured()} | {person.name for person in company.staff()}
        people = invent_people(self.rng, taken)
        found = [self._featured(one) for one in company.featured()]
        prospects = int(self.count * PROSPECTS)
        walking = self.count - len(found) - prospects - DUPLICATES
        for role in self.roles.values():
            share = round(walking * role.share)
            found += [self._arrival(next(people), role, self._channel(role)) for _ in range(share)]
        while len(found) < self.count - prospects - DUPLICATES:
            role = self.roles["perception-engineer"]
            found.append(self._arrival(next(people), role, self._channel(role)))
        found = found[: self.count - prospects - DUPLICATES]
        found += [self._prospect(next(people)) for _ in range(prospects)]
        self._try_again(found)
        self._reopen(found)
        found += self._duplicates(found)
        return sorted(found, key=lambda arrival: arrival.arrived_at)

    def _featured(self, one: company.Featured) -> Arrival:
        role = self.roles[one.role]
        walk = self.year.arranged(role, self.facts[one.role], one, self._fits(one))
        arrival = self._of(featured_person(one, self.rng), role, one.channel, [walk])
        arrival.featured = one
        arrival.person.headline = one.headline or arrival.person.headline
        return arrival

    def _fits(self, one: company.Featured) -> Callable[[Walk], bool]:
        """What else must be true of an arranged walk, so that the day of the demo has something of everything."""
        now = self.now

        def fits(walk: Walk) -> bool:
            cards = [(meeting, card) for meeting in walk.meetings for card in meeting.cards if not card.shadow]
            ahead = [meeting for meeting, _ in cards if meeting.starts_at > now]
            overdue = [
                meeting
                for meeting, card in cards
                if card.submitted_at is None and meeting.ends_at < now - dt.timedelta(hours=26)
            ]
            if one.stage == "onsite":
                return bool(ahead) and (bool(overdue) or one.name != "Elias Brandt")
            if one.stage == "decision" and one.signs:
                return bool(walk.decisions) and (one.story != "unsure" or bool(ahead)) and _speaks(one, walk)
            return True

        return fits

    def _arrival(self, person: Somebody, role: RolePlan, channel: str) -> Arrival:
        while True:
            walk = self.year.walk(role, self.facts[role.key], channel, self._moment(role, channel))
            if walk.moves:
                return self._of(person, role, channel, [walk])

    def _prospect(self, person: Somebody) -> Arrival:
        role = self.rng.choice([role for role in self.roles.values() if not role.closed_weeks])
        channel = self.rng.choice(("arxiv", "proceedings", "conferences", "reimplementations", "referrals"))
        arrival = self._of(person, role, channel, [])
        arrival.arrived_at = self._moment(role, channel)
        return arrival

    def _of(self, person: Somebody, role: RolePlan, channel: str, walks: list[Walk]) -> Arrival:
        person.headline = headline_for(role.draw, self.rng)
        arrived = walks[0].applied_at - dt.timedelta(minutes=self.rng.randint(1, 400)) if walks else self.now
        return Arrival(
            person=person,
            channel=channel,
            draw=role.draw,
            arrived_at=arrived,
            recruiter=role.recruiter,
            reader=self.rng.choice(role.pool),
            walks=walks,
        )

    def _channel(self, role: RolePlan) -> str:
        return self.rng.choices(list(role.lean), list(role.lean.values()))[0]

    def _moment(self, role: RolePlan, channel: str) -> dt.datetime:
        """When somebody comes: more of late, fewer in August and over the new year, at conferences in their weeks."""
        weeks = range(role.closed_weeks + (1 if role.closed_weeks else 0), role.opened_weeks)
        weights = []
        for week in weeks:
            day = self.now - dt.timedelta(weeks=week)
            weight = 4.5 if week < 2 else 1.6 if week < 5 else 1.0
            weight *= 0.4 if day.month == 8 or (day.month == 12 and day.day > 17) else 1.0
            if channel == "conferences":
                weight *= 6 if (day.month, day.day // 16) in {(12, 0), (7, 1), (5, 0), (11, 0)} else 0.3
            weights.append(weight)
        week = self.rng.choices(weeks, weights)[0]
        return self.now - dt.timedelta(weeks=week, hours=self.rng.uniform(6, 160))

    def _try_again(self, arrivals: list[Arrival]) -> None:
        """Some who fitted another profile better come back for it."""
        turned = [
            one
            for one in arrivals
            if one.walks and one.walks[0].moves[-1].reason in {"different-profile", "role-filled"}
        ]
        for arrival in self.rng.sample(turned, min(SECOND_TRIES, len(turned))):
            first = arrival.walks[0]
            start = first.moves[-1].at + dt.timedelta(days=self.rng.uniform(1, 40))
            others = [
                role
                for role in self.roles.values()
                if role.key != first.role.key
                and not role.closed_weeks
                and self.now - dt.timedelta(weeks=role.opened_weeks) < start < self.now
            ]
            if others:
                role = self.rng.choice(others)
                second = self.year.walk(role, self.facts[role.key], "direct", start)
                if second.moves:
                    arrival.walks.append(second)

    def _reopen(self, arrivals: list[Arrival]) -> None:
        """A few rejections of late were hasty, and somebody noticed."""
        soon = self.now - dt.timedelta(days=21)
        hasty = [
            arrival.walks[0]
            for arrival in arrivals
            if len(arrival.walks) == 1
            and arrival.walks[0].standing == "rejected"
            and arrival.walks[0].stage == "review"
            and soon < arrival.walks[0].moves[-1].at < self.now - dt.timedelta(days=2)
        ]
        for walk in hasty[:REOPENED]:
            last = walk.moves[-1]
            walk.moves.append(
                Move(at=self.year.after(last.at, (0.6, 0.2)), by=last.by, stage="review", standing="active")
            )

    def _duplicates(self, arrivals: list[Arrival]) -> list[Arrival]:
        """A few came twice, under another spelling of their name and the same address."""
        twice = self.rng.sample([one for one in arrivals if one.walks and " " in one.person.name], DUPLICATES)
        found = []
        for arrival in twice:
            first, _, rest = arrival.person.name.partition(" ")
            email = next(pair for pair in arrival.person.identities if pair[0] == "email")
            person = dataclasses.replace(arrival.person, name=f"{first[0]}. {rest}", identities=[email])
            again = self._of(person, self.roles["customs-scientist"], "linkedin", [])
            again.arrived_at = min(arrival.last_at + dt.timedelta(days=3), self.now - dt.timedelta(hours=5))
            found.append(again)
        return found


def _speaks(one: company.Featured, walk: Walk) -> bool:
    """Whether something speaks for somebody elsewhere whom we turn down here."""
    found = walk.decisions[-1].outcome
    missed = {bar.bar.criterion for bar in found.bars_not_met}
    is_strong = any(one.state is HypothesisState.CONFIRMED for one in found.strengths)
    return one.story != "no bar" or (is_strong and missed <= ASKED_LESS_ELSEWHERE)


def _analyse() -> None:
    # A planner that still believes in empty tables makes the first pages slow.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
