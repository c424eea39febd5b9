"""One small world in which every address has something to show, and the people who ask for it."""

import datetime as dt
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from candidates.conflicts.actions import note_found
from candidates.conflicts.enums import ConflictKind
from candidates.conflicts.models import OwnHandle
from candidates.harvest.models import Source
from candidates.identity.actions import propose_link
from candidates.imports.actions import start_import
from candidates.imports.models import ImportRow
from candidates.matching.merging import merge_candidates
from candidates.outreach.actions import keep_draft, send_message
from candidates.outreach.models import BouncedAddress, ProofPoint, Sequence, Template
from candidates.people.models import Motivation
from candidates.people.records import add_file
from candidates.people.saved import SavedView
from candidates.privacy.clock import begin_clock
from candidates.privacy.objecting import objection_url
from candidates.sourcing.models import PaperLookup
from candidates.watches.models import Sprint, SprintPaper, Watch
from hiring.models import StageTemplate
from hiring.pipeline.actions import move_application
from hiring.pipeline.bulk import move_many
from insights.calibration.samples import sample_sets
from insights.checkins.actions import set_start
from insights.fairness.models import FairnessReader, FairnessReport, FairnessTable
from insights.models import SavedDashboard
from insights.self_identification.links import link_of as link_of_question
from insights.self_identification.models import all_countries
from insights.updates.actions import draft_now, plan_of
from insights.updates.models import UpdateReader
from interviews.availability.actions import add_day_off, make_feed
from interviews.availability.sources import add_source
from interviews.booking.actions import Wanted, offer_times
from interviews.booking.links import token_of as token_of_booking
from interviews.models import Decision, GapPlan, LoopSearch, SecondRating
from interviews.schedule.actions import book_interview
from interviews.sittings.actions import begin
from interviews.sittings.links import token_of
from interviews.take_homes.giving import give_take_home
from interviews.take_homes.handing_in import hand_in
from interviews.take_homes.links import token_of as token_of_take_home
from interviews.take_homes.raters import ask_raters
from interviews.training.actions import start_training
from tests import factories
from tests.interviews import exam_fixtures
from tests.workspace.files.test_uploads import pdf
from workspace.mail.models import Mail
from workspace.models import Invitation, Notification, User
from workspace.staff.actions import hash_token
from workspace.tokens.actions import make_token
from workspace.tokens.models import Scope

INVITATION = "an-invitation-that-only-a-mail-holds"

PERSONAS = {
    "admin": "Admin",
    "recruiter": "Recruiter",
    "hiring_manager": "Hiring manager",
    "interviewer": "Interviewer",
    "other_interviewer": "Other interviewer",
    "other_manager": "Other manager",
    "nobody": "Nobody",
}


@dataclass
class World:
    """The rows under test; `people` by persona, `nobody` being None."""

    people: dict[str, User | None] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    # A pattern of a route, and what its arguments are.
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # Where an address alone leads nowhere: what goes along, by route.
    also: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, route: str, names: tuple[str, ...]) -> dict[str, Any]:
        """The arguments that lead to a row of this world; the first pattern that fits the route decides."""
        for pattern, known in self.rows:
            if re.match(pattern, route) and set(names) <= set(known):
                return {name: known[name] for name in names}
        raise LookupError(
            f"nothing in tests/architecture/world.py leads to {route} with {names}; add a row of its kind"
        )


