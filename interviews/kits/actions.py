"""Writing kits. What was written is never rewritten: it stays, and a new version follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from hiring.roles.models import Competency, RoleProfile
from hiring.teams.models import Team
from interviews.kits.models import AssessmentType, Depth, Kit, KitCompetency, KitQuestion, KitStep
from interviews.kits.signals import kit_replaced
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.staff.models import User

# What of a kit is text and numbers of its own; the rest hangs on it.
COLUMNS = (
    "name",
    "assessment_type",
    "team",
    "about_work",
    "side",
    "minutes",
    "homework_minutes",
    "briefing",
    "tell_candidate",
    "good_looks_like",
    "watch_out",
    "leave_out",
    "adjustments",
    "material",
    "solution",
)


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
    weak: str = ""
    half: str = ""
    competency: Competency | None = None


@dataclass(frozen=True)
class Probe:
    """What the kit says of one competency. `strength_anchors` are four or none, `bar_steps` as well."""

    competency: Competency
    depth: Depth
    strength_anchors: Sequence[str] = ()
    bar_anchor: str = ""
    bar_steps: Sequence[str] = ()


@dataclass(frozen=True)
class KitContent:
    """Everything a kit says: `fields` are columns of Kit, the rest its parts in order."""

    fields: dict[str, Any]
    profiles: Sequence[RoleProfile] = ()
    steps: Sequence[Step] = ()
    questions: Sequence[Question] = ()
    probes: Sequence[Probe] = ()


def stamp_of(kit: Kit) -> str:
    """Name a kit as somebody saw it, so that the second of two who edit at once is told."""
    return f"{kit.uuid}/{kit.updated_at.isoformat()}"


@transaction.atomic
def create_kit(*, content: KitContent, by: User) -> Kit:
    """Write a new kit, or raise KitRefused."""
    _check(content)
    kit = Kit.objects.create(slug=_free_slug(content.fields["name"]), written_by=by, **content.fields)
    _write_parts(kit, content)
    log_activity(verb="wrote_kit", subject=kit, facts={"kit": kit.slug, "version": 1}, by=by)
    return kit


@transaction.atomic
def edit_kit(*, kit: Kit, content: KitContent, seen: str, why: str, by: User) -> Kit:
    """Follow the version in use with another that says why, or raise KitRefused.

    The version before is retired and never changed again: scorecards keep the one they were filled under. `seen` is the stamp of what the
    writer had before them.
    """
    current = Kit.objects.select_for_update(of=("self",)).filter(slug=kit.slug, retired_at=None).first()
    if current is None:
        raise KitRefused("This kit was taken out of use. Nothing was changed.")
    if seen != stamp_of(current):
        raise KitRefused(
            "Somebody changed this kit since you opened it. Yours is kept below: open theirs beside it and save again."
        )
    if not why.strip():
        raise KitRefused("Say in a line why you change it; whoever used the version before will ask.")
    _check(content)
    current.retired_at = timezone.now()
    current.save(update_fields=["retired_at", "updated_at"])
    after = Kit.objects.create(
        slug=current.slug,
        version=current.version + 1,
        copied_from=current.copied_from,
        written_by=by,
        change_note=why.strip(),
        **content.fields,
    )
    _write_parts(after, content)
    kit_replaced.send(Kit, before=current, after=after)
    log_activity(verb="wrote_kit", subject=after, facts={"kit": after.slug, "version": after.version}, by=by)
    return after


@transaction.atomic
def copy_kit(*, kit: Kit, team: Team, by: User) -> Kit:
    """Give a team a kit of its own that begins as a copy of this version. What becomes of the one no longer touches the other."""
    name = f"{kit.name} ({team.name})"[:120]
    if Kit.objects.current().filter(copied_from__slug=kit.slug, team=team).exists():
        raise KitRefused(f"{team.name} has a copy of this kit already.")
    content = content_of(kit)
    fields = {**content.fields, "name": name, "team": team}
    copy = Kit.objects.create(
        slug=_free_slug(name),
        copied_from=kit,
        written_by=by,
        change_note=f"Copied from “{kit.name}”, version {kit.version}."[:300],
        **fields,
    )
    _write_parts(copy, content)
    log_activity(verb="copied_kit", subject=copy, facts={"kit": copy.slug, "from": kit.slug}, by=by)
    return copy


@transaction.atomic
def retire_kit(*, kit: Kit, by: User) -> Kit:
    """Take a kit out of use. What was booked with it stays."""
    current = Kit.objects.select_for_update(of=("self",)).get(pk=kit.pk)
    if current.retired_at:
        raise KitRefused("This kit is out of use already.")
    current.retired_at = timezone.now()
    current.save(update_fields=["retired_at", "updated_at"])
    log_activity(verb="retired_kit", subject=current, facts={"kit": current.slug}, by=by)
    return current


@transaction.atomic
def restore_kit(*, kit: Kit, by: User) -> Kit:
    """Put the last version of a kit that is out of use back into use."""
    versions = list(Kit.objects.select_for_update(of=("self",)).filter(slug=kit.slug).order_by("-version"))
    if any(one.retired_at is None for one in versions):
        raise KitRefused("This kit is in use already.")
    last = versions[0]
    last.retired_at = None
    last.save(update_fields=["retired_at", "updated_at"])
    log_activity(verb="restored_kit", subject=last, facts={"kit": last.slug}, by=by)
    return last


def content_of(kit: Kit) -> KitContent:
    """Return everything a kit says. Four queries, none where `queries.in_full` fetched it."""
    return KitContent(
        fields={name: getattr(kit, name) for name in COLUMNS},
        profiles=list(kit.profiles.all()),
        steps=[Step(one.minutes, one.title, one.text) for one in kit.steps.all()],
        questions=[
            Question(one.text, one.follow_up, one.listen_for, one.weak, one.half, one.competency)
            for one in kit.questions.all()
        ],
        probes=[
            Probe(one.competency, Depth(one.depth), one.strength_anchors, one.bar_anchor, one.bar_steps)
            for one in kit.competencies.all()
        ],
    )


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


def _write_parts(kit: Kit, content: KitContent) -> None:
    kit.profiles.set(content.profiles)
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
            weak=question.weak,
            half=question.half,
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
            bar_steps=list(probe.bar_steps),
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
