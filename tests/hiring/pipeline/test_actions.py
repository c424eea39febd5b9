import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from hiring.models import Application, StageChange
from hiring.pipeline.actions import (
    add_application,
    hire_application,
    move_application,
    note_on_application,
    reject_application,
    reopen_application,
    undo_change,
    withdraw_application,
)
from hiring.pipeline.refusals import AddRefused, MoveRefused, UndoRefused
from hiring.pipeline.signals import application_moved
from hiring.roles.enums import RoleState
from tests.factories import ApplicationFactory, CandidateFactory, ClosingReasonFactory, RoleFactory
from workspace.models import Activity
from workspace.rows import FrozenRow

pytestmark = pytest.mark.django_db

LONG_AGO = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)


@pytest.fixture
def application():
    return ApplicationFactory(applied_at=LONG_AGO)


@pytest.fixture
def onsite(application):
    return application.role.stages.get(name="Onsite")


@pytest.fixture
def offer(application):
    return application.role.stages.get(name="Offer")


@pytest.fixture
def reason():
    return ClosingReasonFactory()


@pytest.fixture
def declined():
    return ClosingReasonFactory(slug="other-offer", side="theirs", text="Took another offer")


def close(role):
    role.state = RoleState.CLOSED
    role.closed_at = timezone.now()
    role.save()


def retire(stage):
    stage.retired_at = timezone.now()
    stage.save()


def last_change(application):
    return application.changes.order_by("pk").last()


# --- Adding ----------------------------------------------------------------------------------------------------------


def test_add_starts_in_the_first_stage_with_the_candidates_channel(recruiter):
    role, candidate = RoleFactory(), CandidateFactory(channel_detail="Grasping, NeurIPS")

    application = add_application(candidate=candidate, role=role, by=recruiter)

    assert (application.stage.name, application.standing) == ("Screen", "active")
    assert (application.channel, application.channel_detail) == (candidate.channel, "Grasping, NeurIPS")
    assert application.applied_at == application.entered_at
    change = application.changes.get()
    assert (change.before, change.after, change.standing_before, change.by) == (
        None,
        application.stage,
        "",
        recruiter,
    )


def test_add_skips_a_retired_first_stage(recruiter):
    role = RoleFactory()
    retire(role.stages.first())

    application = add_application(candidate=CandidateFactory(), role=role, by=recruiter)

    assert application.stage.name == "Onsite"


def test_add_remembers_when_it_happened(recruiter):
    application = add_application(candidate=CandidateFactory(), role=RoleFactory(), at=LONG_AGO, by=recruiter)

    assert application.applied_at == application.changes.get().happened_at == LONG_AGO


def test_add_by_the_candidate_has_no_actor():
    application = add_application(candidate=CandidateFactory(), role=RoleFactory(), by=None)

    assert application.changes.get().by is None


def test_add_twice_is_refused(recruiter, application):
    with pytest.raises(AddRefused, match="already active on"):
        add_application(candidate=application.candidate, role=application.role, by=recruiter)


def test_add_again_after_a_rejection_is_possible(recruiter):
    rejected = ApplicationFactory(rejected=True)

    application = add_application(candidate=rejected.candidate, role=rejected.role, by=recruiter)

    assert application.is_active


def test_add_to_a_closed_role_is_refused(recruiter):
    role = RoleFactory()
    close(role)

    with pytest.raises(AddRefused, match="is closed"):
        add_application(candidate=CandidateFactory(), role=role, by=recruiter)


def test_add_to_a_stage_of_another_role_is_refused(recruiter, onsite):
    with pytest.raises(AddRefused, match="stage of another role"):
        add_application(candidate=CandidateFactory(), role=RoleFactory(), stage=onsite, by=recruiter)


def test_add_to_a_role_without_stages_is_refused(recruiter):
    role = RoleFactory()
    role.stages.all().delete()

    with pytest.raises(AddRefused, match="has no stages"):
        add_application(candidate=CandidateFactory(), role=role, by=recruiter)


