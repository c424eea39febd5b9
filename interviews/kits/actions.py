"""Writing kits. What an interview was held with is never rewritten: it stays, and a new version follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hiring.roles.models import Competency
from interviews.kits.models import AssessmentType, Depth, Kit, KitCompetency, KitQuestion, KitStep
from interviews.kits.signals import kit_replaced
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class KitRefused(InterviewsError):
    """The kit cannot be written like this."""


@dataclass(frozen=True)
class Step:
    minutes: int
    title: str
    text: str = ""


@dataclass(frozen=True)
class Question:
    text: str
    follow_up: str = ""
    listen_for: str = ""
    competency: Competency | None = None


@dataclass(frozen=True)
class Probe:
    """What the kit says of one competency. `strength_anchors` are four or none."""

    competency: Competency
    depth: Depth
    strength_anchors: Sequence[str] = ()
    bar_anchor: str = ""


@dataclass(frozen=True)
class KitContent:
    """Everything a kit says: `fields` are columns of Kit, the rest its parts in order."""

    fields: dict[str, Any]
    steps: Sequence[Step] = ()
    questions: Sequence[Question] = ()
    probes: Sequence[Probe] = ()


def is_used(kit: Kit) -> bool:
    """Whether an interview was booked with this very version. One query."""
    # Interviews stand above kits and hang on them.
    return bool(kit.interviews.exists())


def stamp_of(kit: Kit) -> str:
    """Name a kit as somebody saw it, so that the second of two who edit at once is told."""
    return f"{kit.uuid}/{kit.updated_at.isoformat()}"


@transaction.atomic
def create_kit(*, content: KitContent, by: User) -> Kit:
    """Write a new kit, or raise KitRefused."""
    _check(content)
    kit = Kit.objects.create(slug=_free_slug(content.fields["name"]), **content.fields)
    _write_parts(kit, content)
    log_activity(verb="wrote_kit", subject=kit, facts={"kit": kit.slug, "version": 1}, by=by)
    return kit


@transaction.atomic
def edit_kit(*, kit: Kit, content: KitContent, seen: str, by: User) -> Kit:
    """Write a kit anew and return the version that holds it, or raise KitRefused.

    A version that interviews were booked with is retired and followed by the next; scorecards keep the one they were asked under. `seen`
    is the stamp of what the writer had before them.
    """
    current = Kit.objects.select_for_update().filter(slug=kit.slug, retired_at=None).first()
    if current is None:
        raise KitRefused("This kit was retired. Nothing was changed.")
    if seen != stamp_of(current):
        raise KitRefused(
            "Somebody changed this kit since you opened it. Yours is kept below: open theirs beside it and save again."
        )
    _check(content)
    if is_used(current):
        kit = _follow(current, content)
    else:
        kit = _overwrite(current, content)
    _write_parts(kit, content)
    log_activity(verb="wrote_kit", subject=kit, facts={"kit": kit.slug, "version": kit.version}, by=by)
    return kit


@transaction.atomic
def retire_kit(*, kit: Kit, by: User) -> Kit:
    """Take a kit out of use. What was booked with it stays."""
    current = Kit.objects.select_for_update().get(pk=kit.pk)
    if current.retired_at:
        raise KitRefused("This kit is retired already.")
    current.retired_at = timezone.now()
    current.save(update_fields=["retired_at", "updated_at"])
    log_activity(verb="retired_kit", subject=current, facts={"kit": current.slug}, by=by)
    return current


@transaction.atomic
def edit_assessment_type(*, kind: AssessmentType, fields: dict[str, Any], by: User) -> AssessmentType:
    """Put an assessment type into the organisation's own words; from then on an update of the product leaves it alone."""
    for name, value in fields.items():
        setattr(kind, name, value)
    kind.is_shipped = False
    kind.save(update_fields=[*fields, "is_shipped", "updated_at"])
    log_activity(verb="edited_assessment_type", subject=kind, facts={"type": kind.slug}, by=by)
    return kind


def _check(content: KitContent) -> None:
    competencies = [probe.competency.pk for probe in content.probes]
    if len(set(competencies)) != len(competencies):
        raise KitRefused("A competency is listed twice.")
    planned = sum(step.minutes for step in content.steps)
    if content.steps and planned != content.fields["minutes"]:
        raise KitRefused(f"The steps take {planned} minutes and the kit {content.fields['minutes']}. Make them agree.")


def _follow(current: Kit, content: KitContent) -> Kit:
    current.retired_at = timezone.now()
    current.save(update_fields=["retired_at", "updated_at"])
    after = Kit.objects.create(slug=current.slug, version=current.version + 1, **content.fields)
    kit_replaced.send(Kit, before=current, after=after)
    return after


def _overwrite(current: Kit, content: KitContent) -> Kit:
    for name, value in content.fields.items():
        setattr(current, name, value)
    current.is_shipped = False
    current.save()
    for parts in (current.steps, current.questions, current.competencies):
        parts.all().delete()
    return current


def _write_parts(kit: Kit, content: KitContent) -> None:
    KitStep.objects.bulk_create(
        KitStep(kit=kit, position=place, minutes=step.minutes, title=step.title, text=step.text)
        for place, step in enumerate(content.steps)
    )
    KitQuestion.objects.bulk_create(
        KitQuestion(
            kit=kit,
            position=place,
            text=question.text,
            follow_up=question.follow_up,
            listen_for=question.listen_for,
            competency=question.competency,
        )
        for place, question in enumerate(content.questions)
    )
    KitCompetency.objects.bulk_create(
        KitCompetency(
            kit=kit,
            position=place,
            competency=probe.competency,
            depth=probe.depth,
            strength_anchors=list(probe.strength_anchors),
            bar_anchor=probe.bar_anchor,
        )
        for place, probe in enumerate(content.probes)
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70] or "kit"
    # “new” is a page of its own.
    taken = {"new", *Kit.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
