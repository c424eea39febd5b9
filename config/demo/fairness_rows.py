"""What applicants said of themselves, invented, and the half-years that were counted since."""

import datetime as dt
import random
from collections.abc import Collection
from itertools import islice

from candidates.people.models import Candidate
from config.demo.house import House
from insights.fairness.actions import make_reports, read_together, tables_of
from insights.fairness.counting import STAGES, Walk
from insights.fairness.models import FairnessReport, FairnessTable
from insights.fairness.periods import SETTLED_AFTER, due_periods, half_years_before
from insights.fairness.reading import name_reader
from insights.self_identification.models import CountryQuestions, SelfAnswer
from insights.self_identification.pseudonyms import person_of
from workspace.activity.models import Activity

ANSWERS = 0.74
GENDERS = {"man": 62, "woman": 33, "non-binary-or-another-gender": 3, "": 4}
STUDIED = {"at-a-university": 70, "at-work-or-by-oneself": 22, "": 8}
EARLIER_SEED = 6
EARLIER = (190, 240, 480, 230)  # people who applied, half-year before half-year; in one of them a new office was filled
PASSING = (0.4, 0.62, 0.6, 0.5, 0.6, 0.8)
KINDS = ("ML engineer", "ML engineer", "ML engineer", "ML researcher")
QUESTIONS = """
Gender
- Woman
- Man
- Non-binary or another gender

How you came to machine learning
- At a university
- At work or by oneself
"""


def write_fairness(applicants: Collection[Candidate], house: House, now: dt.datetime, rng: random.Random) -> None:
    """Ask where the demo's roles are, let three in four answer, count the half-years that are over; the admin may read them."""
    country = CountryQuestions.objects.create(
        name="Portugal and the Netherlands",
        places=["Lisbon", "Amsterdam", "Rotterdam", "Stockholm", "Bengaluru"],
        questions=QUESTIONS.strip(),
    )
    rows = []
    for candidate in applicants:
        said = {"gender": _drawn(GENDERS, rng), "how-you-came-to-machine-learning": _drawn(STUDIED, rng)}
        kept = {question: answer for question, answer in said.items() if answer}
        if rng.random() < ANSWERS and kept:
            rows.append(SelfAnswer(person=person_of(candidate.uuid), answers=kept))
    # By their key, so that the order they lie in says nothing of who came when.
    SelfAnswer.objects.bulk_create(sorted(rows, key=lambda row: row.person))
    admin = next(user for user in house.staff.values() if user.is_admin)
    name_reader(user=admin, by=admin)
    # What the action logged was done when the demo's year ends.
    Activity.erasable.filter(verb="named_fairness_reader").update(created_at=now, updated_at=now)
    past = random.Random(EARLIER_SEED)  # noqa: S311  (its own, so that the past stays as it is whoever applies this year)
    before = half_years_before(min(due_periods(now.date()))[0])
    for (begins, ends), people in zip(reversed([*islice(before, len(EARLIER))]), EARLIER, strict=True):
        _write_earlier(country, begins, ends, people, past)
    make_reports(now)


def _write_earlier(country: CountryQuestions, begins: dt.date, ends: dt.date, people: int, rng: random.Random) -> None:
    """A half-year whose applications are deleted by now, as it was counted then; women were read a little more strictly than men."""
    made_at = dt.datetime.combine(ends + SETTLED_AFTER, dt.time(5, 10), dt.UTC)
    report = FairnessReport.objects.create(begins_on=begins, ends_on=ends, made_at=made_at)
    walks, answers = [], {}
    for person in range(people):
        said = {"gender": _drawn(GENDERS, rng), "how-you-came-to-machine-learning": _drawn(STUDIED, rng)}
        walks.append(_walked(person, said["gender"], rng))
        if rng.random() < ANSWERS:
            answers[person] = {question: answer for question, answer in said.items() if answer}
    tables = tables_of(report, country, walks, answers)
    for position, table in enumerate(tables):
        table.position = position
    FairnessTable.objects.bulk_create(tables)
    read_together(report)


def _walked(person: int, gender: str, rng: random.Random) -> Walk:
    stood_in: list[str] = []
    for stage, rate in zip(STAGES, PASSING, strict=True):
        stood_in.append(stage)
        if rng.random() > rate - 0.1 * (stage == "review" and gender == "woman"):
            break
    else:
        return Walk(person, rng.choice(KINDS), frozenset(stood_in), hired=True, rejected=False)
    # One in twelve withdrew, or still waited when the half-year was counted.
    return Walk(person, rng.choice(KINDS), frozenset(stood_in), hired=False, rejected=rng.random() > 1 / 12)


def _drawn(shares: dict[str, int], rng: random.Random) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
