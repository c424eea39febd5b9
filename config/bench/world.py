"""Rows to measure on, written by PostgreSQL itself: candidates, roles with stages, applications with their history."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from candidates.models import Channel
from config.bench.interviewing import cards_to_submit, judged_application, load_interviews, make_panel
from hiring.models import Application, ClosingReason, Competency, Role, RoleProfile, Stage, Team
from hiring.roles.enums import StageKind
from interviews.models import AssessmentType, Interview, Kit, Scorecard, Seat
from interviews.scorecards.actions import open_scorecard
from workspace.models import User

PASSWORD = "bench bench bench bench"  # noqa: S105  (of a database that exists for a minute)
ROLES = 20
BIG = 5_000
STAGES = (
    StageKind.SOURCED,
    StageKind.CONTACTED,
    StageKind.REVIEW,
    StageKind.SCREEN,
    StageKind.ONSITE,
    StageKind.DECISION,
    StageKind.OFFER,
)
# What the bulk load writes by itself; the counts are rebuilt in one go afterwards.
QUIET = ("hiring_application", "hiring_stagechange")


@dataclass(frozen=True)
class World:
    """What the driver needs to know of the rows."""

    email: str
    interviewer_email: str
    big_role: str
    candidate: str
    application: str
    stages: tuple[str, ...]
    scorecard: str
    judged: str
    to_submit: tuple[str, ...]


def make_frame() -> None:
    """Write the few rows that everything hangs on, once."""
    if User.objects.exists():
        return
    recruiter = User.objects.create_user(
        "recruiter@bench.example", PASSWORD, name="Rita Recruiter", persona="recruiter"
    )
    User.objects.create_user("interviewer@bench.example", PASSWORD, name="Ines Interviewer", persona="interviewer")
    manager = User.objects.create_user("manager@bench.example", PASSWORD, name="Hari Manager", persona="hiring_manager")
    team = Team.objects.create(name="Bench", archetype="embedded")
    profile = RoleProfile.objects.create(
        slug="ml-engineer", name="ML engineer", job="x", work_product="x", ml_skill=8, software_skill=8, communication=5
    )
    for place in range(8):
        Channel.objects.create(slug=f"channel-{place}", name=f"Channel {place}", kind="other", position=place)
    ClosingReason.objects.create(slug="bench", side="ours", text="Bench")
    Competency.objects.create(
        slug="bench", name="Bench", strength_anchors=["a", "b", "c", "d"], bar_low="l", bar_mid="m", bar_high="h"
    )
    kind = AssessmentType.objects.create(slug="bench", name="Bench", shows="x")
    Kit.objects.create(slug="bench", name="Bench", assessment_type=kind)
    for number in range(ROLES):
        role = Role(
            title=f"Role {number}",
            team=team,
            profile=profile,
            hiring_manager=manager,
            recruiter=recruiter,
            state="open",
            opened_at="2026-01-01T00:00Z",
        )
        role.save()
        Stage.objects.bulk_create(
            Stage(role=role, name=kind.label, kind=kind, position=place, sla_days=3 + place)
            for place, kind in enumerate(STAGES)
        )
    make_panel()


def load(candidates: int) -> None:
    """Bring the database to so many candidates and half as many applications again. The first role gets BIG active ones."""
    with connection.cursor() as cursor:
        for table in QUIET:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(CANDIDATES, {"number": candidates})
        cursor.execute(IDENTITIES)
        cursor.execute(APPLICATIONS, {"number": candidates * 3 // 2, "big": min(BIG, candidates // 2)})
        cursor.execute(CHANGES)
        cursor.execute(CLOSINGS)
        for table in QUIET:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SELECT insights_rebuild()")
    load_interviews()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


FIRST = "ARRAY['Elin','Mei','Kofi','Ines','Yusuf','Noor','Elias','Sofia','Hana','Tomas','Ada','Ruth','Jonas','Priya','Dev','Asha']"
LAST = "ARRAY['Vasquez','Sorensen','Mensah','Marchetti','Demir','Haddad','Brandt','Rinaldi','Kobayashi','Okafor','Lindqvist','Tanaka']"

CANDIDATES = f"""
INSERT INTO candidates_candidate (uuid, created_at, updated_at, name, folded_name, name_keys, headline, location, time_zone, channel_id,
    channel_detail, owner_id, do_not_contact, follow_up_note, search_text, active_at)
SELECT gen_random_uuid(), t, t, n, lower(n), ARRAY[lower(n)], 'Works on topic ' || mod(i, 500), 'Lisbon', '', c.id, '', u.id, false, '',
       'person' || i || ' mail example topic ' || mod(i, 500), t
  FROM (SELECT i, ({FIRST})[1 + mod(i, 16)] || ' ' || ({LAST})[1 + mod(i / 16, 12)] || ' ' || to_hex(i) AS n,
               now() - mod(i, 500000) * interval '1 minute' AS t
          FROM (SELECT generate_series((SELECT count(*) + 1 FROM candidates_candidate)::int, %(number)s::int) AS i) AS numbers) AS rows
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM candidates_channel) c ON c.place = mod(i, 8)
 CROSS JOIN (SELECT id FROM workspace_user WHERE persona = 'recruiter') u
