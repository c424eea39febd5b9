"""Naming the strengths to validate, and planning a role's interviews."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from hiring.pipeline.actions import locked
from hiring.pipeline.models import Application
from hiring.roles.models import Competency, Role, Stage
from interviews.catalogue.reading import plans
from interviews.kits.models import Kit
from interviews.plans.coverage import why_not_so_many
from interviews.plans.models import Hypothesis, PlannedInterview
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
    """Whether an interview of this application has started, or work done at home came in. One query; tells nothing of any scorecard."""
    return begun_applications(now).filter(pk=application.pk).exists()


def begun_applications(now: dt.datetime) -> "QuerySet[Application]":
    """The applications of which somebody of ours has seen something: an interview started, over or not, or work came in."""
    started = Interview.objects.live().filter(during__startswith__lte=now).values("application")
    # Take-homes stand above plans: their rows are reached through the applications they hang on.
    return Application.objects.filter(Q(pk__in=started) | Q(take_homes__hand_ins__isnull=False))


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


@dataclass(frozen=True)
class Wanted:
    """One interview of a role's plan as somebody wants it."""

    kit: Kit
    stage: Stage | None = None


@transaction.atomic
def plan_interviews(*, role: Role, wanted: Sequence[Wanted], by: User) -> list[PlannedInterview]:
    """Make these the interviews of a role's plan, in this order. Nothing that is booked changes."""
    role = Role.objects.select_for_update(of=("self",)).get(pk=role.pk)
    before = list(role.planned_interviews.values_list("kit__slug", flat=True))
    role.planned_interviews.all().delete()
    rows = [
        PlannedInterview(role=role, kit=one.kit, stage=one.stage, position=position)
        for position, one in enumerate(wanted)
    ]
    planned = PlannedInterview.objects.bulk_create(rows)
    after = [one.kit.slug for one in wanted]
    if after != before:
        log_activity(
            verb="planned_interviews", subject=role, by=by, role=role.uuid, facts={"count": len(after), "kits": after}
        )
    return planned


@transaction.atomic
def plan_by_default(*, role: Role, by: User) -> list[PlannedInterview]:
    """Give a role the plan shipped for its profile, as far as its kits are in use and its pipeline has such stages."""
    shipped = next((one for one in plans() if one.profile == role.profile.slug), None)
    if shipped is None:
        return []
    slugs = [one.kit for one in shipped.interviews]
    kits = {kit.slug: kit for kit in Kit.objects.current().filter(slug__in=slugs)}
    stages = {stage.kind: stage for stage in role.stages.filter(retired_at=None).order_by("-position")}
    wanted = [Wanted(kits[one.kit], stages.get(one.stage)) for one in shipped.interviews if one.kit in kits]
    return plan_interviews(role=role, wanted=wanted, by=by)
