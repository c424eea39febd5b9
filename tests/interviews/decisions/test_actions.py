import datetime as dt

import pytest
from django.utils import timezone

from interviews.decisions.actions import (
    ApprovalRefused,
    DecisionRefused,
    answer_decision,
    sign_decision,
    undo_decision,
)
from interviews.decisions.queries import decisions_of, fingerprint, judgement_for
from interviews.decisions.signals import decision_answered, decision_signed
from interviews.models import Decision
from interviews.plans.queries import criteria_of
from tests import factories
from workspace.models import Activity
from workspace.rows import FrozenRow


@pytest.fixture
def second_person(db):
    return factories.UserFactory(hiring_manager=True, name="Sana Second")


def sign(case, by, verdict="hire", reasons="The strength is real.", **more):
    gap = {"plan_owner": by, "plan_due": timezone.localdate() + dt.timedelta(days=90), **more}
    return sign_decision(application=case.application, verdict=verdict, reasons=reasons, by=by, **gap)


def seen(case, by):
    judged = judgement_for(case.application, criteria_of(case.application), viewer=by)
    return fingerprint(judged.outcome)


def test_decision_keeps_the_outcome_as_it_was_shown(case, hiring_manager):
    case.hire_signal()

    decision = sign(case, hiring_manager)

    assert decision.outcome["signal"] == "hire signal"
    assert decision.outcome["sentence"] == "Creative thinking is confirmed and all two minimum bars are met."
    assert (decision.decided_by, decision.waives_bar, decision.is_in_force) == (hiring_manager, False, True)


@pytest.mark.parametrize("verdict", ["no", "more_evidence"])
def test_deciding_otherwise_than_the_hire_signal_needs_nobody_else(case, hiring_manager, verdict):
    case.hire_signal()

    assert sign(case, hiring_manager, verdict).is_in_force


def test_hiring_without_enough_evidence_is_the_person_s_own_choice(case, hiring_manager):
    decision = sign(case, hiring_manager)

    assert decision.outcome["signal"] == "more evidence needed"
    assert decision.is_in_force


def test_hiring_against_a_bar_waits_for_the_second_person(case, hiring_manager, second_person):
    case.bar_not_met()

    decision = sign(case, hiring_manager, plan="Pair with Dev for a quarter.", approver=second_person)

    assert (decision.waives_bar, decision.approver, decision.plan) == (
        True,
        second_person,
        "Pair with Dev for a quarter.",
    )
    assert (decision.is_waiting, decision.is_in_force) == (True, False)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"plan": "  "}, "needs a plan"),
        ({"approver": None}, "needs a second person"),
        ({"plan_owner": None}, "Say who closes the gap, and until when"),
        ({"plan_due": None}, "Say who closes the gap, and until when"),
        ({"plan_due": dt.date(2020, 1, 1)}, "lies in the future"),
    ],
)
def test_hiring_against_a_bar_without_plan_or_second_person_is_refused(
    case, hiring_manager, second_person, missing, said
):
    case.bar_not_met()

    with pytest.raises(DecisionRefused, match=f"Software engineering: not met.*{said}"):
        sign(case, hiring_manager, **{"plan": "A plan.", "approver": second_person, **missing})

    assert not Decision.objects.exists()


def test_nobody_approves_their_own_decision(case, hiring_manager):
    case.bar_not_met()

    with pytest.raises(DecisionRefused, match="somebody other than you"):
        sign(case, hiring_manager, plan="A plan.", approver=hiring_manager)


def test_second_person_needs_the_right_to_decide(case, hiring_manager, interviewer, recruiter):
    case.bar_not_met()

    for without in (interviewer, recruiter):
        with pytest.raises(DecisionRefused, match="cannot approve this"):
            sign(case, hiring_manager, plan="A plan.", approver=without)


def test_second_person_must_not_owe_a_scorecard_here(case, hiring_manager, second_person):
    case.bar_not_met()
    case.book(second_person)

    with pytest.raises(DecisionRefused, match="owes no scorecard"):
        sign(case, hiring_manager, plan="A plan.", approver=second_person)


def test_no_against_a_bar_needs_no_plan_and_keeps_none(case, hiring_manager, second_person):
    case.bar_not_met()

    decision = sign(case, hiring_manager, "no", plan="Typed and left.", approver=second_person)

    assert (decision.waives_bar, decision.plan, decision.approver) == (False, "", None)


def test_decision_without_reasons_is_refused(case, hiring_manager):
    with pytest.raises(DecisionRefused, match="in your own words"):
        sign(case, hiring_manager, reasons="  ")


def test_unknown_verdict_is_refused(case, hiring_manager):
    with pytest.raises(DecisionRefused, match="Choose"):
        sign(case, hiring_manager, "maybe")


def test_whoever_owes_a_scorecard_cannot_decide(case, hiring_manager):
    case.hire_signal()
    case.book(hiring_manager)

    with pytest.raises(DecisionRefused, match="Submit your own scorecard first"):
        sign(case, hiring_manager)


def test_closed_application_cannot_be_decided(role, hiring_manager):
    application = factories.ApplicationFactory(role=role, rejected=True)

    with pytest.raises(DecisionRefused, match="rejected"):
        sign_decision(application=application, verdict="hire", reasons="Yes.", by=hiring_manager)


def test_ratings_that_changed_meanwhile_stop_the_signing(case, hiring_manager):
    before = seen(case, hiring_manager)
    case.rate(code="clearly_below")

    with pytest.raises(DecisionRefused, match="ratings changed"):
        sign(case, hiring_manager, seen_outcome=before)


