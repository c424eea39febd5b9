"""Naming the strengths to validate."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from hiring.pipeline.actions import locked
from hiring.pipeline.models import Application
from hiring.roles.models import Competency
from interviews.plans.coverage import why_not_so_many
from interviews.plans.models import Hypothesis
from interviews.refusals import InterviewsError
from interviews.schedule.models import Interview
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class HypothesesRefused(InterviewsError):
    """These hypotheses cannot be written down."""


@dataclass(frozen=True)
class Named:
    """A strength as somebody names it: what suggests it, and what would show that it is not so."""

    competency: Competency
    suggested_by: str
    refuted_by: str


def fingerprint(hypotheses: Iterable[Hypothesis]) -> str:
    """Name a set of hypotheses as it was seen, so that a later writer can be told that it changed."""
    return hashlib.sha256(" ".join(sorted(str(one.uuid) for one in hypotheses)).encode()).hexdigest()[:16]


def interviews_have_begun(application: Application, now: dt.datetime) -> bool:
    """Whether an interview of this application has started. One query; tells nothing of any scorecard."""
    return Interview.objects.live().filter(application=application, during__startswith__lte=now).exists()


@transaction.atomic
def write_hypotheses(
    *, application: Application, named: Sequence[Named], seen: str = "", now: dt.datetime | None = None, by: User
) -> list[Hypothesis]:
    """Write down the strengths to validate, in this order, in place of those that stand; or raise HypothesesRefused.

    What is named again in the same words stays the same row; what is reworded or left out is withdrawn and kept on record.
    Once interviews have begun, hypotheses can only be added: nobody may fit them to what was heard. `seen` is the fingerprint of
    those the writer saw.
    """
    now = now or timezone.now()
    application = locked(application)
    standing = list(application.hypotheses.filter(withdrawn_at=None).select_related("competency"))
    if refusal := _why_not(application, named, standing, seen):
        raise HypothesesRefused(refusal)
    dropped = [one for one in standing if not any(_says(one, name) for name in named)]
    if dropped and interviews_have_begun(application, now):
        raise HypothesesRefused(
            f"Interviews have begun, so “{dropped[0].competency}” stays as it was written. You may still add another one."
        )

    for one in dropped:
        one.withdrawn_at, one.withdrawn_by = now, by
        one.save(update_fields=["withdrawn_at", "withdrawn_by", "updated_at"])
    written = [_write(application, name, place, standing, by) for place, name in enumerate(named)]
    log_activity(
        verb="wrote_hypotheses",
        subject=application,
        by=by,
        candidate=application.candidate.uuid,
        application=application.uuid,
        role=application.role.uuid,
        facts={"count": len(written)},
    )
    return written


def _why_not(application: Application, named: Sequence[Named], standing: Sequence[Hypothesis], seen: str) -> str:
    if not application.is_active:
        return f"This application is {application.get_standing_display().lower()}. Reopen it first."
    if seen and seen != fingerprint(standing):
        return "Somebody changed the hypotheses since you opened this page. Yours are kept below: look at both and save again."
    if refusal := why_not_so_many(len(named)):
        return refusal
    keys = [name.competency.pk for name in named]
    if len(set(keys)) != len(keys):
        return "The same competency is named twice."
    allowed = set(application.role.criteria.filter(may_be_strength=True).values_list("competency_id", flat=True))
    for name in named:
        if name.competency.pk not in allowed:
            return f"“{name.competency}” is not one of the strengths this role can hire for."
        if not name.suggested_by.strip() or not name.refuted_by.strip():
            return f"For “{name.competency}”, say what suggests it and what would refute it."
    return ""


def _says(hypothesis: Hypothesis, name: Named) -> bool:
    return (hypothesis.competency_id, hypothesis.suggested_by, hypothesis.refuted_by) == (
        name.competency.pk,
        name.suggested_by.strip(),
        name.refuted_by.strip(),
    )


def _write(application: Application, name: Named, place: int, standing: Sequence[Hypothesis], by: User) -> Hypothesis:
    kept = next((one for one in standing if _says(one, name)), None)
    if kept is None:
        return Hypothesis.objects.create(
            application=application,
            competency=name.competency,
            suggested_by=name.suggested_by.strip(),
            refuted_by=name.refuted_by.strip(),
            position=place,
            written_by=by,
        )
    if kept.position != place:
        kept.position = place
        kept.save(update_fields=["position", "updated_at"])
    return kept
