"""What people make of a result. It moves nobody and rejects nobody: deciding on the application is another act."""

from django.db import IntegrityError, transaction

from hiring.roles.models import Competency
from interviews.results.models import BarSupport, Ruling, RulingKind
from interviews.results.refusals import MarkRefused
from interviews.sittings.models import Attempt
from workspace.activity.actions import log_activity
from workspace.rows import Row
from workspace.staff.models import User


@transaction.atomic
def rule_on_attempt(*, attempt: Attempt, kind: RulingKind, reasons: str, by: User) -> Ruling:
    """Say what a result means, and why; a later ruling stands after an earlier one. Raise MarkRefused."""
    attempt = _locked(attempt)
    if not reasons.strip():
        raise MarkRefused("Say why, in a sentence: whoever reads the result reads it with it.")
    ruling = Ruling.objects.create(attempt=attempt, kind=kind, reasons=reasons.strip(), by=by)
    _log("ruled_on_exam", ruling, attempt, by)
    return ruling


def support_bar(*, attempt: Attempt, competency: Competency, observation: str, by: User) -> BarSupport:
    """Sign that an exam supports a minimum bar of the role, and what of it does. It is no rating. Raise MarkRefused."""
    if not observation.strip():
        raise MarkRefused("Say which answers support it, and how.")
    bars = attempt.invitation.application.role.criteria.filter(competency=competency).exclude(bar_level="")
    if not bars.exists():
        raise MarkRefused("This role has no minimum bar in that.")
    try:
        with transaction.atomic():
            attempt = _locked(attempt)
            support = BarSupport.objects.create(
                attempt=attempt, competency=competency, observation=observation.strip(), by=by
            )
            _log("supported_bar", support, attempt, by)
    except IntegrityError as error:
        raise MarkRefused("Somebody has signed that already.") from error
    return support


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_related("invitation__application__candidate", "invitation__application__role")
    attempt = rows.select_for_update(of=("self",)).get(pk=attempt.pk)
    if attempt.handed_in_at is None:
        raise MarkRefused("It has not been handed in yet.")
    return attempt


def _log(verb: str, subject: Row, attempt: Attempt, by: User) -> None:
    application = attempt.invitation.application
    log_activity(
        verb=verb,
        subject=subject,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        by=by,
    )
