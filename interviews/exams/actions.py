"""Writing exams. A version that somebody was invited to is never rewritten: they were told its terms."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from interviews.exams.blueprint import Blueprint
from interviews.exams.enums import CutMethod
from interviews.exams.models import Exam
from interviews.exams.queries import judged_line
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.staff.models import User

FIELDS = (
    "name",
    "profile",
    "minutes",
    "measures",
    "notice",
    "ai_policy",
    "cut",
    "cut_method",
    "exposure_cap",
    "hand_marking",
)
# Pages of their own under the address of the exams.
NAMES_TAKEN = {"new", "marking", "attempts"}


class ExamRefused(InterviewsError):
    """The exam cannot be written or changed like this."""


def stamp_of(exam: Exam) -> str:
    """Name an exam as somebody saw it, so that the second of two who edit at once is told."""
    return f"{exam.version}/{exam.updated_at.isoformat()}"


def is_used(exam: Exam) -> bool:
    """Whether somebody was invited to this version. One query."""
    return exam.invitations.exists()


def create_exam(*, fields: Mapping[str, Any], roles: Any, blueprint: Blueprint, by: User) -> Exam:
    """Write a new exam, or raise ExamRefused."""
    exam = Exam(slug=_free_slug(str(fields["name"])), written_by=by)
    try:
        with transaction.atomic():
            _write(exam, fields, roles, blueprint)
            log_activity(verb="wrote_exam", subject=exam, facts={"exam": exam.slug, "version": 1}, by=by)
    except IntegrityError as error:
        raise ExamRefused("Somebody wrote an exam of this name a moment ago. Choose another name.") from error
    return exam


@transaction.atomic
def edit_exam(*, exam: Exam, fields: Mapping[str, Any], roles: Any, blueprint: Blueprint, seen: str, by: User) -> Exam:
    """Write an exam anew and return the version that holds it, or raise ExamRefused. `seen` is the stamp of what the writer had before them."""
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    if exam.retired_at is not None:
        raise ExamRefused("This version is out of use. Open the newest one and change that.")
    if seen != stamp_of(exam):
        raise ExamRefused("Somebody changed this exam since you opened it. Yours is below: compare, and save again.")
    target = exam
    if is_used(exam):
        exam.retired_at = timezone.now()
        exam.save(update_fields=["retired_at", "updated_at"])
        target = Exam(slug=exam.slug, version=exam.version + 1, written_by=by)
    _write(target, fields, roles, blueprint)
    log_activity(verb="wrote_exam", subject=target, facts={"exam": target.slug, "version": target.version}, by=by)
    return target


@transaction.atomic
def retire_exam(*, exam: Exam, by: User) -> Exam:
    """Take an exam out of use. Whoever was invited may still sit it."""
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    if exam.retired_at is not None:
        raise ExamRefused("This exam is out of use already.")
    exam.retired_at = timezone.now()
    exam.save(update_fields=["retired_at", "updated_at"])
    log_activity(verb="retired_exam", subject=exam, facts={"exam": exam.slug, "version": exam.version}, by=by)
    return exam


def _write(exam: Exam, fields: Mapping[str, Any], roles: Any, blueprint: Blueprint) -> None:
    if not blueprint.cells:
        raise ExamRefused("An exam without a question cannot be sat. Ask for at least one.")
    for name in FIELDS:
        setattr(exam, name, fields[name])
    exam.blueprint = blueprint.as_json()
    if exam.cut_method == CutMethod.ANGOFF:
        line = judged_line(blueprint)
        if line is None:
            raise ExamRefused(
                "Nobody has rated questions of every cell yet, so judges set no line. Rate them in the bank, or set the line by hand."
            )
        # A line at an end of the scale would pass everybody or nobody.
        exam.cut = round(min(max(line.cut, 0.05), 0.95), 3)
    exam.is_shipped = False
    exam.save()
    exam.roles.set(roles)


def _free_slug(name: str) -> str:
    stem = slugify(name)[:70].strip("-") or "exam"
    taken = NAMES_TAKEN | set(Exam.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