def build_world() -> World:
    world = World()
    world.people = {
        "admin": factories.UserFactory(admin=True, name="Ada Admin", email="ada@staff.example"),
        "recruiter": factories.UserFactory(recruiter=True, name="Rita Recruiter"),
        "hiring_manager": factories.UserFactory(hiring_manager=True, name="Hari Manager"),
        "interviewer": factories.UserFactory(name="Ines Interviewer"),
        "other_interviewer": factories.UserFactory(name="Olaf Interviewer"),
        "other_manager": factories.UserFactory(hiring_manager=True, name="Stan Stranger"),
        "nobody": None,
    }
    for persona, user in world.people.items():
        if user:
            world.tokens[persona] = make_token(user=user, name="a script", scopes=Scope.values, days=30)[1]
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            world.sessions[persona] = client.cookies[settings.SESSION_COOKIE_NAME].value
    role = factories.RoleFactory(
        title="ML engineer", hiring_manager=world.people["hiring_manager"], recruiter=world.people["recruiter"]
    )
    candidate = factories.CandidateFactory(name="Elin Vasquez")
    application = factories.ApplicationFactory(role=role, candidate=candidate)
    add_the_conflicts_of(candidate, world)
    add_the_file_of(candidate, world)
    add_the_pipeline_of(role, application, world)
    add_the_exams_of(role, application, world)
    add_the_take_homes_of(role, world)
    add_the_hours(world)
    add_the_interviews_of(role, application, world)
    add_the_bookings_of(role, application, world)
    add_the_papers(world)
    add_the_settings(world)
    return world


def add_the_conflicts_of(candidate, world):
    """One that waits, of a colleague who plays no other part; and what the recruiter states of themselves."""
    other = factories.UserFactory(name="Otto Observer")
    conflict = note_found(user=other, candidate=candidate, kind=ConflictKind.COAUTHOR, evidence=["One shared paper."])
    own = OwnHandle.objects.create(user=world.people["recruiter"], kind="name", value="R. Recruiter")
    world.rows += [(r"conflicts/", {"uuid": conflict.uuid}), (r"profile/ties/", {"uuid": own.uuid})]


def add_the_file_of(candidate, world):
    recruiter = world.people["recruiter"]
    upload = SimpleUploadedFile("cv.txt", b"Elin Vasquez. Grasping with diffusion policies.")
    cv = add_file(candidate=candidate, upload=upload, kind="cv", audience="everyone", by=recruiter)
    evidence = factories.EvidenceFactory(candidate=candidate)
    address = factories.IdentityFactory(candidate=candidate)
    note = factories.NoteFactory(candidate=candidate, author=recruiter)
    view = SavedView.objects.create(owner=recruiter, name="Mine", query="q=elin")
    twin, absorbed = (factories.CandidateFactory(name="Elin Vasquez") for _ in range(2))
    merge = merge_candidates(kept=factories.CandidateFactory(), absorbed=absorbed, by=recruiter)
    batch = start_import(kind="people", name="people.csv", content=b"Name\nElin Vasquez\n", by=recruiter)
    line = ImportRow.objects.create(batch=batch, line=2)
    letter = send_message(
        message=keep_draft(
            candidate=candidate, address=address.value, subject="Your paper", body="Hello", by=recruiter
        ),
        by=recruiter,
    )
    draft = keep_draft(candidate=twin, address="", subject="", body="", by=recruiter)
    template = Template.objects.create(name="Papers", subject="{{ work }}", body="Hello {{ first_name }}")
    wish = Motivation.objects.create(slug="data", wants="Having interesting data")
    point = ProofPoint.objects.create(motivation=wish, text="Forty million labelled grasps")
    sequence = Sequence.objects.create(name="Twice")
    begin_clock(candidate)
    bounced = BouncedAddress.objects.create(candidate=candidate, address="old@mail.example", happened_at=timezone.now())
    world.rows += [
        (r"objection/", {"token": objection_url(candidate, address.value).rstrip("/").rpartition("/")[2]}),
        (r"sourcing/outreach/sequences/", {"uuid": sequence.uuid}),
        (r"sourcing/outreach/templates/", {"uuid": template.uuid}),
        (r"sourcing/outreach/conversations/", {"uuid": letter.conversation.uuid}),
        (r"sourcing/outreach/messages/<uuid:uuid>/discard/", {"uuid": draft.uuid}),
        (r"sourcing/outreach/messages/", {"uuid": letter.uuid}),
        (r"sourcing/outreach/addresses/", {"uuid": bounced.uuid}),
        (r"settings/proof-points/", {"uuid": point.uuid}),
        (r"candidates/import/rows/", {"uuid": line.uuid}),
        (r"candidates/import/", {"uuid": batch.uuid}),
        (r"candidates/merges/", {"uuid": merge.uuid}),
        (r"candidates/<uuid:uuid>/merge/", {"uuid": candidate.uuid, "other": twin.uuid}),
        (r"channels/costs/", {"uuid": factories.ChannelCostFactory(channel=candidate.channel).uuid}),
        (r"channels/", {"slug": candidate.channel.slug}),
        (r"candidates/views/", {"uuid": view.uuid}),
        (r"candidates/files/", {"uuid": cv.uuid}),
        (r"candidates/<uuid:uuid>/evidence/", {"uuid": candidate.uuid, "row": evidence.uuid}),
        (r"candidates/", {"uuid": candidate.uuid, "candidate": candidate.uuid, "kind": "note", "row": note.uuid}),
        (r"api/v1/candidates/", {"uuid": candidate.uuid}),
    ]


