"""Assessment types and kits, as rows. A kit that interviews were held with is never rewritten: it gets a new version."""

from typing import Any

from django.db import models
from django.utils import timezone

from hiring.roles.models import Competency, RoleProfile
from interviews.catalogue import reading
from interviews.catalogue.reading import ShippedAssessment, ShippedKit
from interviews.kits.models import AssessmentType, Depth, Half, Kit, KitCompetency, KitQuestion, KitStep, WorkKind
from interviews.plans.models import PlannedInterview
from interviews.shipping.rows import Tally, by_slug, has_children, replace_children, ship
from workspace.staff.enums import Side

SIDES = {"engineer": Side.ENGINEER, "researcher": Side.RESEARCHER, "either": Side.OTHER}
WORKS = {"none": "", "paper": WorkKind.PAPER, "code": WorkKind.CODE}
HALVES = {"neither": "", "work": Half.WORK, "part": Half.PART}
UPDATED = "Updated with the product."

Children = dict[type[models.Model], list[dict[str, Any]]]


def ship_assessment_types(tally: Tally) -> None:
    """Put the nine assessment types into rows."""
    for position, one in enumerate(reading.assessments()):
        limits = one.does_not_show[:1].lower() + one.does_not_show[1:]
        ship(
            AssessmentType,
            tally,
            slug=one.slug,
            name=one.name,
            shows=f"{one.shows}\n\nWhat it does not show: {limits}",
            minutes=one.minutes,
            side=SIDES[one.side],
            position=position,
        )


def ship_kits(tally: Tally) -> None:
    """Put the kits into rows, with their flow, questions and what they probe."""
    assessment, profile, competency = by_slug(AssessmentType), by_slug(RoleProfile), by_slug(Competency)
    kinds = {kind.slug: kind for kind in reading.assessments()}
    for kit in reading.kits():
        values = {"assessment_type": assessment(kit.assessment), **_values(kit, kinds[kit.assessment])}
        profiles = [profile(slug) for slug in kit.profiles]
        _ship_kit(kit.slug, values, profiles, _children(kit, competency), tally)


def _ship_kit(slug: str, values: dict[str, Any], profiles: list[RoleProfile], children: Children, tally: Tally) -> None:
    label = str(Kit._meta.verbose_name_plural)
    versions = list(Kit.objects.filter(slug=slug).order_by("-version"))
    current = next((kit for kit in versions if kit.retired_at is None), None)
    if not versions:
        _make(Kit(slug=slug, is_shipped=True, **values), profiles, children)
        tally.added[label] += 1
    elif current is None or not current.is_shipped:
        tally.kept[label] += 1
    elif _is_fresh(current, values, profiles, children):
        tally.unchanged[label] += 1
    elif current.interviews.exists():
        current.retired_at = timezone.now()
        current.save(update_fields=["retired_at", "updated_at"])
        fresh = Kit(slug=slug, version=versions[0].version + 1, is_shipped=True, change_note=UPDATED, **values)
        _make(fresh, profiles, children)
        PlannedInterview.objects.filter(kit=current).update(kit=fresh)
        tally.updated[label] += 1
    else:
        for name, value in values.items():
            setattr(current, name, value)
        _make(current, profiles, children)
        tally.updated[label] += 1


def _make(kit: Kit, profiles: list[RoleProfile], children: Children) -> None:
    kit.save()
    kit.profiles.set(profiles)
    for model, wanted in children.items():
        replace_children(model, {"kit": kit}, wanted)


def _is_fresh(kit: Kit, values: dict[str, Any], profiles: list[RoleProfile], children: Children) -> bool:
    return (
        all(getattr(kit, name) == value for name, value in values.items())
        and set(kit.profiles.all()) == set(profiles)
        and all(
            has_children(model._default_manager.filter(kit=kit).order_by("position"), wanted)
            for model, wanted in children.items()
        )
    )


def _values(kit: ShippedKit, kind: ShippedAssessment) -> dict[str, Any]:
    return {
        "about_work": WORKS[kit.about_work],
        "name": kit.name,
        "minutes": kit.minutes,
        "homework_minutes": kit.homework_minutes,
        "side": SIDES[kit.side],
        "briefing": kit.briefing,
        "tell_candidate": kit.tell_candidate,
        "material": kit.material,
        "solution": kit.solution,
        "good_looks_like": "\n".join(kit.good),
        "watch_out": "\n".join(kit.watch_out),
        "leave_out": "\n".join((*kit.leave_out, *kind.leave_out)),
        "adjustments": "\n".join((*kit.adjustments, *kind.adjustments)),
    }


def _children(kit: ShippedKit, competency: Any) -> Children:
    steps = [{"minutes": step.minutes, "title": step.title, "text": step.text} for step in kit.flow]
    questions = [
        {
            "text": question.ask,
            "follow_up": "\n".join(question.follow_ups),
            "listen_for": question.listen_for,
            "weak": question.weak,
            "half": HALVES[question.half],
            "competency_id": competency(question.competency).pk,
        }
        for question in kit.questions
    ]
    probes = [
        {
            "competency_id": competency(probe.competency).pk,
            "depth": Depth.IN_DEPTH if probe.depth == "in-depth" else Depth.BAR,
            "strength_anchors": list(probe.anchors),
            "bar_anchor": probe.bar,
            "bar_steps": list(probe.near),
        }
        for probe in kit.probes
    ]
    return {
        model: [{**values, "position": position} for position, values in enumerate(rows)]
        for model, rows in ((KitStep, steps), (KitQuestion, questions), (KitCompetency, probes))
    }
