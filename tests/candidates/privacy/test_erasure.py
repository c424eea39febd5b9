import datetime as dt
import json
import pathlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from candidates.imports.models import ImportBatch, ImportRow
from candidates.models import (
    Authorship,
    Candidate,
    Evidence,
    MentionLink,
    Merge,
    NotSamePerson,
    Proposal,
    Run,
    SavedView,
    Source,
)
from candidates.outreach.actions import keep_draft, send_message
from candidates.outreach.models import Conversation, Message
from candidates.people import actions, records
from candidates.people.handles import handles_in
from candidates.people.refusals import CandidateError
from candidates.privacy.actions import ERASED_NAME, erase_candidate
from hiring.models import StageChange
from hiring.pipeline.actions import note_on_application
from insights.models import CheckIn, SavedDashboard
from interviews.models import (
    Approval,
    Booking,
    Decision,
    Decline,
    GapPlan,
    HandMark,
    InterviewVersion,
    ReasonsLetter,
    ScorecardVersion,
    TakeHome,
)
from interviews.sittings.actions import begin, hand_in
from interviews.take_homes.giving import extend_take_home, give_take_home
from interviews.take_homes.handing_in import hand_in as hand_in_work
from interviews.take_homes.raters import ask_raters
from tests import factories
from tests.interviews import exam_fixtures
from workspace.files.tasks import read_text
from workspace.mail.actions import queue_mail
from workspace.models import Activity, Mail, Notification, StoredFile
from workspace.reminders.actions import notify
from workspace.reminders.registry import DueReminder
from workspace.tokens.models import IdempotencyKey

NAME = "Qwendolyn Zorbatek"
MARKS = ("zorbatek", "qwendolyn", "xylographer", "grimpoteuthis")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return pathlib.Path(tmp_path)


@pytest.fixture
def person(recruiter):
    return actions.add_candidate(
        name=NAME,
        headline="Xylographer turned roboticist",
        location="Zorbatek Valley",
        channel_detail="Grimpoteuthis paper",
        handles=handles_in("qwendolyn@zorbatek.example https://github.com/zorbatek"),
        by=recruiter,
    )