def test_add_of_an_erased_candidate_is_refused(recruiter):
    candidate = CandidateFactory(erased_at=timezone.now())

    with pytest.raises(AddRefused, match="no longer in use"):
        add_application(candidate=candidate, role=RoleFactory(), by=recruiter)


# --- Moving ----------------------------------------------------------------------------------------------------------


def test_move_changes_the_stage_and_writes_it_down(recruiter, application, onsite):
    change = move_application(application=application, to=onsite, note=" strong screen ", by=recruiter)

    application.refresh_from_db()
    assert application.stage == onsite
    assert application.entered_at == change.happened_at > LONG_AGO
    assert (change.before.name, change.after, change.by, change.note) == ("Screen", onsite, recruiter, "strong screen")
    assert (change.standing_before, change.standing_after) == ("active", "active")


def test_move_is_logged_without_names(recruiter, application, onsite):
    move_application(application=application, to=onsite, by=recruiter)

    entry = Activity.objects.get()
    assert (entry.verb, entry.actor, entry.facts) == (
        "moved_application",
        recruiter,
        {"from": "Screen", "to": "Onsite"},
    )
    assert (entry.candidate, entry.application, entry.role) == (
        application.candidate.uuid,
        application.uuid,
        application.role.uuid,
    )


def test_move_tells_whoever_listens(recruiter, application, onsite):
    heard = []

    def listen(change, **_):
        heard.append(change)

    application_moved.connect(listen)
    try:
        change = move_application(application=application, to=onsite, by=recruiter)
    finally:
        application_moved.disconnect(listen)

    assert heard == [change]


def test_move_makes_the_candidate_recent(recruiter, application, onsite):
    type(application.candidate).objects.update(active_at=LONG_AGO)

    move_application(application=application, to=onsite, by=recruiter)

    application.candidate.refresh_from_db()
    assert application.candidate.active_at > LONG_AGO


def test_move_in_the_past_does_not_make_the_candidate_older(recruiter, application, onsite):
    before = application.candidate.active_at

    move_application(application=application, to=onsite, at=LONG_AGO + dt.timedelta(days=2), by=recruiter)

    application.candidate.refresh_from_db()
    assert application.candidate.active_at == before


def test_move_to_a_retired_stage_is_refused(recruiter, application, onsite):
    shown = type(onsite).objects.get(pk=onsite.pk)
    retire(onsite)

    with pytest.raises(MoveRefused, match="“Onsite” was retired"):
        move_application(application=application, to=shown, by=recruiter)


def test_move_to_a_stage_of_another_role_is_refused(recruiter, application):
    with pytest.raises(MoveRefused, match="stage of another role"):
        move_application(application=application, to=RoleFactory().stages.first(), by=recruiter)


def test_move_to_the_same_stage_is_refused(recruiter, application):
    with pytest.raises(MoveRefused, match="already in “Screen”"):
        move_application(application=application, to=application.stage, by=recruiter)


def test_move_of_a_rejected_application_is_refused(recruiter):
    rejected = ApplicationFactory(rejected=True)

    with pytest.raises(MoveRefused, match="Reopen it before"):
        move_application(application=rejected, to=rejected.role.stages.last(), by=recruiter)


def test_move_on_a_closed_role_is_refused(recruiter, application, onsite):
    close(application.role)

    with pytest.raises(MoveRefused, match="is closed"):
        move_application(application=application, to=onsite, by=recruiter)


def test_move_shown_from_another_stage_is_refused_and_changes_nothing(recruiter, application, onsite, offer):
    seen_in = application.stage
    move_application(application=application, to=onsite, from_stage=seen_in, by=recruiter)

    with pytest.raises(MoveRefused, match="moved this application to “Onsite” in the meantime"):
        move_application(application=application, to=offer, from_stage=seen_in, by=recruiter)

    application.refresh_from_db()
    assert (application.stage, application.changes.count()) == (onsite, 2)


