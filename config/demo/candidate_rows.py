"""Candidates as rows: handles, works, papers, tags, notes and follow-ups."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from candidates.channels.models import Channel
from candidates.papers.models import Authorship, Paper
from candidates.people.actions import searchable
from candidates.people.handles import handle_of
from candidates.people.models import Candidate, Evidence, Identity, Motivation, Note, Tag
from config.demo.clock import working_moment
from config.demo.company import Featured
from config.demo.house import House
from config.demo.people import Somebody, handle
from config.demo.rows import Log, at, create
from config.demo.walks import Walk
from config.demo.works import InventedPaper, first_note, invent_works, note_on_a_work, words
from workspace.staff.models import User

READS = ("arxiv", "proceedings", "conferences")
TAGS = (
    "vision",
    "time series",
    "robotics",
    "open source",
    "Bayesian",
    "planning",
    "data quality",
    "speaks well",
    "came back",
)
SEARCHES = ("forecasting", "point-in-time features", "camera calibration", "late data", "small datasets")
PLACES_MET = ("NeurIPS", "ICLR", "ICML", "CoRL", "a workshop on logistics")


@dataclass
class Arrival:
    """Somebody, through which channel, and the walks they took; none for a prospect."""

    person: Somebody
    channel: str
    draw: str
    arrived_at: dt.datetime
    recruiter: str
    reader: str
    walks: list[Walk]
    featured: Featured | None = None
    row: Candidate | None = None

    @property
    def candidate(self) -> Candidate:
        """The row, once there is one."""
        assert self.row is not None
        return self.row

    @property
    def last_at(self) -> dt.datetime:
        return max([self.arrived_at, *(walk.last_at for walk in self.walks)])


class CandidateWriter:
    """Writes arrivals as candidates with everything on their files."""

    def __init__(
        self, rng: random.Random, now: dt.datetime, house: House, papers: Iterator[InventedPaper], log: Log
    ) -> None:
        self.rng, self.now, self.house, self.papers, self.log = rng, now, house, papers, log
        self.channels = {channel.slug: channel for channel in Channel.objects.all()}
        self.motivations = list(Motivation.objects.all())
        self.names: list[str] = []
        self.found_by: dict[int, list[str]] = defaultdict(list)

    def write(self, arrivals: list[Arrival]) -> None:
        """Write all of them, in a few dozen queries."""
        self.names = [arrival.person.name for arrival in arrivals]
        rows = [self._candidate(arrival) for arrival in arrivals]
        create(Candidate, list(rows))
        for arrival in arrivals:
            self.log.add(
                "added_candidate",
                "candidate",
                arrival.candidate.uuid,
                moment=arrival.arrived_at,
                by=self._user(arrival.recruiter),
                candidate=arrival.candidate.uuid,
                channel=arrival.channel,
            )
        self._handles(arrivals)
        self._works(arrivals)
        self._tags(arrivals)
        self._notes(arrivals)
        for row in rows:
            row.search_text = searchable([row.headline, row.location, *self.found_by[row.pk]])
        Candidate.objects.bulk_update(rows, ["search_text"])

    def _candidate(self, arrival: Arrival) -> Candidate:
        person = arrival.person
        recruiter = self._user(arrival.recruiter)
        row = Candidate(
            name=person.name,
            headline=person.headline,
            location=person.place,
            time_zone=person.time_zone,
            channel=self.channels[arrival.channel],
            channel_detail=self._detail(arrival),
            owner=recruiter,
            added_by=None if arrival.channel in ("direct", "course") else recruiter,
            do_not_contact=self.rng.random() < 0.008,
            created_at=arrival.arrived_at,
            updated_at=arrival.last_at,
            active_at=arrival.last_at,
        )
        closed = bool(arrival.walks) and all(walk.standing != "active" for walk in arrival.walks)
        if self.rng.random() < (0.06 if closed else 0.28):
            days = self.rng.choice([-4, -2, -1, 0, 0, 1, 2, 3, 5, 8, 13, 21, 34])
            row.follow_up_on = self.now.date() + dt.timedelta(days=days)
            row.follow_up_by = recruiter
            row.follow_up_note = self.rng.choice(words()["follow_ups"]["texts"])
        arrival.row = row
        return row

    def _detail(self, arrival: Arrival) -> str:
        rng = self.rng
        return {
            "arxiv": f"watch “{rng.choice(['grasping', 'late information', 'calibration', 'tides'])}”",
            "proceedings": f"{rng.choice(PLACES_MET[:3])} reading list",
            "conferences": f"{rng.choice(PLACES_MET)}, poster {rng.randint(12, 480)}",
            "reimplementations": "found from the paper’s page",
            "referrals": self._user(arrival.reader).name,
            "direct": "careers page",
            "course": f"exam {rng.randint(14, 20)}/20",
            "campus": f"talk in {arrival.person.place}",
            "linkedin": f"search “{rng.choice(SEARCHES)}”",
            "agencies": rng.choice(["Hawthorn & Pike", "Northlight Search"]),
        }[arrival.channel]

    def _handles(self, arrivals: list[Arrival]) -> None:
        rows = []
        for arrival in arrivals:
            for kind, text in arrival.person.identities:
                found = handle_of(kind, text)
                # No link leads out to anybody: an invented handle must not point at a real page.
                url = found.url if ".example" in found.url else ""
                rows.append(
                    Identity(
                        candidate=arrival.candidate,
                        kind=found.kind,
                        value=found.value,
                        url=url,
                        **at(arrival.arrived_at),
                    )
                )
        self._find_by((row.candidate, row.value) for row in rows)
        create(Identity, rows)

    def _works(self, arrivals: list[Arrival]) -> None:
        papers: list[Paper] = []
        authorships: list[Authorship] = []
        evidence: list[Evidence] = []
        for arrival in arrivals:
            if (
                (arrival.featured and arrival.featured.paper)
                or arrival.channel in READS
                or (arrival.draw == "research" and self.rng.random() < 0.5)
            ):
                paper = self._paper(next(self.papers), arrival)
                papers.append(paper)
                authorships += self._authors(paper, arrival)
                evidence.append(self._read(paper, arrival))
            if arrival.featured:
                evidence += self._featured_works(arrival, arrival.featured.works)
            for work in invent_works(arrival.draw, arrival.channel, handle(arrival.person.name), self.rng):
                evidence.append(
                    Evidence(
                        candidate=arrival.candidate,
                        rung=work.rung,
                        title=work.title,
                        url=work.url,
                        happened_on=(self.now - dt.timedelta(days=work.days_ago)).date(),
                        source=work.source,
                        note=work.note,
                        noted_by=self._user(arrival.reader) if work.note else None,
                        execution=work.execution,
                        importance=work.importance,
                        **at(arrival.arrived_at),
                    )
                )
        create(Paper, papers)
        create(Authorship, authorships)
        self._find_by((row.candidate, row.title) for row in evidence)
        create(Evidence, evidence)

    def _featured_works(self, arrival: Arrival, titles: Iterable[str]) -> list[Evidence]:
        return [
            Evidence(
                candidate=arrival.candidate,
                rung=4,
                title=title,
                url=f"https://code.example/{handle(arrival.person.name)}/{number}",
                happened_on=(self.now - dt.timedelta(days=200 * number)).date(),
                source="the repository",
                note=note_on_a_work(self.rng),
                noted_by=self._user(arrival.reader),
                execution=3,
                **at(arrival.arrived_at),
            )
            for number, title in enumerate(titles, start=1)
        ]

    def _paper(self, invented: InventedPaper, arrival: Arrival) -> Paper:
        return Paper(
            title=(arrival.featured and arrival.featured.paper) or invented.title,
            abstract=invented.abstract,
            venue=invented.venue,
            published_on=invented.published_on(self.now),
            url=invented.url,
            fingerprint=f"demo:{invented.number}",
            source="demo",
            fetched_at=arrival.arrived_at,
            added_by=self._user(arrival.reader),
            **at(arrival.arrived_at),
        )

    def _authors(self, paper: Paper, arrival: Arrival) -> list[Authorship]:
        others = self.rng.sample(self.names, self.rng.randint(1, 4))
        names = [arrival.person.name, *(name for name in others if name != arrival.person.name)]
        return [
            Authorship(
                paper=paper,
                position=position,
                name=name,
                candidate=arrival.candidate if position == 1 else None,
                **at(arrival.arrived_at),
            )
            for position, name in enumerate(names, start=1)
        ]

    def _read(self, paper: Paper, arrival: Arrival) -> Evidence:
        judged = self.rng.random() < 0.8
        liked = bool(arrival.featured)
        return Evidence(
            candidate=arrival.candidate,
            rung=5,
            title=paper.title,
            url=paper.url,
            happened_on=paper.published_on,
            source="a reader",
            paper=paper,
            note=first_note() if liked else note_on_a_work(self.rng),
            noted_by=self._user(arrival.reader),
            originality=3 if liked else self.rng.choice([1, 2, 2, 3]) if judged else None,
            execution=3 if liked else self.rng.choice([2, 2, 3]) if judged else None,
            importance=2 if liked else self.rng.choice([1, 2, 3]) if judged else None,
            **at(arrival.arrived_at),
        )

    def _tags(self, arrivals: list[Arrival]) -> None:
        tags = [Tag(name=name) for name in TAGS]
        Tag.objects.bulk_create(tags)
        tagged, moved = [], []
        for arrival in arrivals:
            chosen = self.rng.sample(tags, self.rng.choice([0, 0, 0, 1, 1, 2]))
            self._find_by((arrival.candidate, tag.name) for tag in chosen)
            tagged += [Candidate.tags.through(candidate=arrival.candidate, tag=tag) for tag in chosen]
            if any(walk.reached("screen") for walk in arrival.walks):
                wants = self.rng.sample(self.motivations, self.rng.choice([1, 1, 2]))
                moved += [Candidate.motivations.through(candidate=arrival.candidate, motivation=want) for want in wants]
        Candidate.tags.through.objects.bulk_create(tagged)
        Candidate.motivations.through.objects.bulk_create(moved)

    def _notes(self, arrivals: list[Arrival]) -> None:
        rows = []
        for arrival in arrivals:
            came_far = any(walk.reached("screen") for walk in arrival.walks)
            for _ in range(self.rng.choice([1, 1, 2, 3] if came_far else [0, 0, 0, 0, 1])):
                span = max((arrival.last_at - arrival.arrived_at).total_seconds(), 3600)
                author = self._user(arrival.recruiter)
                moment = arrival.arrived_at + dt.timedelta(seconds=self.rng.uniform(600, span))
                moment = min(working_moment(moment, author.zone, self.rng), self.now)
                rows.append(
                    Note(
                        candidate=arrival.candidate,
                        author=author,
                        text=self.rng.choice(words()["notes"]["candidate"]["texts"]),
                        audience="recruiting" if self.rng.random() < 0.15 else "everyone",
                        **at(moment),
                    )
                )
                self.log.add(
                    "wrote_note",
                    "candidate",
                    arrival.candidate.uuid,
                    moment=moment,
                    by=author,
                    candidate=arrival.candidate.uuid,
                )
        create(Note, rows)

    def _find_by(self, words: Iterable[tuple[Candidate, str]]) -> None:
        for candidate, word in words:
            self.found_by[candidate.pk].append(word)

    def _user(self, key: str) -> User:
        return self.house.staff[key]
