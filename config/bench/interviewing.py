"""Interviews to measure on: many held long ago, one application with a whole panel, and scorecards that wait to be submitted."""

import datetime as dt
import itertools
from collections.abc import Iterable

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from hiring.models import Application, Competency, Role, RoleCompetency
from interviews.models import (
    AssessmentType,
    Hypothesis,
    Interview,
    Kit,
    KitCompetency,
    PlannedInterview,
    Scorecard,
    Seat,
)
from interviews.scorecards.actions import open_scorecard, submit_scorecard
from interviews.scorecards.draft import BAR, STRENGTH, Draft, TypedRating
from workspace.models import User

PANEL = 20
# The kit that everybody held so far, and those that are still to be held: a strength wants a look of another type too.
KIT, KITS_TO_COME = "bench", ("bench-pair", "bench-design", "bench-talk")
CRITERIA = ("bench", "bench-code", "bench-theory", "bench-debugging", "bench-writing")
SEEN = "Found the fault in twenty minutes and said how it shows in the curve."
FIRST_HOUR = dt.datetime(2025, 6, 2, 8, tzinfo=dt.UTC)


def make_panel() -> None:
    """Write who interviews, and what the roles and the kits ask: one possible strength and four bars."""
    User.objects.bulk_create(
        User(email=f"panel{n}@bench.example", name=f"Panel Member {n}", persona="interviewer", side=side)
        for n, side in zip(range(PANEL), itertools.cycle(["researcher", "engineer"]), strict=False)
    )
    kits, roles = make_kits(), list(Role.objects.all())
    for place, slug in enumerate(CRITERIA):
        competency, _ = Competency.objects.get_or_create(
            slug=slug,
            defaults={
                "name": slug.replace("-", " ").capitalize(),
                "strength_anchors": ["a", "b", "c", "d"],
                "bar_low": "l",
                "bar_mid": "m",
                "bar_high": "h",
            },
        )
        KitCompetency.objects.bulk_create(
            KitCompetency(kit=kit, competency=competency, depth="bar" if place else "in_depth") for kit in kits
        )
        asked = {"bar_level": "mid", "bar_anchor": "Can do it with a hint."} if place else {"may_be_strength": True}
        RoleCompetency.objects.bulk_create(
            RoleCompetency(role=role, competency=competency, position=place, **asked) for role in roles
        )
    PlannedInterview.objects.bulk_create(
        PlannedInterview(role=role, kit=kit, position=place) for role in roles for place, kit in enumerate(kits)
    )


def make_kits() -> list[Kit]:
    """Write a kit of an assessment type of its own for each interview to come; return them after the one that is there."""
    kits = [Kit.objects.get(slug=KIT)]
    for slug in KITS_TO_COME:
        name = slug.replace("-", " ").capitalize()
        kind = AssessmentType.objects.create(slug=slug, name=name, shows="x")
        kits.append(Kit.objects.create(slug=slug, name=name, assessment_type=kind))
    return kits


def load_interviews() -> None:
    """Give every third application an interview held by one of the panel, with a submitted scorecard and five ratings."""
    with connection.cursor() as cursor:
        cursor.execute(INTERVIEWS, {"panel": PANEL, "kit": KIT})
        for statement in (SEATS, SCORECARDS, VERSIONS, RATINGS):
            cursor.execute(statement)


INTERVIEWS = """
INSERT INTO interviews_interview (uuid, created_at, updated_at, application_id, kit_id, during, location, state, sequence)
SELECT gen_random_uuid(), now(), now(), id, kit, tstzrange(start, start + interval '45 minutes'), '', 'booked', 0
  FROM (SELECT a.id, (SELECT id FROM interviews_kit WHERE slug = %(kit)s) AS kit,
               timestamptz '2025-01-01' - interval '1 hour' * ((had.number + row_number() OVER (ORDER BY a.id)) / %(panel)s) AS start
          FROM hiring_application a CROSS JOIN (SELECT count(*) AS number FROM interviews_interview) had
         WHERE mod(a.id, 3) = 0 AND NOT EXISTS (SELECT 1 FROM interviews_interview i WHERE i.application_id = a.id)) AS rows
"""

SEATS = """
INSERT INTO interviews_seat (uuid, created_at, updated_at, interview_id, user_id, kind, during, is_live)
SELECT gen_random_uuid(), now(), now(), i.id, p.id, 'interviewer', i.during, true
  FROM (SELECT *, row_number() OVER (PARTITION BY during ORDER BY id) AS place FROM interviews_interview) i
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM workspace_user WHERE email LIKE 'panel%') p ON p.place = i.place
 WHERE NOT EXISTS (SELECT 1 FROM interviews_seat s WHERE s.interview_id = i.id)
"""

