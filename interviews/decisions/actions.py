"""A person decides and signs; a second person approves what goes against a bar. Nothing here moves or tells a candidate."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from hiring.pipeline.actions import locked
from hiring.pipeline.models import Application
from interviews.decisions.models import Approval, Decision, DecisionUndo, GapPlan, Verdict
from interviews.decisions.queries import decisions_of, fingerprint, in_words, judgement_for
from interviews.decisions.rules import may_approve_for
from interviews.decisions.signals import decision_answered, decision_signed, decision_undoing
from interviews.plans.queries import criteria_of
from interviews.refusals import InterviewsError
from interviews.rule.outcome import Outcome
from interviews.rule.wording import listed
from interviews.second_ratings.actions import end_open_wishes
from interviews.second_ratings.models import Ending
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class DecisionRefused(InterviewsError):
    """This decision cannot be signed, or not like this."""


class ApprovalRefused(InterviewsError):
    """This decision cannot be approved or turned down any more, or not by this person."""


@transaction.atomic
def sign_decision(
    *,
    application: Application,
    verdict: str,
    reasons: str,
    plan: str = "",
    plan_owner: User | None = None,
    plan_due: dt.date | None = None,
    approver: User | None = None,
    seen_outcome: str = "",
    seen_decision: str = "",
    by: User,
) -> Decision:
    """Sign a decision on an application, or raise DecisionRefused.

    The outcome is computed again under the lock and kept with the decision as it was shown. Hiring against a bar that is not met
    needs a plan with an owner and a day, and names a second person; it counts once they approve. That a second rating was still
    awaited is kept with it. `seen_outcome` and `seen_decision` say what the
    signer had before their eyes: if either changed, nothing is signed.
    """
    # Two people who sign at once come one after the other, and the second is told.
    application = locked(application)
    judged = judgement_for(application, criteria_of(application), viewer=by)
    if judged is None:
        raise DecisionRefused("Submit your own scorecard first: whoever decides has read all of them.")
    if seen_outcome and (refusal := _why_seen_otherwise(application, judged.outcome, seen_outcome, seen_decision)):
        raise DecisionRefused(refusal)
    reasons, plan = reasons.strip(), plan.strip()
    waives = verdict == Verdict.HIRE and bool(judged.outcome.bars_not_met)
    gap = Gap(plan, plan_owner, plan_due, approver) if waives else None
    if refusal := _why_not_sign(application, verdict, reasons) or (
        _why_no_waiver(application, judged.outcome, gap, by) if gap else ""
    ):
        raise DecisionRefused(refusal)

    return _write(application, verdict, reasons, judged.outcome, gap, by)


@transaction.atomic
def answer_decision(*, decision: Decision, approved: bool, reasons: str = "", by: User) -> Approval:
    """Approve a decision that goes against a bar, or turn it down with reasons; or raise ApprovalRefused."""
    application = locked(decision.application)
    latest = decisions_of(application).first()
    if refusal := _why_no_answer(application, decision, latest, by):
        raise ApprovalRefused(refusal)
    if not approved and not reasons.strip():
        raise ApprovalRefused("Say why you do not approve.")
    if judgement_for(application, criteria_of(application), viewer=by) is None:
        raise ApprovalRefused("Submit your own scorecard first: whoever approves has read all of them.")

    try:
        with transaction.atomic():
            approval = Approval.objects.create(decision=decision, approved=approved, reasons=reasons.strip(), by=by)
    except IntegrityError as error:
        raise ApprovalRefused("This decision was answered already.") from error
    _log("approved_decision" if approved else "turned_down_decision", decision, by)
    decision_answered.send(sender=Approval, approval=approval)
    return approval


@transaction.atomic
def undo_decision(*, decision: Decision, by: User) -> DecisionUndo:
    """Take one's own latest decision back while nothing followed from it, or raise DecisionRefused."""
    application = locked(decision.application)
    if refusal := _why_not_undo(application, decision, by):
        raise DecisionRefused(refusal)
    undone = DecisionUndo.objects.create(decision=decision, by=by)
    _log("undid_decision", decision, by)
    return undone


