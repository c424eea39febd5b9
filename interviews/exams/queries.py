"""What the bank offers an exam, and what its judges make of the line."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from django.db.models import Q, QuerySet

from hiring.roles.models import Role
from interviews.exams.blueprint import Blueprint, Gap, Place, gaps
from interviews.exams.models import Exam
from interviews.exams.passing import Angoff, angoff
from interviews.questions.models import PassRating, Question
from interviews.questions.queries import live_versions


def live_counts() -> dict[Place, int]:
    """Return how many live questions there are of each area and depth. One query."""
    return dict(Counter(Question.objects.live().order_by().values_list("area", "depth")))


def gaps_of(exam: Exam) -> list[Gap]:
    """Return what the bank lacks for an exam. One query."""
    return gaps(exam.plan, live_counts(), float(exam.exposure_cap))


def exams_for(role: Role) -> "QuerySet[Exam]":
    """The exams in use that somebody in this role's pipeline may be invited to."""
    fits = Q(roles=role) | Q(roles=None)
    profile = Q(profile=None) | Q(profile=role.profile_id)
    return Exam.objects.current().filter(Q(roles=role) | (fits & profile)).distinct().order_by("name")


def exam_of(slug: str, version: int | None = None) -> Exam | None:
    """Return a version of an exam, without `version` the one in use, else the newest. One query."""
    rows = Exam.objects.filter(slug=slug).select_related("profile", "written_by")
    if version is not None:
        return rows.filter(version=version).first()
    return rows.order_by("-version").first()


def judged_line(blueprint: Blueprint) -> Angoff | None:
    """Return the line that judges set by rating the bank's live questions; None while nobody rated some of every cell. Two queries.

    A judge's line weighs the mean of their ratings in each cell by how many questions the blueprint draws from it: forms differ in questions,
    not in cells.
    """
    versions = {version.pk: version.question for version in live_versions()}
    ratings: dict[int, dict[Place, list[float]]] = defaultdict(lambda: defaultdict(list))
    for version, rater, percent in PassRating.objects.filter(version__in=versions).values_list(
        "version", "rater", "percent"
    ):
        question = versions[version]
        ratings[rater][question.area, question.depth].append(percent / 100)
    lines = [line for judge in ratings.values() if (line := _line_of(blueprint, judge)) is not None]
    return angoff(lines) if lines else None


def _line_of(blueprint: Blueprint, judge: Mapping[Place, list[float]]) -> list[float] | None:
    """Return what one judge expects of each place of a form; None where they rated no question of some cell."""
    if not blueprint.cells or any(not judge.get(cell.place) for cell in blueprint.cells):
        return None
    return [sum(judge[cell.place]) / len(judge[cell.place]) for cell in blueprint.cells for _ in range(cell.count)]