def test_second_of_two_who_sign_at_once_is_told(case, hiring_manager, admin):
    shown = seen(case, hiring_manager)
    sign(case, hiring_manager, "no", seen_outcome=shown)

    with pytest.raises(DecisionRefused, match="Hari Manager signed a decision in the meantime"):
        sign(case, admin, "hire", seen_outcome=shown, seen_decision="")

    assert Decision.objects.get().verdict == "no"


def test_later_decision_stands_after_the_earlier_one(case, hiring_manager):
    first = sign(case, hiring_manager, "more_evidence")

    second = sign(case, hiring_manager, "no", seen_outcome=seen(case, hiring_manager), seen_decision=str(first.uuid))

    assert list(decisions_of(case.application)) == [second, first]


def test_decision_can_be_neither_changed_nor_deleted(case, hiring_manager):
    decision = sign(case, hiring_manager, "no")

    decision.reasons = "Never said it."
    with pytest.raises(FrozenRow):
        decision.save()
    with pytest.raises(FrozenRow):
        decision.delete()
    with pytest.raises(FrozenRow):
        Decision.objects.update(verdict="hire")


def test_signing_is_logged_without_the_verdict(case, hiring_manager):
    sign(case, hiring_manager, "no")

    entry = Activity.objects.get(verb="signed_decision")
    assert (entry.actor, entry.application, entry.facts) == (hiring_manager, case.application.uuid, {})


def test_those_above_are_told(case, hiring_manager, second_person):
    heard = []

    def hear(**told):
        heard.append(told.get("decision") or told.get("approval"))

    decision_signed.connect(hear)
    decision_answered.connect(hear)
    try:
        case.bar_not_met()
        decision = sign(case, hiring_manager, plan="A plan.", approver=second_person)
        approval = answer_decision(decision=decision, approved=True, by=second_person)
    finally:
        decision_signed.disconnect(hear)
        decision_answered.disconnect(hear)

    assert heard == [decision, approval]


# --- the second person ---


@pytest.fixture
def waiver(case, hiring_manager, second_person):
    case.bar_not_met()
    return sign(case, hiring_manager, plan="A plan.", approver=second_person)


def again(decision):
    return decisions_of(decision.application).get(pk=decision.pk)


def test_approval_puts_the_decision_in_force(waiver, second_person):
    answer_decision(decision=waiver, approved=True, by=second_person)

    assert again(waiver).is_in_force


def test_turning_down_keeps_it_out_of_force(waiver, second_person):
    answer_decision(decision=waiver, approved=False, reasons="The plan is thin.", by=second_person)

    assert (again(waiver).is_in_force, again(waiver).is_waiting) == (False, False)


def test_turning_down_without_reasons_is_refused(waiver, second_person):
    with pytest.raises(ApprovalRefused, match="Say why"):
        answer_decision(decision=waiver, approved=False, reasons=" ", by=second_person)


def test_only_the_named_person_answers(waiver, hiring_manager, admin):
    for other in (hiring_manager, admin):
        with pytest.raises(ApprovalRefused, match="Only Sana Second"):
            answer_decision(decision=waiver, approved=True, by=other)


def test_answering_twice_is_refused(waiver, second_person):
    answer_decision(decision=waiver, approved=True, by=second_person)

    with pytest.raises(ApprovalRefused, match="answered already"):
        answer_decision(decision=waiver, approved=False, reasons="Changed my mind.", by=second_person)


def test_superseded_decision_cannot_be_approved(case, waiver, hiring_manager, second_person):
    sign(case, hiring_manager, "no")

    with pytest.raises(ApprovalRefused, match="later decision"):
        answer_decision(decision=waiver, approved=True, by=second_person)


def test_second_person_who_came_to_owe_a_scorecard_cannot_answer(case, waiver, second_person):
    case.book(second_person)

    with pytest.raises(ApprovalRefused, match="own scorecard"):
        answer_decision(decision=waiver, approved=True, by=second_person)


def test_decision_that_waives_nothing_needs_no_answer(case, hiring_manager, second_person):
    decision = sign(case, hiring_manager, "no")

    with pytest.raises(ApprovalRefused, match="no second person"):
        answer_decision(decision=decision, approved=True, by=second_person)


# --- Taking a decision back --------------------------------------------------------------------------------------------


def test_decision_taken_back_leaves_what_stood_before(case, hiring_manager):
    case.hire_signal()
    first = sign(case, hiring_manager, "more_evidence")
    second = sign(case, hiring_manager)

    undo_decision(decision=second, by=hiring_manager)

    assert list(decisions_of(case.application)) == [first]
    assert Decision.objects.filter(pk=second.pk).exists()
    assert Activity.objects.filter(verb="undid_decision", subject=second.uuid, actor=hiring_manager).exists()


def test_decision_is_taken_back_once_by_its_signer_and_only_while_nothing_followed(case, hiring_manager, admin):
    case.hire_signal()
    first, second = sign(case, hiring_manager, "more_evidence"), sign(case, hiring_manager)

    with pytest.raises(DecisionRefused, match="Sign a later one instead"):
        undo_decision(decision=second, by=admin)
    with pytest.raises(DecisionRefused, match="A later decision was signed"):
        undo_decision(decision=first, by=hiring_manager)
    undo_decision(decision=second, by=hiring_manager)
    with pytest.raises(DecisionRefused, match="taken back already"):
        undo_decision(decision=second, by=hiring_manager)


def test_answered_or_closed_is_not_taken_back(case, hiring_manager, second_person):
    case.bar_not_met()
    decision = sign(case, hiring_manager, plan="A plan.", approver=second_person)
    answer_decision(decision=decision, approved=True, by=second_person)

    with pytest.raises(DecisionRefused, match="answered it already"):
        undo_decision(decision=decision, by=hiring_manager)