@pytest.fixture
def run_commit(django_capture_on_commit_callbacks):
    """Return a function that acts, and then runs what was to follow the commit."""

    def act(function, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return function(**given)

    return act


def fill_file(person, recruiter):
    """Write in every place of the candidate's own file."""
    paper = factories.PaperFactory(title="Grasping", fingerprint="test:grasping")
    factories.AuthorshipFactory(paper=paper, name=NAME, orcid="0000-0002-1825-0097", affiliation="Zorbatek Lab")
    linked = factories.AuthorshipFactory(
        paper=factories.PaperFactory(), name="Q. Zorbatek", candidate=person, name_keys=["zorbatek q"]
    )
    MentionLink.objects.create(
        authorship=linked,
        candidate=person,
        state="linked",
        evidence=["Zorbatek, a rare name"],
        decided_by=recruiter,
        decided_at=timezone.now(),
    )
    records.add_evidence(
        candidate=person, rung=5, title="Zorbatek on grasping", paper=paper, note="xylographer", by=recruiter
    )
    records.write_note(candidate=person, text="Qwendolyn wants Lisbon", by=recruiter)
    records.take_away(row=records.write_note(candidate=person, text="Zorbatek!", by=recruiter), by=recruiter)
    actions.set_tags(candidate=person, names=["robots"], by=recruiter)
    actions.set_follow_up(candidate=person, on=dt.date(2100, 1, 1), note="Call Qwendolyn", by=recruiter)
    cv = SimpleUploadedFile("qwendolyn-cv.txt", b"Qwendolyn Zorbatek, xylographer")
    attached = records.add_file(candidate=person, upload=cv, kind="cv", audience="everyone", by=recruiter)
    read_text(attached.file.pk)
    return linked


def fill_hiring(person, recruiter, role):
    """Apply, be noted on, interviewed, rated, hypothesised about and decided on."""
    application = factories.ApplicationFactory(candidate=person, role=role, channel_detail="grimpoteuthis")
    note_on_application(application=application, text="Zorbatek is open to move", by=recruiter)
    change = StageChange(
        application=application, after=application.stage, standing_after="active", happened_at=timezone.now()
    )
    change.note = "Moved as Qwendolyn asked"
    change.save()
    factories.HypothesisFactory(
        application=application, suggested_by="Zorbatek's paper", refuted_by="Qwendolyn cannot say"
    )
    Booking.objects.create(
        application=application,
        by=recruiter,
        expires_at=timezone.now(),
        words="Dear Qwendolyn",
        location="Zorbatek room",
        said="Grimpoteuthis only lives by night",
        adjustments=["captions"],
        adjustment_words="Qwendolyn lip-reads",
    )
    interview = factories.InterviewFactory(
        application=application, location="https://meet.example/zorbatek", during=factories.span(hours=-48)
    )
    InterviewVersion.objects.create(
        interview=interview, sequence=0, during=interview.during, location="qwendolyn's room", state="booked", seats=[]
    )
    card = factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview), submitted=True)
    ScorecardVersion.objects.create(
        scorecard=card,
        number=2,
        summary="Zorbatek is clear",
        amendment_reason="Qwendolyn wrote",
        submitted_at=timezone.now(),
    )
    factories.RatingFactory(card=card, observation="Qwendolyn found the leak")
    owed = factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview))
    type(owed).objects.filter(pk=owed.pk).update(draft={"summary": "Zorbatek so far"})
    Decline.objects.create(scorecard=owed, reason="Zorbatek is a friend", by=recruiter)
    decision = Decision.objects.create(
        application=application,
        verdict="hire",
        reasons="Zorbatek is strong",
        plan="Pair Qwendolyn with Jonas",
        outcome={"why": "grimpoteuthis"},
        decided_by=role.hiring_manager,
        approver=recruiter,
        waives_bar=True,
    )
    Approval.objects.create(decision=decision, approved=True, reasons="I know Zorbatek", by=recruiter)
    ReasonsLetter.objects.create(
        decision=decision,
        address="zorbatek@mail.example",
        subject="Qwendolyn",
        body="Dear Zorbatek",
        written_by=recruiter,
    )
    GapPlan.objects.create(
        decision=decision,
        owner=recruiter,
        due_on=dt.date(2026, 1, 1),
        closed_at=timezone.now(),
        closed_by=recruiter,
        note="Zorbatek paired",
    )
    CheckIn.objects.create(
        application=application,
        month=3,
        due_on=dt.date(2026, 1, 1),
        words="Zorbatek found the leak alone",
        filled_by=recruiter,
        filled_at=timezone.now(),
    )
    fill_exams(application, recruiter)
    return application


def fill_exams(application, recruiter):
    """Be invited to an exam, ask for more time, answer in words, be marked by hand, ruled on and supported."""
    exam_fixtures.make_bank()
    words = {
        "request": "Zorbatek needs more time",
        "answer": "Of course, Qwendolyn",
        "address": "qwendolyn@zorbatek.example",
    }
    invitation = exam_fixtures.invite(exam_fixtures.make_exam(), application, **words)
    attempt = begin(invitation=invitation)
    short = exam_fixtures.by_form(attempt, "short")
    exam_fixtures.answer(short, {"words": "I, Zorbatek, would split by time"})
    hand_in(attempt=attempt, statement="Qwendolyn used nothing")
    HandMark.objects.create(item=short, marker=recruiter, points=2, note="Zorbatek names two")
    short.marks.create(number=1, share=1, reason="Qwendolyn wrote", question=short.question)
    attempt.rulings.create(kind="enough", reasons="Zorbatek knows it", by=recruiter)
    support = {"competency": factories.CompetencyFactory(), "observation": "Zorbatek reads curves"}
    attempt.supports.create(by=recruiter, **support)


def fill_take_home(application, recruiter):
    """Be given a task, hand in twice, and be rated by somebody who knows whose it is."""
    kit = factories.KitFactory(assessment_type__slug="take-home")
    take_home = give_take_home(
        application=application,
        kit=kit,
        closes_at=timezone.now() + dt.timedelta(days=3),
        minutes=60,
        reward="Qwendolyn, we answer soon",
        words="Dear Zorbatek",
        by=recruiter,
    )
    more = timezone.now() + dt.timedelta(days=5)
    extend_take_home(take_home=take_home, closes_at=more, reason="Zorbatek is ill", by=recruiter)
    TakeHome.objects.update(also_cover="Gwen Zorbatek", said="Qwendolyn is busy")
    [rating] = ask_raters(take_home=take_home, users=[factories.UserFactory()], by=recruiter)
    type(rating).objects.update(draft={"summary": "Surely Zorbatek"})
    hand_in_work(take_home=take_home, text="I, Zorbatek", statement="Qwendolyn used none")
    report = SimpleUploadedFile("zorbatek.txt", b"Qwendolyn Zorbatek found that noise helps")
    hand_in_work(take_home=take_home, link="https://zorbatek.example", upload=report)