def add_the_pipeline_of(role, application, world):
    recruiter, onsite = world.people["recruiter"], role.stages.get(name="Onsite")
    closed = factories.ApplicationFactory(role=role, rejected=True)
    many = [factories.ApplicationFactory(role=role) for _ in range(2)]
    batch = move_many(applications=many, to=onsite, by=recruiter).batch
    change = move_application(application=application, to=onsite, by=recruiter)
    hired = factories.ApplicationFactory(role=role, standing="hired", closed_at=timezone.now())
    set_start(application=hired, on=timezone.now().date(), by=world.people["hiring_manager"])
    world.rows += [
        (r"insights/check-ins/", {"check_in": hired.check_ins.get(month=3).uuid, "application": hired.uuid}),
        (r"insights/inputs/rows/", {"measure": "interviews"}),
    ]
    world.also = {
        "roles/<slug:slug>/add/": {"candidate": factories.CandidateFactory().uuid},
        "roles/<slug:slug>/board/more/": {"stage": onsite.uuid},
    }
    world.rows += [
        (r"(roles|insights/forecast)/", {"slug": role.slug}),
        (r"teams/", {"team": role.team.uuid}),
        (r"applications/<uuid:application>/reopen/", {"application": closed.uuid}),
        (r"applications/", {"application": application.uuid}),
        (r"changes/", {"change": change.uuid, "batch": batch}),
        (r"api/v1/roles/", {"uuid": role.uuid}),
        (r"api/v1/applications/", {"uuid": application.uuid}),
        (r"api/v1/stage-changes/", {"uuid": change.uuid}),
    ]


def add_the_hours(world):
    """The interviewer's day off, calendar, feed and training; and a day off for everybody."""
    interviewer, recruiter, today = world.people["interviewer"], world.people["recruiter"], timezone.now().date()
    own = add_day_off(user=interviewer, first=today, by=interviewer)
    holiday = add_day_off(user=None, first=today, by=recruiter)
    source = add_source(user=interviewer, name="Work", address="https://calendar.example/a.ics")
    kind = factories.AssessmentTypeFactory(slug="training-of-the-world")
    training = start_training(user=interviewer, assessment_type=kind, by=recruiter)
    world.rows += [
        (r"me/hours/off/", {"uuid": own.uuid}),
        (r"me/calendars/", {"uuid": source.uuid}),
        (r"calendars/", {"secret": make_feed(user=interviewer)}),
        (r"interviews/team/holidays/", {"uuid": holiday.uuid}),
        (r"interviews/training/types/", {"slug": kind.slug}),
        (r"interviews/training/", {"uuid": training.uuid}),
    ]


