"""Writing questions. A version that was asked is never rewritten: it stays, and a new version follows it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from interviews.questions.enums import MOVES, QuestionState
from interviews.questions.items import Item, ItemError
from interviews.questions.models import PassRating, Question, QuestionVersion
from interviews.questions.reading import check_item, read_item
from interviews.refusals import InterviewsError
from workspace.activity.actions import log_activity
from workspace.staff.models import User

# Pages of their own under the address of the bank.
NAMES_TAKEN = {"new", "import", "export", "statistics", "leaks", "pass-line"}


class QuestionRefused(InterviewsError):
    """The question cannot be written or changed like this."""


def stamp_of(version: QuestionVersion) -> str:
    """Name a version as somebody saw it, so that the second of two who edit at once is told."""
    return f"{version.uuid}/{version.updated_at.isoformat()}"


@transaction.atomic
def create_question(*, body: Mapping[str, Any], by: User) -> QuestionVersion:
    """Write a new question as a draft, owned by its writer, or raise QuestionRefused."""
    item = _read(body)
    if Question.objects.filter(slug=item.slug).exists() or item.slug in NAMES_TAKEN:
        raise QuestionRefused(f"There is a question named “{item.slug}” already. Choose another name.")
    question = Question(slug=item.slug, owner=by)
    version = write_version(question, item, body, by=by)
    log_activity(verb="wrote_question", subject=question, facts={"question": question.slug, "version": 1}, by=by)
    return version


@transaction.atomic
def edit_question(*, question: Question, body: Mapping[str, Any], seen: str, by: User) -> QuestionVersion:
    """Write a question anew and return the version that holds it, or raise QuestionRefused.

    `seen` is the stamp of the version the writer had before them. Name and form stay: statistics and exams hang on them.
    """
    question = Question.objects.select_for_update().get(pk=question.pk)
    item = _read(body)
    newest = newest_version(question)
    if question.state == QuestionState.RETIRED:
        raise QuestionRefused("This question was retired and stays as it is. Write a new one.")
    if seen != stamp_of(newest):
        raise QuestionRefused(
            "Somebody changed this question since you opened it. Yours is kept below: open theirs beside it and save again."
        )
    if item.slug != question.slug or item.form != question.form:
        raise QuestionRefused("The name and the form of a question stay. Write a new question instead.")
    question.is_shipped = False
    version = write_version(question, item, body, by=by, over=newest)
    log_activity(
        verb="wrote_question", subject=question, facts={"question": question.slug, "version": version.number}, by=by
    )
    return version


@transaction.atomic
def set_question_state(*, question: Question, to: QuestionState, by: User) -> Question:
    """Make a question live, a draft again, or retire it, or raise QuestionRefused."""
    question = Question.objects.select_for_update().get(pk=question.pk)
    if to not in MOVES[QuestionState(question.state)]:
        raise QuestionRefused(f"A {question.get_state_display().lower()} question cannot become {to.label.lower()}.")
    question.state = to
    question.retired_at = timezone.now() if to == QuestionState.RETIRED else None
    question.save(update_fields=["state", "retired_at", "updated_at"])
    log_activity(verb="moved_question", subject=question, facts={"question": question.slug, "to": to.value}, by=by)
    return question


@transaction.atomic
def set_authors(*, question: Question, authors: Collection[User], by: User) -> None:
    """Say who besides its owner may edit a question."""
    question.authors.set(authors)
    log_activity(
        verb="named_authors", subject=question, facts={"question": question.slug, "authors": len(authors)}, by=by
    )


def note_asked(version_ids: Collection[int]) -> None:
    """Remember that an attempt drew these versions: from then on they stay as they are. Call it once for each attempt."""
    with transaction.atomic():
        versions = QuestionVersion.objects.filter(pk__in=version_ids)
        versions.filter(asked_at=None).update(asked_at=timezone.now())
        Question.objects.filter(versions__in=versions).update(times_asked=F("times_asked") + 1)


@transaction.atomic
def rate_pass(*, version: QuestionVersion, percent: int, by: User) -> PassRating:
    """Say which share of people who just pass would answer a version rightly, or raise QuestionRefused."""
    if not 0 <= percent <= 100:
        raise QuestionRefused("Write a percentage from 0 to 100.")
    rating, _ = PassRating.objects.update_or_create(version=version, rater=by, defaults={"percent": percent})
    return rating


def newest_version(question: Question) -> QuestionVersion:
    """The wording in use. One query."""
    return QuestionVersion.objects.filter(question=question).order_by("-number")[0]


def write_version(
    question: Question,
    item: Item,
    body: Mapping[str, Any],
    *,
    by: User | None = None,
    over: QuestionVersion | None = None,
) -> QuestionVersion:
    """Keep a wording: over the newest version while nobody was asked it, after it otherwise. Saves the question."""
    question.title, question.area, question.depth = item.title, item.area.value, item.depth.value
    question.form, question.is_parametrised = item.form.value, item.is_parametrised
    question.save()
    if over is not None and over.asked_at is None:
        over.body, over.written_by = dict(body), by
        over.save(update_fields=["body", "written_by", "updated_at"])
        # What experts said of other words is not about these.
        over.pass_ratings.all().delete()
        return over
    number = over.number + 1 if over is not None else 1
    return QuestionVersion.objects.create(question=question, number=number, body=dict(body), written_by=by)


def free_slug(title: str) -> str:
    """A name for a question that is not taken."""
    stem = slugify(title)[:70].strip("-") or "question"
    taken = NAMES_TAKEN | set(Question.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _read(body: Mapping[str, Any]) -> Item:
    try:
        return check_item(read_item(body))
    except ItemError as error:
        raise QuestionRefused(str(error)) from error
