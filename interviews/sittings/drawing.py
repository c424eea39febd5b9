"""From the bank to one person's form: which questions are live, how often each was seen, how hard each proved to be."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Avg, Count

from interviews.exams.draw import SEEDS, Item, Place, draw
from interviews.exams.models import Exam
from interviews.questions.chance import Chance
from interviews.questions.models import QuestionVersion
from interviews.questions.queries import live_versions
from interviews.sittings.fingerprints import fingerprint
from interviews.sittings.models import Attempt, AttemptItem, ExamInvitation

RECENT_FORMS = 50
# Of fewer forms a share says nothing: the first one would have seen everything "too often".
FORMS_FOR_EXPOSURE = 10
ANSWERS_FOR_DIFFICULTY = 30
CANARIES = 2
CANARY_TRIES = 20


@dataclass(frozen=True)
class Drawn:
    """One question of a form, ready to be kept."""

    place: Place
    version: QuestionVersion
    variant: int
    fingerprint: str
    is_canary: bool


def bank_items() -> tuple[list[Item], dict[str, QuestionVersion]]:
    """Return what can be drawn, and the wording of each. Four queries."""
    versions = {version.question.slug: version for version in live_versions()}
    exposures, difficulties = recent_exposures(), difficulties_seen()
    items = [
        Item(
            slug,
            version.question.area,
            version.question.depth,
            has_variants=version.question.is_parametrised,
            difficulty=difficulties.get(version.question_id),
            exposure=exposures.get(version.question_id, 0.0),
        )
        for slug, version in versions.items()
    ]
    return items, versions


def recent_exposures() -> dict[int, float]:
    """Return, by question, the share of the latest forms it was in; nothing while there are too few forms. Two queries."""
    recent = list(Attempt.objects.order_by("-started_at", "-pk").values_list("pk", flat=True)[:RECENT_FORMS])
    if len(recent) < FORMS_FOR_EXPOSURE:
        return {}
    rows = AttemptItem.objects.filter(attempt__in=recent).order_by().values_list("question__question")
    return {question: count / len(recent) for question, count in rows.annotate(Count("attempt", distinct=True))}


def difficulties_seen() -> dict[int, float]:
    """Return, by question, the mean of its marks, where enough people had it. One query."""
    rows = AttemptItem.objects.filter(is_void=False, share__isnull=False).order_by()
    found = rows.values("question__question").annotate(mean=Avg("share"), people=Count("pk"))
    return {row["question__question"]: float(row["mean"]) for row in found if row["people"] >= ANSWERS_FOR_DIFFICULTY}


def seen_by(invitation: ExamInvitation) -> set[str]:
    """Return what this person was asked in earlier sittings, for whichever role: slugs and variants. One query."""
    rows = AttemptItem.objects.filter(
        attempt__invitation__application__candidate=invitation.application.candidate_id
    ).values_list("question__question__slug", "fingerprint")
    return {text for row in rows for text in row}


def draw_form(exam: Exam, *, seed: int, seen: Collection[str] = ()) -> list[Drawn]:
    """Draw a form, or raise draw.CannotFill. Five queries, whatever its length."""
    items, versions = bank_items()

    def named(slug: str, variant: int) -> str:
        return fingerprint(versions[slug].variant(variant).asked)

    places = draw(exam.plan, items, seed=seed, seen=seen, fingerprint=named, cap=float(exam.exposure_cap))
    known = set(
        AttemptItem.objects.filter(question__question__slug__in=[place.key for place in places]).values_list(
            "fingerprint", flat=True
        )
    )
    return _with_canaries(places, versions, known, Chance(f"canaries {seed}"))


def _with_canaries(
    places: Collection[Place], versions: dict[str, QuestionVersion], known: Collection[str], chance: Chance
) -> list[Drawn]:
    """Make up to two questions of a form ones that no other link was ever given, so that a leak tells where it came from.

    The same seed, while the same variants are known, draws the same ones.
    """
    drawn, canaries = [], 0
    for place in places:
        version, variant = versions[place.key], place.variant
        name, canary = fingerprint(version.variant(variant).asked), False
        if version.question.is_parametrised and canaries < CANARIES:
            tries = [variant, *(chance.below(SEEDS) for _ in range(CANARY_TRIES))]
            for other in tries:
                if (own := fingerprint(version.variant(other).asked)) not in known:
                    variant, name, canary = other, own, True
                    canaries += 1
                    break
        drawn.append(Drawn(place, version, variant, name, canary))
    return drawn