def fill_shell(person, recruiter):
    """Be in notices, mails, kept searches, remembered answers, and judged a duplicate."""
    due = DueReminder(
        key="follow-up/x",
        recipient=recruiter.pk,
        subject=f"Follow up with {NAME}",
        body="xylographer",
        path="/",
        candidate=person.uuid,
    )
    notify(kind="follow_up", due=due)
    digest = Mail.objects.create(
        key="digest/x", to="rita@staff.example", subject="Qwendolyn", body="Zorbatek", not_before=timezone.now()
    )
    Notification.objects.update(mail=digest)
    queue_mail(key="mail/x", to="qwendolyn@zorbatek.example", subject="Hello", body="Qwendolyn", candidate=person.uuid)
    SavedView.objects.create(owner=recruiter, name="Qwendolyn Zorbatek", query="?q=robots")
    SavedView.objects.create(owner=recruiter, name="Watch", query="?q=zorbatek+qwendolyn&mine=1")
    SavedView.objects.create(owner=recruiter, name="Robots", query="?q=robots")
    SavedDashboard.objects.create(
        owner=recruiter, page="funnel", name="Where Qwendolyn Zorbatek went", query="compare=on"
    )
    Run.objects.create(source=Source.objects.create(connector="arxiv", scope='au:"Zorbatek, Qwendolyn"'))
    Source.objects.create(connector="dblp", scope="author:Qwendolyn_Zorbatek:")
    Source.objects.create(connector="arxiv", scope="au:Sørensen")
    IdempotencyKey.objects.create(
        user=recruiter, key="k", path="/", body_hash="x", status=201, answer={"uuid": str(person.uuid), "name": NAME}
    )
    other = factories.CandidateFactory(name="Mei Sørensen")
    first, second = sorted((person, other), key=lambda row: row.pk)
    NotSamePerson.objects.create(first=first, second=second, said_by=recruiter)
    Proposal.objects.create(first=first, second=second, likeness=1, reasons=["both are called Zorbatek"])


def fill_outreach(person, recruiter):
    """Have been written to, have answered, and be about to be written to again."""
    old = Conversation.objects.create(
        candidate=person,
        holder=recruiter,
        state="stopped",
        stop="declined",
        stop_words="Zorbatek stays in Lisbon",
        stopped_at=timezone.now(),
    )
    Message.objects.create(
        conversation=old,
        state="received",
        address="qwendolyn@zorbatek.example",
        subject="Re: Zorbatek",
        body="Best, Qwendolyn",
        happened_at=timezone.now(),
    )
    draft = keep_draft(
        candidate=person, address="qwendolyn@zorbatek.example", subject="Zorbatek", body="Hello Qwendolyn", by=recruiter
    )
    send_message(message=draft, by=recruiter)
    keep_draft(candidate=person, address="qwendolyn@zorbatek.example", subject="More", body="Qwendolyn!", by=recruiter)


def fill_import(person, recruiter):
    """Have come in by a file."""
    batch = ImportBatch.objects.create(
        kind="people",
        name="people.csv",
        sha256="x",
        started_by=recruiter,
        ran_at=timezone.now(),
        ran_by=recruiter,
    )
    ImportRow.objects.create(
        batch=batch,
        line=2,
        label=NAME,
        said={"name": NAME},
        words=["like Zorbatek"],
        changes={"headline": "xylographer"},
        candidate=person,
    )


def absorb(person, recruiter):
    """Have a second record of the same person merged into the first."""
    twin = actions.add_candidate(name="Gwendolyn Zorbatek", handles=handles_in("second@zorbatek.example"), by=recruiter)
    Merge.objects.create(kept=person, absorbed=twin, before={"headline": "xylographer"}, merged_by=recruiter)
    Candidate.objects.filter(pk=twin.pk).update(merged_into=person)
    return twin