"""  # noqa: S608  (names for invented people)

IDENTITIES = """
INSERT INTO candidates_identity (uuid, created_at, updated_at, candidate_id, kind, value, url)
SELECT gen_random_uuid(), now(), now(), c.id, 'email', 'person' || c.id || '@mail.example', ''
  FROM candidates_candidate c
 WHERE NOT EXISTS (SELECT 1 FROM candidates_identity i WHERE i.candidate_id = c.id)
"""

APPLICATIONS = """
WITH roles AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM hiring_role),
     stages AS (SELECT id, role_id, position FROM hiring_stage),
     had AS (SELECT count(*) AS number FROM hiring_application),
     people AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM candidates_candidate),
     wanted AS (
         SELECT i, people.id AS candidate_id,
                CASE WHEN i <= %(big)s THEN 0 ELSE 1 + mod(i, 19) END AS role_place,
                i <= %(big)s OR mod(i, 5) = 0 AS active
           FROM generate_series((SELECT number + 1 FROM had), %(number)s) AS i
           JOIN people ON people.place = 1 + mod(i - 1, (SELECT count(*) FROM people))
     )
INSERT INTO hiring_application (uuid, created_at, updated_at, candidate_id, role_id, stage_id, standing, channel_id, channel_detail,
    applied_at, entered_at, closed_at, closing_reason_id)
SELECT gen_random_uuid(), t, t, candidate_id, roles.id, stages.id,
       CASE WHEN active THEN 'active' WHEN mod(i, 50) = 1 THEN 'hired' ELSE 'rejected' END,
       c.channel_id, '', t, t + interval '1 day', CASE WHEN active THEN NULL ELSE t + interval '9 days' END,
       CASE WHEN active OR mod(i, 50) = 1 THEN NULL ELSE (SELECT id FROM hiring_closingreason LIMIT 1) END
  FROM (SELECT *, now() - mod(i, 400) * interval '1 day' AS t FROM wanted) w
  JOIN roles ON roles.place = w.role_place
  JOIN stages ON stages.role_id = roles.id AND stages.position = mod(w.i * 7 / 3, 7)
  JOIN candidates_candidate c ON c.id = w.candidate_id
    ON CONFLICT DO NOTHING
"""

CHANGES = """
INSERT INTO hiring_stagechange (uuid, created_at, updated_at, application_id, before_id, after_id, standing_before, standing_after,
    happened_at, by_id, reason_id, note)
SELECT gen_random_uuid(), a.applied_at, a.applied_at, a.id, NULL, a.stage_id, '', 'active', a.applied_at, u.id, NULL, ''
  FROM hiring_application a
 CROSS JOIN (SELECT id FROM workspace_user WHERE persona = 'recruiter') u
 WHERE NOT EXISTS (SELECT 1 FROM hiring_stagechange c WHERE c.application_id = a.id)
"""

CLOSINGS = """
INSERT INTO hiring_stagechange (uuid, created_at, updated_at, application_id, before_id, after_id, standing_before, standing_after,
    happened_at, by_id, reason_id, note)
SELECT gen_random_uuid(), a.closed_at, a.closed_at, a.id, a.stage_id, a.stage_id, 'active', a.standing, a.closed_at, u.id, a.closing_reason_id, ''
  FROM hiring_application a
 CROSS JOIN (SELECT id FROM workspace_user WHERE persona = 'recruiter') u
 WHERE a.standing <> 'active'
   AND NOT EXISTS (SELECT 1 FROM hiring_stagechange c WHERE c.application_id = a.id AND c.standing_after = a.standing)
"""


def describe(submissions: int) -> World:
    """Find the rows the driver walks, and make the scorecards it fills; so many are there to be submitted."""
    big = Role.objects.order_by("pk").first()
    assert big is not None
    active = list(big.applications.filter(standing="active").select_related("role").order_by("pk")[: submissions + 2])
    application, judged, *others = active
    interviewer = User.objects.get(email="interviewer@bench.example")
    return World(
        email="recruiter@bench.example",
        interviewer_email="interviewer@bench.example",
        big_role=big.slug,
        candidate=str(application.candidate.uuid),
        application=str(application.uuid),
        stages=tuple(str(stage.uuid) for stage in big.stages.all()[:2]),
        scorecard=str(owed_scorecard(application).uuid),
        judged=str(judged_application(judged).uuid),
        to_submit=tuple(str(card.uuid) for card in cards_to_submit(others, interviewer)),
    )


def owed_scorecard(application: Application) -> Scorecard:
    """Return a scorecard that the interviewer owes on this application."""
    interviewer = User.objects.get(email="interviewer@bench.example")
    if card := Scorecard.objects.filter(author=interviewer, application=application).first():
        return card
    start = timezone.now() - dt.timedelta(hours=2)
    during = DateTimeTZRange(start, start + dt.timedelta(minutes=45))
    interview = Interview.objects.create(application=application, kit=Kit.objects.get(slug="bench"), during=during)
    seat = Seat.objects.create(interview=interview, user=interviewer, during=during)
    return open_scorecard(seat=seat, counts=True, at=start)