def _why_not_undo(application: Application, decision: Decision, by: User) -> str:
    latest = decisions_of(application).first()
    if decision.decided_by_id != by.pk:
        return f"Only {decision.decided_by} can take this decision back. Sign a later one instead."
    if DecisionUndo.objects.filter(decision=decision).exists():
        return "This decision was taken back already."
    if latest is None or latest.pk != decision.pk:
        return "A later decision was signed. Sign another one instead."
    if latest.answer is not None:
        return f"{decision.approver} answered it already. Sign another one instead."
    if not application.is_active:
        return (
            f"This application is {application.get_standing_display().lower()}. Reopen it, then sign another decision."
        )
    answers = decision_undoing.send(sender=Decision, decision=decision)
    return next((words for _, words in answers if words), "")


def _why_seen_otherwise(application: Application, computed: Outcome, seen_outcome: str, seen_decision: str) -> str:
    latest = decisions_of(application).first()
    if latest is not None and seen_decision != str(latest.uuid):
        return f"{latest.decided_by} signed a decision in the meantime. Your words are kept: read that one first."
    if seen_outcome != fingerprint(computed):
        return "The ratings changed since you opened this page. Your words are kept: look again, then sign."
    return ""


def _why_not_sign(application: Application, verdict: str, reasons: str) -> str:
    if not application.is_active:
        return f"This application is {application.get_standing_display().lower()}. Reopen it before you decide again."
    if verdict not in Verdict.values:
        return "Choose hire, more evidence or no."
    return "" if reasons else "Say why, in your own words."


@dataclass(frozen=True)
class Gap:
    """How the gap of a waived bar is to be closed, by whom, until when, and who is to approve that."""

    plan: str
    owner: User | None
    due_on: dt.date | None
    approver: User | None


def _write(
    application: Application, verdict: str, reasons: str, computed: Outcome, gap: Gap | None, by: User
) -> Decision:
    # Whoever asks for more evidence goes on waiting for it.
    without = [] if verdict == Verdict.MORE_EVIDENCE else end_open_wishes(application, Ending.DECIDED_WITHOUT)
    decision = Decision.objects.create(
        application=application,
        verdict=verdict,
        reasons=reasons,
        outcome=in_words(computed) | ({"without_second_rating": without} if without else {}),
        waives_bar=gap is not None,
        plan=gap.plan if gap else "",
        approver=gap.approver if gap else None,
        decided_by=by,
    )
    if gap:
        GapPlan.objects.create(decision=decision, owner=gap.owner, due_on=gap.due_on)
    _log("signed_decision", decision, by)
    decision_signed.send(sender=Decision, decision=decision)
    return decision


def _why_no_waiver(application: Application, computed: Outcome, gap: Gap, by: User) -> str:
    names = listed([finding.bar.name for finding in computed.bars_not_met])
    approver = gap.approver
    if not gap.plan:
        return f"{names}: not met. Hiring all the same needs a plan to close the gap."
    if gap.owner is None or not gap.owner.is_active or gap.due_on is None:
        return f"{names}: not met. Say who closes the gap, and until when."
    if gap.due_on <= timezone.localdate(timezone=by.zone):
        return f"{names}: not met. The day until which the gap is closed lies in the future."
    if approver is None:
        return f"{names}: not met. Hiring all the same needs a second person to approve it."
    if approver.pk == by.pk:
        return "The second person must be somebody other than you."
    if not may_approve_for(application, decided_by=by).filter(pk=approver.pk).exists():
        return f"{approver} cannot approve this: choose another hiring manager or an admin who owes no scorecard here."
    return ""


def _why_no_answer(application: Application, decision: Decision, latest: Decision | None, by: User) -> str:
    if not decision.waives_bar:
        return "This decision needs no second person."
    if decision.approver_id != by.pk:
        return f"Only {decision.approver} was asked to approve this."
    if decision.decided_by_id == by.pk:
        return "You cannot approve your own decision."
    if latest is not None and latest.pk != decision.pk:
        return f"{latest.decided_by} signed a later decision. This one no longer stands."
    if Approval.objects.filter(decision=decision).exists():
        return "This decision was answered already."
    return "" if application.is_active else f"This application is {application.get_standing_display().lower()}."


def _log(verb: str, decision: Decision, by: User) -> None:
    # Neither verdict nor reason: the log is read by people who may still be blind.
    application = decision.application
    log_activity(
        verb=verb,
        subject=decision,
        by=by,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
    )