@pytest.mark.django_db(transaction=True)
def test_two_people_submit_the_same_form_at_once_and_one_is_told(recruiter):
    application = ApplicationFactory()
    seen_in, onsite = application.stage, application.role.stages.get(name="Onsite")
    together, answers = threading.Barrier(2, timeout=20), []

    def submit():
        try:
            together.wait()
            move_application(application=application, to=onsite, from_stage=seen_in, by=recruiter)
            answers.append("moved")
        except MoveRefused as refusal:
            answers.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert "moved" in answers
    assert len([answer for answer in answers if "in the meantime" in answer]) == 1
    assert application.changes.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_add_the_same_candidate_at_once_and_one_is_told(recruiter):
    candidate, role = CandidateFactory(), RoleFactory()
    together, answers = threading.Barrier(2, timeout=20), []

    def submit():
        try:
            together.wait()
            add_application(candidate=candidate, role=role, by=recruiter)
            answers.append("added")
        except AddRefused as refusal:
            answers.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(answers) == sorted(["added", f"{candidate} is already active on {role}."])


def test_today_is_read_when_it_happens_not_when_the_process_starts(recruiter, application, onsite, time_machine):
    time_machine.move_to(dt.datetime(2031, 5, 6, 7, tzinfo=dt.UTC), tick=False)

    change = move_application(application=application, to=onsite, by=recruiter)

    assert change.happened_at == dt.datetime(2031, 5, 6, 7, tzinfo=dt.UTC)
    application.refresh_from_db()
    assert application.days_in_stage(timezone.now()) == 0
    time_machine.move_to(dt.datetime(2031, 5, 9, 8, tzinfo=dt.UTC), tick=False)
    assert application.days_in_stage(timezone.now()) == 3


# --- Ending ----------------------------------------------------------------------------------------------------------


def test_reject_ends_it_for_a_reason_in_its_stage(recruiter, application, reason):
    change = reject_application(application=application, reason=reason, note="Two ratings below.", by=recruiter)

    application.refresh_from_db()
    assert (application.standing, application.stage.name, application.closing_reason) == ("rejected", "Screen", reason)
    assert application.closed_at == change.happened_at
    assert (change.standing_before, change.standing_after, change.reason) == ("active", "rejected", reason)
    assert Activity.objects.get().facts == {"from": "Screen", "to": "Screen", "reason": "bar-not-met"}


def test_reject_without_a_reason_is_refused(recruiter, application):
    with pytest.raises(MoveRefused, match="needs a reason"):
        reject_application(application=application, reason=None, by=recruiter)


def test_reject_without_a_person_is_refused(application, reason):
    with pytest.raises(MoveRefused, match="Only a person"):
        reject_application(application=application, reason=reason, by=None)


def test_reject_by_somebody_who_left_is_refused(recruiter, application, reason):
    recruiter.is_active = False

    with pytest.raises(MoveRefused, match="Only a person"):
        reject_application(application=application, reason=reason, by=recruiter)


@pytest.mark.parametrize("missing", ["by", "reason"])
def test_the_database_refuses_a_rejection_without_person_or_reason(recruiter, application, reason, missing):
    given = {"by": recruiter, "reason": reason} | {missing: None}

    with pytest.raises(IntegrityError, match="stage_change_rejected_by_somebody_for_a_reason"), transaction.atomic():
        StageChange.objects.create(
            application=application,
            before=application.stage,
            after=application.stage,
            standing_after="rejected",
            happened_at=timezone.now(),
            **given,
        )


def test_reject_for_their_reason_is_refused(recruiter, application, declined):
    with pytest.raises(MoveRefused, match="not a reason to end it as rejected"):
        reject_application(application=application, reason=declined, by=recruiter)


def test_reject_for_a_reason_no_longer_in_use_is_refused(recruiter, application, reason):
    reason.is_active = False

    with pytest.raises(MoveRefused, match="no longer in use"):
        reject_application(application=application, reason=reason, by=recruiter)