SCORECARDS = """
INSERT INTO interviews_scorecard (uuid, created_at, updated_at, seat_id, application_id, author_id, kit_id, counts, opened_at, due_at, draft,
    draft_revision, submitted_at)
SELECT gen_random_uuid(), now(), now(), s.id, i.application_id, s.user_id, i.kit_id, true, lower(i.during), upper(i.during), '{}', 0,
       upper(i.during)
  FROM interviews_seat s JOIN interviews_interview i ON i.id = s.interview_id
 WHERE NOT EXISTS (SELECT 1 FROM interviews_scorecard c WHERE c.seat_id = s.id)
"""

VERSIONS = """
INSERT INTO interviews_scorecardversion (uuid, created_at, updated_at, scorecard_id, number, submitted_at, summary, amendment_reason,
    after_reading, from_memory)
SELECT gen_random_uuid(), now(), now(), c.id, 1, c.submitted_at, '', '', false, false
  FROM interviews_scorecard c
 WHERE c.submitted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM interviews_scorecardversion v WHERE v.scorecard_id = c.id)
"""

RATINGS = """
INSERT INTO interviews_rating (uuid, created_at, updated_at, version_id, competency_id, scale, level, mark, observation)
SELECT gen_random_uuid(), now(), now(), v.id, k.id, CASE WHEN k.slug = 'bench' THEN 'strength' ELSE 'bar' END,
       CASE WHEN k.slug = 'bench' THEN 1 + mod(v.id, 4) END, CASE WHEN k.slug = 'bench' THEN NULL ELSE 'just_above' END, 'Seen.'
  FROM interviews_scorecardversion v CROSS JOIN hiring_competency k
 WHERE k.slug LIKE 'bench%' AND NOT EXISTS (SELECT 1 FROM interviews_rating r WHERE r.version_id = v.id)
"""


def judged_application(application: Application) -> Application:
    """Let four of the panel submit what they saw of this application; one bar stays borderline, so that a next step is looked for."""
    if application.hypotheses.exists():
        return application
    suppose(application)
    for hour, person in enumerate(User.objects.filter(email__startswith="panel").order_by("pk")[:4]):
        card = card_of(application, person, FIRST_HOUR + dt.timedelta(hours=2 * hour))
        submit_scorecard(scorecard=card, draft=filled("just_below" if hour == 0 else "just_above"), by=person)
    return application


def cards_to_submit(applications: Iterable[Application], person: User) -> list[Scorecard]:
    """Return a scorecard that this person owes on each of these applications, hours apart from each other."""
    had = Seat.objects.filter(user=person).count()
    cards = []
    for place, application in enumerate(applications):
        suppose(application)
        cards.append(card_of(application, person, FIRST_HOUR + dt.timedelta(hours=had + place)))
    return cards


def suppose(application: Application) -> None:
    """Name the strength that the scorecards are to validate: a rating of one that nobody named is not taken."""
    strength = Competency.objects.get(slug=CRITERIA[0])
    Hypothesis.objects.get_or_create(
        application=application,
        competency=strength,
        defaults={
            "suggested_by": "A talk.",
            "refuted_by": "No plan.",
            "written_by": application.role.hiring_manager,
        },
    )


def card_of(application: Application, person: User, start: dt.datetime) -> Scorecard:
    during = DateTimeTZRange(start, start + dt.timedelta(minutes=45))
    interview = Interview.objects.create(application=application, kit=Kit.objects.get(slug=KIT), during=during)
    return open_scorecard(
        seat=Seat.objects.create(interview=interview, user=person, during=during), counts=True, at=start
    )


def filled(code: str = "just_above") -> Draft:
    """A scorecard with every criterion of the kit rated."""
    marks = dict.fromkeys(CRITERIA[1:], "just_above") | {"bench-code": code}
    bars = [TypedRating(BAR, slug, mark, SEEN) for slug, mark in marks.items()]
    return Draft(ratings=(TypedRating(STRENGTH, CRITERIA[0], "3", SEEN), *bars), summary="Would work with them.")


def as_posted(draft: Draft) -> dict[str, str]:
    """The same as a browser's form sends it."""
    fields = {"version": "0", "go": "submit", "summary": draft.summary}
    for rating in draft.ratings:
        fields |= {f"choice-{rating.key}": rating.choice, f"seen-{rating.key}": rating.seen}
    return fields