def rows_with(marks):
    """Dump every row of every table as text; return the tables and rows in which a mark is found."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        assert len(tables) > 40
        for table in tables:
            cursor.execute(sql.SQL("select whole::text from {} whole").format(sql.Identifier(table)))
            found += [(table, row[0]) for row in cursor.fetchall() if any(mark in row[0].lower() for mark in marks)]
    return found


def files_with(media, marks):
    return [
        path
        for path in media.rglob("*")
        if path.is_file() and any(mark.encode() in path.read_bytes().lower() for mark in marks)
    ]


def test_after_erasure_no_trace_is_left_in_any_table_or_file(person, recruiter, role, media, run_commit):
    fill_file(person, recruiter)
    fill_take_home(fill_hiring(person, recruiter, role), recruiter)
    fill_shell(person, recruiter)
    fill_import(person, recruiter)
    fill_outreach(person, recruiter)
    absorb(person, recruiter)
    assert len({table for table, _ in rows_with(MARKS)}) >= 20
    assert len(files_with(media, MARKS)) == 2

    run_commit(erase_candidate, candidate=person, by=recruiter)

    assert rows_with(MARKS) == []
    assert files_with(media, MARKS) == []
    assert StoredFile.objects.count() == 0


def test_names_do_not_survive_in_the_timeline(person, recruiter, admin, role, media, run_commit, sign_in):
    application = fill_hiring(person, recruiter, role)
    run_commit(erase_candidate, candidate=person, by=recruiter)

    log = sign_in(admin).get("/settings/activity/").text
    board = sign_in(recruiter).get(reverse("hiring:application", args=[application.uuid])).text

    assert "an erased candidate" in log
    assert not [page for page in (log, board) if "zorbatek" in page.lower()]


def test_counts_of_past_months_stay(person, recruiter, role, media, run_commit):
    application = fill_hiring(person, recruiter, role)
    before = list(StageChange.objects.values_list("after", "standing_after", "happened_at"))

    run_commit(erase_candidate, candidate=person, by=recruiter)

    application.refresh_from_db()
    after = list(StageChange.objects.values_list("after", "standing_after", "happened_at"))
    assert after[: len(before)] == before
    assert (application.standing, application.channel, application.candidate.name) == (
        "withdrawn",
        person.channel,
        ERASED_NAME,
    )


def test_an_erased_candidate_is_nowhere_to_be_found(person, recruiter, sign_in, run_commit):
    run_commit(erase_candidate, candidate=person, by=recruiter)
    client = sign_in(recruiter)

    assert client.get(reverse("candidates:candidate", args=[person.uuid])).status_code == 404
    assert "Erased candidate" not in client.get("/candidates/").text
    assert list(Candidate.objects.visible_to(recruiter).matching("erased")) == []
    assert Activity.objects.filter(verb="erased_candidate", candidate=person.uuid).count() == 1


def test_nobody_is_erased_twice(person, recruiter, run_commit):
    run_commit(erase_candidate, candidate=person, by=recruiter)

    with pytest.raises(CandidateError, match="no longer in use"):
        erase_candidate(candidate=person, by=recruiter)


def test_others_keep_what_is_theirs(person, recruiter, media, run_commit):
    fill_shell(person, recruiter)
    mei = Candidate.objects.get(name="Mei Sørensen")
    records.add_evidence(candidate=mei, rung=4, title="Loaders", by=recruiter)

    run_commit(erase_candidate, candidate=person, by=recruiter)

    assert Evidence.objects.get().candidate == mei
    assert [view.name for view in SavedView.objects.all()] == ["Robots"]
    assert [source.scope for source in Source.objects.all()] == ["au:Sørensen"]
    assert [record.name for record in Candidate.objects.present()] == ["Mei Sørensen"]


@pytest.mark.parametrize(("state", "left"), [("waiting", 0), ("claimed", 0), ("sent", 1), ("uncertain", 1)])
def test_a_digest_that_named_the_person_is_cleared_or_made_anew(person, recruiter, run_commit, state, left):
    fill_shell(person, recruiter)
    other = Notification.objects.create(user=recruiter, kind="follow_up", key="other", subject="Another")
    digest = Mail.objects.get(key="digest/x")
    Mail.objects.filter(pk=digest.pk).update(state=state, sent_at=timezone.now())
    Notification.objects.update(mail=digest)

    run_commit(erase_candidate, candidate=person, by=recruiter)

    assert [mail.body.lower() for mail in Mail.objects.all() if "zorbatek" in mail.body.lower()] == []
    assert Mail.objects.filter(pk=digest.pk).count() == left
    other.refresh_from_db()
    assert (other.mail_id is None) == (left == 0)


def test_an_author_of_the_same_name_on_another_paper_is_somebody_else(person, recruiter, run_commit):
    theirs = factories.AuthorshipFactory(name=NAME)

    run_commit(erase_candidate, candidate=person, by=recruiter)

    assert Authorship.objects.get(pk=theirs.pk).name == NAME


def test_bytes_that_could_not_be_deleted_are_deleted_later(person, recruiter, media, run_commit, monkeypatch):
    fill_file(person, recruiter)
    with monkeypatch.context() as patch:
        patch.setattr(
            "workspace.files.actions.discard_bytes", lambda _file: (_ for _ in ()).throw(OSError("disk away"))
        )
        run_commit(erase_candidate, candidate=person, by=recruiter)
    assert (StoredFile.objects.count(), len(files_with(media, MARKS))) == (1, 1)
    assert rows_with(MARKS) == []

    from workspace.files.tasks import sweep

    sweep()

    assert (StoredFile.objects.count(), files_with(media, MARKS)) == (0, [])


# --- The pages -------------------------------------------------------------------------------------------------------


def at(person, name):
    return reverse(f"candidates:{name}", args=[person.uuid])


def fetch(client, url):
    """Get a file to its end, and let go of it."""
    response = client.get(url)
    if response.streaming:
        response.getvalue()
    return response


@pytest.mark.parametrize("name", ["erase", "copy"])
def test_who_may_erase_and_copy(
    person, role, admin, recruiter, hiring_manager, stranger, interviewer, sign_in, client, name
):
    factories.ApplicationFactory(candidate=person, role=role)
    people = (admin, recruiter, hiring_manager, stranger, interviewer)

    answers = [fetch(sign_in(user), at(person, name)).status_code for user in people]

    assert answers == [200, 200, 403, 404, 404]
    assert client.get(at(person, name)).status_code == 302


def test_the_page_says_what_goes_and_erases_once_the_name_is_typed(person, recruiter, media, sign_in):
    fill_file(person, recruiter)
    client = sign_in(recruiter)

    page = client.get(at(person, "erase"))
    refused = client.post(at(person, "erase"), {"name": "Mei"})
    done = client.post(at(person, "erase"), {"name": "qwendolyn  ZORBATEK"}, follow=True)

    assert "Handles" in page.text
    assert "Zorbatek" in page.text
    assert (refused.status_code, "Nothing was erased" in refused.text) == (422, True)
    assert "Erased." in done.text
    assert "zorbatek" not in done.text.lower()


def test_the_page_costs_the_same_with_one_row_and_with_three(recruiter, role, sign_in, count_queries):
    client = sign_in(recruiter)
    small, large = factories.CandidateFactory.create_batch(2)
    for row, number in ((small, 1), (large, 3)):
        for place in range(number):
            records.write_note(candidate=row, text=f"Note {place}", by=recruiter)
            factories.ApplicationFactory(candidate=row, role=factories.RoleFactory())
    client.get(at(small, "erase"))

    counts = [count_queries(lambda row=row: client.get(at(row, "erase"))) for row in (small, large)]

    assert counts[0] == counts[1]


def test_the_copy_holds_everything_the_recruiter_may_know(person, recruiter, role, media, sign_in):
    import io
    import zipfile

    fill_file(person, recruiter)
    fill_hiring(person, recruiter, role)

    response = sign_in(recruiter).get(at(person, "copy"))
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    data = json.loads(archive.read("data.json"))

    assert "zorbatek" not in response["Content-Disposition"].lower()
    assert data["person"][0]["name"] == NAME
    assert {row["value"] for row in data["handles"]} == {"qwendolyn@zorbatek.example", "zorbatek"}
    assert data["ratings"][0]["observation"] == "Qwendolyn found the leak"
    assert data["decisions"][0]["reasons"] == "Zorbatek is strong"
    assert data["applications"][0]["stage__name"] == "Screen"
    assert archive.read(data["files"][0]["in_this_archive_as"]).startswith(b"Qwendolyn")
    assert recruiter.name not in archive.read("data.json").decode()
    assert Activity.objects.filter(verb="copied_candidate").count() == 1


def test_the_copy_gives_a_blind_recruiter_nothing_of_the_others(person, recruiter, role, sign_in):
    import io
    import zipfile

    application = fill_hiring(person, recruiter, role)
    interview = application.interviews.get()
    factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=recruiter))

    response = sign_in(recruiter).get(at(person, "copy"))
    data = json.loads(zipfile.ZipFile(io.BytesIO(response.getvalue())).read("data.json"))

    assert (data["ratings"], data["decisions"]) == ([], [])