def test_reject_twice_is_refused(recruiter, application, reason):
    reject_application(application=application, reason=reason, by=recruiter)

    with pytest.raises(MoveRefused, match="already rejected"):
        reject_application(application=application, reason=reason, by=recruiter)


def test_reject_shown_from_another_stage_is_refused(recruiter, application, onsite, reason):
    seen_in = application.stage
    move_application(application=application, to=onsite, by=recruiter)

    with pytest.raises(MoveRefused, match="in the meantime"):
        reject_application(application=application, reason=reason, from_stage=seen_in, by=recruiter)


def test_withdraw_may_say_why(recruiter, application, declined):
    change = withdraw_application(application=application, reason=declined, by=recruiter)

    application.refresh_from_db()
    assert (application.standing, application.closing_reason, change.reason) == ("withdrawn", declined, declined)


def test_withdraw_without_a_reason_is_possible(recruiter, application):
    withdraw_application(application=application, by=recruiter)

    application.refresh_from_db()
    assert (application.standing, application.closing_reason) == ("withdrawn", None)


def test_hire_ends_it(recruiter, application):
    change = hire_application(application=application, by=recruiter)

    application.refresh_from_db()
    assert (application.standing, change.standing_after) == ("hired", "hired")


def test_hire_of_a_rejected_application_is_refused(recruiter):
    with pytest.raises(MoveRefused, match="already rejected"):
        hire_application(application=ApplicationFactory(rejected=True), by=recruiter)


# --- Reopening and undoing -------------------------------------------------------------------------------------------


def test_a_restored_rejection_keeps_its_stage(recruiter, application, onsite, reason):
    move_application(application=application, to=onsite, by=recruiter)
    reject_application(application=application, reason=reason, by=recruiter)

    reopen_application(application=application, by=recruiter)

    application.refresh_from_db()
    assert (application.stage, application.standing) == (onsite, "active")
    assert (application.closed_at, application.closing_reason) == (None, None)


def test_reopen_starts_the_wait_anew(recruiter, application, reason):
    reject_application(application=application, reason=reason, by=recruiter)

    change = reopen_application(application=application, by=recruiter)

    application.refresh_from_db()
    assert application.entered_at == change.happened_at


def test_reopen_into_a_retired_stage_is_refused_until_another_is_chosen(recruiter, application, onsite, reason):
    reject_application(application=application, reason=reason, by=recruiter)
    retire(application.stage)

    with pytest.raises(MoveRefused, match="“Screen” was retired"):
        reopen_application(application=application, by=recruiter)
    reopen_application(application=application, to=onsite, by=recruiter)

    application.refresh_from_db()
    assert application.stage == onsite


def test_reopen_of_an_active_application_is_refused(recruiter, application):
    with pytest.raises(MoveRefused, match="active already"):
        reopen_application(application=application, by=recruiter)


def test_reopen_on_a_closed_role_is_refused(recruiter):
    rejected = ApplicationFactory(rejected=True)
    close(rejected.role)

    with pytest.raises(MoveRefused, match="is closed"):
        reopen_application(application=rejected, by=recruiter)


def test_reopen_beside_another_active_application_is_refused(recruiter):
    rejected = ApplicationFactory(rejected=True)
    ApplicationFactory(candidate=rejected.candidate, role=rejected.role)

    with pytest.raises(MoveRefused, match="in another application"):
        reopen_application(application=rejected, by=recruiter)

    assert Application.objects.active().count() == 1


@pytest.mark.parametrize("ending", ["reject", "withdraw", "hire"])
def test_undo_of_an_ending_goes_back_to_the_stage_it_left(recruiter, application, onsite, reason, ending):
    move_application(application=application, to=onsite, by=recruiter)
    application.refresh_from_db()
    entered_at = application.entered_at
    act = {"withdraw": withdraw_application, "hire": hire_application}.get(ending)
    change = (
        act(application=application, by=recruiter)
        if act
        else reject_application(application=application, reason=reason, by=recruiter)
    )

    undone = undo_change(change=change, by=recruiter)

    application.refresh_from_db()
    assert (application.stage, application.standing, application.closed_at) == (onsite, "active", None)
    assert application.closing_reason is None
    assert application.entered_at == entered_at
    assert (undone.undoes, undone.standing_before, undone.standing_after) == (
        change,
        change.standing_after,
        "active",
    )


