"""What applicants said of themselves, invented, and the half-years that were counted since."""

import datetime as dt
import random
from collections.abc import Collection

from candidates.people.models import Candidate
from config.demo.house import House
from insights.fairness.actions import make_reports
from insights.fairness.reading import name_reader
from insights.self_identification.models import CountryQuestions, SelfAnswer
from insights.self_identification.pseudonyms import person_of
from workspace.activity.models import Activity

ANSWERS = 0.74
GENDERS = {"man": 62, "woman": 33, "non-binary-or-another-gender": 3, "": 4}
STUDIED = {"at-a-university": 70, "at-work-or-by-oneself": 22, "": 8}
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
    CountryQuestions.objects.create(
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
    make_reports(now)


def _drawn(shares: dict[str, int], rng: random.Random) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
