"""What the invented organisation reads together, and whom it met where."""

import datetime as dt
import itertools
import random
import zoneinfo
from collections.abc import Iterator, Sequence

from candidates.channels.models import Channel
from candidates.conferences.models import Conference, Consent, Encounter, PlannedMeeting, Trip
from candidates.papers.models import Authorship, Paper
from candidates.watches.enums import Act, Verdict
from candidates.watches.models import Opinion, Reading, Watch, WatchFlag
from candidates.watches.ordering import rank_watch_now
from config.demo import company
from config.demo.candidate_rows import Arrival
from config.demo.clock import working_moment
from config.demo.house import House
from config.demo.people import invent_people
from config.demo.rows import at, create
from config.demo.sourcing_rows import story
from config.demo.works import InventedPaper
from workspace.staff.models import User

READERS = ("asha", "marta", "tomasz")
TRAVELLERS = ("asha", "tomasz")
MOST_FLAGS = 14
MET = 7
UNREAD_PAPERS = 14
ZONE = zoneinfo.ZoneInfo(company.TIME_ZONE)


def write_reading(arrivals: Sequence[Arrival], house: House, now: dt.datetime, rng: random.Random) -> None:
    """Write watches with what was said and whom they brought, then conferences with whom was met."""
    readers = [house.staff[key] for key in READERS]
    for told in story()["watch"]:
        moment = now - dt.timedelta(days=200)
        watch = Watch(
            name=told["name"],
            wanted=told["wanted"],
            blocked=told["blocked"],
            threshold=-0.5,
            added_by=readers[0],
            taught_at=moment,
            **at(moment),
        )
        create(Watch, [watch])
        watch.members.set(readers)
        _write_opinions(watch, told, readers, now, rng)
        _write_flags(watch, readers, rng)
        rank_watch_now(watch)
    met = [one for one in arrivals if one.channel == "conferences" and one.candidate.do_not_contact is False]
    for told in story()["conference"]:
        _write_conference(told, met, house, now, rng)


def _write_opinions(watch: Watch, told: dict, readers: list[User], now: dt.datetime, rng: random.Random) -> None:
    readings: list[Reading] = []
    opinions: list[Opinion] = []
    for paper in Paper.objects.order_by("pk"):
        liked = any(word in paper.title for word in told["likes"])
        if not liked and not any(word in paper.title for word in told["dislikes"]):
            continue
        verdict = Verdict.LIKE if liked else Verdict.DISLIKE
        # Something is left to read, but the watch has heard of both.
        if rng.random() < 0.35 and any(one.verdict == verdict for one in opinions):
            continue
        moment = working_moment(now - dt.timedelta(days=rng.uniform(3, 150)), ZONE, rng)
        person = rng.choice(readers)
        common = {"watch": watch, "paper": paper, "person": person}
        readings.append(Reading(**common, act=Act(verdict.value), **at(min(moment, now))))
        opinions.append(Opinion(**common, verdict=verdict, **at(min(moment, now))))
    create(Reading, readings)
    create(Opinion, opinions)


def _write_flags(watch: Watch, readers: list[User], rng: random.Random) -> None:
    """Those whom a liked paper made a candidate were flagged from here."""
    liked = Opinion.objects.filter(watch=watch, verdict=Verdict.LIKE).values("paper")
    taken = WatchFlag.objects.values("candidate")
    authors = Authorship.objects.filter(paper__in=liked, candidate__isnull=False, position=1).exclude(
        candidate__in=taken
    )
    rows = [
        WatchFlag(
            watch=watch,
            paper_id=one.paper_id,
            candidate_id=one.candidate_id,
            position=1,
            by=rng.choice(readers),
            **at(one.created_at),
        )
        for one in authors.order_by("pk")[:MOST_FLAGS]
    ]
    create(WatchFlag, rows)


def _write_conference(told: dict, met: Sequence[Arrival], house: House, now: dt.datetime, rng: random.Random) -> None:
    starts = (now - dt.timedelta(days=told["days_ago"])).date()
    travellers = [house.staff[key] for key in TRAVELLERS]
    conference = Conference.objects.create(
        name=told["name"],
        year=starts.year,
        starts_on=starts,
        ends_on=starts + dt.timedelta(days=told["days"] - 1),
        place=told["place"],
        venue=told["venue"],
        channel=Channel.objects.get(slug="conferences"),
        added_by=travellers[1],
    )
    Trip.objects.bulk_create(Trip(conference=conference, traveller=one) for one in travellers)
    if starts > now.date():
        planned = [one.candidate for one in met if not one.walks][:4]
        PlannedMeeting.objects.bulk_create(
            PlannedMeeting(conference=conference, candidate=one, traveller=rng.choice(travellers)) for one in planned
        )
        return
    _write_encounters(conference, met, travellers, now, rng)


def _write_encounters(
    conference: Conference, met: Sequence[Arrival], travellers: list[User], now: dt.datetime, rng: random.Random
) -> None:
    talks = story()["talk"]
    begin = dt.datetime.combine(conference.starts_on, dt.time(10), ZONE)
    days = (conference.ends_on - conference.starts_on).days + 1
    people = [(one.candidate.name, one.candidate) for one in met if one.arrived_at > begin][:MET]
    encounters = []
    for name, candidate in [*people, *((name, None) for name in talks["strangers"])]:
        moment = begin + dt.timedelta(days=rng.randrange(days), minutes=rng.randrange(480))
        promise = (now + dt.timedelta(days=rng.choice([-2, 1, 3]))).date() if rng.random() < 0.3 else None
        encounters.append(
            Encounter(
                conference=conference,
                met_by=rng.choice(travellers),
                met_at=moment,
                name=name,
                place=rng.choice(talks["places"]),
                said=rng.choice(talks["said"]),
                consent=rng.choice([Consent.YES, Consent.YES, Consent.NOT_ASKED]),
                follow_up_on=promise,
                candidate=candidate,
                **at(moment),
            )
        )
    create(Encounter, encounters)


def write_unread_papers(rng: random.Random, now: dt.datetime, papers: Iterator[InventedPaper], reader: User) -> None:
    """Papers nobody has taken a candidate from yet."""
    names = invent_people(rng, set())
    rows, authors = [], []
    for invented in itertools.islice(papers, UNREAD_PAPERS):
        moment = now - dt.timedelta(hours=rng.uniform(2, 200))
        paper = Paper(
            title=invented.title,
            abstract=invented.abstract,
            venue=invented.venue,
            published_on=moment.date(),
            url=invented.url,
            fingerprint=f"demo:{invented.number}",
            source="demo",
            fetched_at=moment,
            added_by=reader,
            **at(moment),
        )
        rows.append(paper)
        authors += [
            Authorship(paper=paper, position=position, name=next(names).name, **at(moment))
            for position in range(1, rng.randint(3, 6))
        ]
    create(Paper, rows)
    create(Authorship, authors)