def test_undo_of_a_move_goes_back_and_forgets_no_waiting(recruiter, application, onsite):
    change = move_application(application=application, to=onsite, by=recruiter)

    undone = undo_change(change=change, by=recruiter)

    application.refresh_from_db()
    assert (application.stage.name, application.entered_at) == ("Screen", LONG_AGO)
    assert (undone.before, undone.after.name) == (onsite, "Screen")
    assert application.changes.count() == 3


def test_undo_of_a_reopening_is_rejected_for_the_old_reason(recruiter):
    rejected = ApplicationFactory(rejected=True)
    reason, closed_at = rejected.closing_reason, rejected.closed_at
    change = reopen_application(application=rejected, by=recruiter)

    undo_change(change=change, by=recruiter)

    rejected.refresh_from_db()
    assert (rejected.standing, rejected.closing_reason, rejected.closed_at) == ("rejected", reason, closed_at)


def test_undo_twice_is_refused(recruiter, application, onsite):
    change = move_application(application=application, to=onsite, by=recruiter)
    undo_change(change=change, by=recruiter)

    with pytest.raises(UndoRefused, match="undone already"):
        undo_change(change=change, by=recruiter)


def test_undo_of_an_undo_is_refused(recruiter, application, onsite):
    undone = undo_change(change=move_application(application=application, to=onsite, by=recruiter), by=recruiter)

    with pytest.raises(UndoRefused, match="itself an undo"):
        undo_change(change=undone, by=recruiter)


def test_undo_of_an_earlier_change_is_refused(recruiter, application, onsite, offer):
    first = move_application(application=application, to=onsite, by=recruiter)
    move_application(application=application, to=offer, by=recruiter)

    with pytest.raises(UndoRefused, match="Only the latest"):
        undo_change(change=first, by=recruiter)


def test_undo_of_entering_is_refused(recruiter, application):
    with pytest.raises(UndoRefused, match="Withdraw the application instead"):
        undo_change(change=last_change(application), by=recruiter)


def test_undo_into_a_stage_retired_since_is_refused(recruiter, application, onsite):
    screen = application.stage
    change = move_application(application=application, to=onsite, by=recruiter)
    retire(screen)

    with pytest.raises(UndoRefused, match="“Screen” was retired"):
        undo_change(change=change, by=recruiter)


def test_undo_on_a_role_closed_since_is_refused(recruiter, application, reason):
    change = reject_application(application=application, reason=reason, by=recruiter)
    close(application.role)

    with pytest.raises(UndoRefused, match="is closed"):
        undo_change(change=change, by=recruiter)


# --- Notes, and the history ------------------------------------------------------------------------------------------


def test_note_is_kept_and_logged_without_its_words(recruiter, application):
    note = note_on_application(application=application, text=" Prefers mornings. ", by=recruiter)

    assert (note.text, note.author) == ("Prefers mornings.", recruiter)
    entry = Activity.objects.get()
    assert (entry.verb, entry.facts, entry.application) == ("noted_on_application", {}, application.uuid)


def test_a_change_is_never_rewritten(application):
    change = last_change(application)
    change.note = "rewritten"

    with pytest.raises(FrozenRow):
        change.save()
    with pytest.raises(FrozenRow):
        StageChange.objects.filter(pk=change.pk).update(note="rewritten")


def test_move_costs_the_same_whatever_the_history(recruiter, application, onsite, offer, django_assert_max_num_queries):
    connection.ensure_connection()
    for stage in (onsite, offer, onsite):
        with django_assert_max_num_queries(10):
            move_application(application=application, to=stage, by=recruiter)