def add_the_interviews_of(role, application, world):
    """Interviews held and to come, all the interviewer's; one scorecard is in, one is owed, a decision waits for the admin."""
    interviewer, now = world.people["interviewer"], timezone.now()
    kit = factories.KitFactory(name="The loop that never learns", slug="the-loop", material="A loop that never learns.")
    kit.about_work = "paper"
    kit.save()
    competency = factories.CompetencyFactory(slug="ml-debugging")
    factories.RoleCompetencyFactory(role=role, competency=competency)
    factories.KitCompetencyFactory(kit=kit, competency=competency)
    factories.HypothesisFactory(application=application)

    def book(of, days):
        return book_interview(
            application=of,
            kit=kit,
            starts_at=now + dt.timedelta(days=days),
            minutes=45,
            interviewers=[interviewer],
            at=now - dt.timedelta(days=9),
            by=world.people["recruiter"],
        )

    book(application, -2)
    given = application.scorecards.get(author=interviewer)
    given.submitted_at = now
    given.save()
    version = given.versions.create(number=1, submitted_at=now)
    factories.RatingFactory(version=version, competency=competency)
    owed_on = factories.ApplicationFactory(role=role)
    book(owed_on, -1)
    owed = owed_on.scorecards.get(author=interviewer)
    coming = book(factories.ApplicationFactory(role=role), 2)
    for place in (1, 2):
        factories.AuthorshipFactory(candidate=coming.application.candidate, position=place)
    decision = Decision.objects.create(
        application=application,
        verdict="hire",
        reasons="The loop is a habit, not a gap.",
        outcome={},
        decided_by=world.people["hiring_manager"],
        waives_bar=True,
        plan="Pairs with the platform team for a quarter.",
        approver=world.people["admin"],
    )
    GapPlan.objects.create(decision=decision, owner=interviewer, due_on=dt.date(2099, 1, 1))
    wish = SecondRating.objects.create(
        application=application,
        competency=competency,
        kit=kit,
        rater=world.people["other_interviewer"],
        asked_by=world.people["hiring_manager"],
    )
    world.rows += [
        (r"second-ratings/", {"wish": wish.uuid}),
        (r"interviews/kits/", {"slug": kit.slug, "version": kit.version}),
        (r"interviews/questions/", {"slug": factories.QuestionFactory().slug}),
        (r"interviews/assessment-types/", {"slug": kit.assessment_type.slug}),
        (r"interviews/scorecards/<uuid:scorecard>/(submit|draft|later|decline|hand-over)/", {"scorecard": owed.uuid}),
        (r"interviews/scorecards/", {"scorecard": given.uuid}),
        (r"interviews/", {"interview": coming.uuid}),
        (r"decisions/", {"decision": decision.uuid}),
        (r"api/v1/interviews/", {"uuid": coming.uuid}),
        (r"api/v1/scorecards/.*(submit|draft)/", {"uuid": owed.uuid}),
        (r"api/v1/scorecards/", {"uuid": given.uuid}),
        (r"api/v1/decisions/", {"uuid": decision.uuid}),
    ]


def add_the_exams_of(role, application, world):
    """An exam, an invitation to it, one that is under way and one handed in with a short answer to mark."""
    exam_fixtures.make_bank()
    exam = exam_fixtures.make_exam()
    waiting, running, done = (
        exam_fixtures.invite(exam, one)
        for one in (application, factories.ApplicationFactory(role=role), factories.ApplicationFactory(role=role))
    )
    begin(invitation=running)
    attempt = exam_fixtures.sat(done)
    world.rows += [
        (r"exam/<str:token>/(<int|seen|review|hand-in)", {"token": token_of(running), "position": 1}),
        (r"exam/", {"token": token_of(waiting)}),
        (r"interviews/exams/", {"slug": exam.slug, "version": exam.version}),
        (r"interviews/exam-invitations/", {"invitation": waiting.uuid}),
        (r"interviews/attempts/", {"attempt": attempt.uuid}),
        (r"interviews/marking/", {"slug": "sum-0"}),
    ]


def add_the_take_homes_of(role, world):
    """One that waits for its candidate, and one that is finished and waits for the other interviewer."""
    recruiter = world.people["recruiter"]
    kit = factories.KitFactory(slug="take-home-claim", assessment_type__slug="take-home")

    def give():
        return give_take_home(
            application=factories.ApplicationFactory(role=role),
            kit=kit,
            closes_at=timezone.now() + dt.timedelta(days=3),
            minutes=60,
            reward="An answer within a week",
            by=recruiter,
        )

    waiting, done = give(), give()
    [rating] = ask_raters(take_home=done, users=[world.people["other_interviewer"]], by=recruiter)
    report = SimpleUploadedFile("report.pdf", pdf("Noise helps, a little."))
    hand_in(take_home=done, text="See the report.", link="https://code.example/claim", upload=report, is_final=True)
    done.hand_ins.update(file_confirmed_at=timezone.now(), file_confirmed_by=recruiter)
    world.also["interviews/take-homes/<uuid:take_home>/release/"] = {"rating": rating.uuid}
    world.rows += [
        (r"take-home/", {"token": token_of_take_home(waiting)}),
        (r"interviews/take-homes/", {"take_home": done.uuid}),
        (r"interviews/to-rate/", {"rating": rating.uuid}),
    ]


def add_the_bookings_of(role, application, world):
    """A search with one proposal, an offer that waits for its candidate, and one to take back."""
    recruiter, kit = world.people["recruiter"], factories.KitFactory(name="Theory at the board", slug="theory-board")
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=5)
    placed = {"part": "0", "start": int(start.timestamp()) // 60, "minutes": 45}
    search = LoopSearch.objects.create(
        application=application,
        by=recruiter,
        state="done",
        first_day=start.date(),
        last_day=start.date(),
        zone="Europe/Zurich",
        kits=[kit.slug],
        loops=[{"placed": [{**placed, "people": [str(world.people["interviewer"].uuid)]}], "reasons": ["One day."]}],
        finished_at=timezone.now(),
    )

    def offer(days):
        person = factories.CandidateFactory()
        factories.IdentityFactory(candidate=person, kind="email")
        return offer_times(
            application=factories.ApplicationFactory(role=role, candidate=person),
            choices=[[Wanted(0, kit, start + dt.timedelta(days=days), 45, [world.people["other_interviewer"]])]],
            expires_at=timezone.now() + dt.timedelta(days=3),
            by=recruiter,
        )

    world.rows += [
        (r"loops/", {"search": search.uuid}),
        (r"bookings/", {"booking": offer(1).uuid}),
        (r"times/", {"token": token_of_booking(offer(2))}),
    ]


def add_the_papers(world):
    author = factories.AuthorshipFactory(candidate=factories.CandidateFactory())
    lookup = PaperLookup.objects.create(
        kind="arxiv",
        identifier="2601.00001",
        url="https://arxiv.org/abs/2601.00001",
        requested_by=world.people["recruiter"],
    )
    other = factories.AuthorshipFactory(paper=author.paper, position=9)
    link = propose_link(
        authorship=other, candidate=factories.CandidateFactory(), evidence=["the same name"], strength=1
    )
    seen = factories.ReimplementationFactory(paper=author.paper)
    linked = factories.ReimplementationFactory(paper=author.paper, candidate=author.candidate)
    source = Source.objects.create(connector="rss", scope="cs.LG")
    watch = Watch.objects.create(name="Grasping", added_by=world.people["recruiter"])
    sprint = Sprint.objects.create(watch=watch, venue="CoRL", started_by=world.people["recruiter"])
    SprintPaper.objects.create(sprint=sprint, paper=author.paper, number=1)
    world.rows.append((r"sourcing/identity/", {"uuid": link.uuid}))
    world.rows += [
        (r"candidates/<uuid:uuid>/mentions/", {"uuid": author.candidate.uuid, "mention": author.uuid}),
    ]
    conference = factories.ConferenceFactory()
    met = factories.EncounterFactory(conference=conference)
    attached = factories.EncounterFactory(conference=conference, candidate=author.candidate)
    world.rows += [
        (r"sourcing/conferences/", {"uuid": conference.uuid, "candidate": author.candidate.uuid}),
        (r"sourcing/encounters/<uuid:uuid>/detach/", {"uuid": attached.uuid}),
        (r"sourcing/encounters/", {"uuid": met.uuid}),
        (r"sourcing/code/<uuid:uuid>/release/", {"uuid": linked.uuid}),
        (r"sourcing/code/", {"uuid": seen.uuid}),
        (r"sourcing/sources/", {"uuid": source.uuid}),
        (r"sourcing/watches/<uuid:uuid>/papers/", {"uuid": watch.uuid, "paper": author.paper.uuid}),
        (r"sourcing/watches/", {"uuid": watch.uuid}),
        (r"sourcing/sprints/", {"uuid": sprint.uuid, "paper": author.paper.uuid}),
        (r"sourcing/papers/", {"uuid": author.paper.uuid, "position": author.position}),
        (r"sourcing/lookups/", {"uuid": lookup.uuid}),
    ]


def add_the_settings(world):
    admin, recruiter, now = world.people["admin"], world.people["recruiter"], timezone.now()
    mail = Mail.objects.create(key="a", to="a@staff.example", subject="a", body="a", state="uncertain", not_before=now)
    invitation = Invitation.objects.create(
        email="new@staff.example",
        name="Nora New",
        persona="interviewer",
        token_hash=hash_token(INVITATION),
        invited_by=admin,
        expires_at=now + dt.timedelta(days=7),
    )
    notice = Notification.objects.create(user=recruiter, kind="follow_up", key="a", subject="Follow up", path="/")
    template = StageTemplate.objects.create(slug="ml-engineer", name="ML engineer")
    group = Group.objects.create(name="operators")
    world.rows += [
        (r"insights/views/", {"uuid": SavedDashboard.objects.create(owner=recruiter, page="funnel", name="Mine").uuid}),
        *add_the_fairness(world),
        *add_the_update_of(world),
        (r"insights/calibration/", {"competency": sample_sets()[0].competency}),
        (r"settings/mails/", {"uuid": mail.uuid}),
        (r"settings/people/", {"uuid": world.people["interviewer"].uuid}),
        (r"settings/invitations/", {"uuid": invitation.uuid}),
        (r"settings/competencies/", {"slug": "ml-debugging"}),
        (r"settings/profiles/", {"slug": "ml-engineer"}),
        (r"settings/stages/", {"slug": template.slug}),
        (r"invitation/", {"token": INVITATION}),
        (r"notifications/", {"uuid": notice.uuid}),
        (r"me/tokens/", {"uuid": recruiter.api_tokens.get().uuid}),
        (r"accounts/2fa/webauthn/", {"pk": 1}),
        (r"accounts/confirm-email/", {"key": "nothing"}),
        (r"accounts/password/reset/key/", {"uidb36": "1", "key": "set-password"}),
        (r"operator/r/", {"content_type_id": "1", "object_id": "1"}),
        (r"operator/", {"app_label": "auth"}),
        (r"operator/\(", {"url": "nothing-here"}),
        (r"operator/", {"object_id": str(group.pk)}),
        (r"", {"uuid": uuid.UUID(int=0)}),
    ]


def add_the_fairness(world):
    """What is asked in a country, and what was counted; the admin was named to read it."""
    country = all_countries()[0]
    reader = FairnessReader.objects.create(user=world.people["admin"], named_by=world.people["admin"])
    begins = dt.date(2026, 1, 1)
    report = FairnessReport.objects.create(begins_on=begins, ends_on=dt.date(2026, 7, 1), made_at=timezone.now())
    stage = {"stage": "review", "total": [60, 150], "pool": None, "pooled": [], "groups": []}
    FairnessTable.objects.create(
        report=report,
        country=country.name,
        block="All roles",
        question="Gender",
        question_slug="gender",
        stages=[stage],
        position=0,
    )
    token = link_of_question(factories.CandidateFactory(), country).rstrip("/").rpartition("/")[2]
    return [
        (r"settings/voluntary-questions/", {"uuid": country.uuid}),
        (r"settings/fairness-readers/", {"uuid": reader.uuid}),
        (r"self-identification/", {"token": token}),
    ]


def add_the_update_of(world):
    """The draft of the hiring manager's team, and somebody who reads it."""
    manager = world.people["hiring_manager"]
    team = manager.managed_roles.order_by("pk").first().team
    reader = UpdateReader.objects.create(plan=plan_of(team), name="Lea Director", email="lea@board.example")
    update = draft_now(team=team, by=manager)
    return [
        (r"insights/updates/teams/", {"team": team.uuid, "reader": reader.uuid}),
        (r"insights/updates/", {"uuid": update.uuid}),
    ]
