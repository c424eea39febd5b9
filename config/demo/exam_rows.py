"""An exam, some eighty people who sat it, and what they were marked, as rows."""

import datetime as dt
import math
import random
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from config.demo.exam_answers import invent_answer
from config.demo.house import House
from config.demo.rows import Log, at, create
from hiring.pipeline.models import Application
from interviews.exams.blueprint import Blueprint
from interviews.exams.draw import Item as Drawable
from interviews.exams.draw import Place, draw
from interviews.exams.models import Exam
from interviews.questions.enums import QuestionArea, QuestionDepth
from interviews.questions.items import Depth, Item
from interviews.questions.marking import agreed_points, mark
from interviews.questions.models import Question, QuestionVersion
from interviews.questions.queries import live_versions
from interviews.questions.variants import Variant, vary
from interviews.results.models import HandMark, ItemMark
from interviews.sittings.drawing import CANARIES
from interviews.sittings.enums import Came, EventKind, HandedInBy
from interviews.sittings.fingerprints import fingerprint
from interviews.sittings.models import Answer, Attempt, AttemptEvent, AttemptItem, ExamInvitation
from interviews.sittings.names import code_name
from workspace.staff.enums import Persona

HARDER = {Depth.RECALL: 0.9, Depth.APPLY: 0.2, Depth.DIAGNOSE: -0.4}
# For most of the year this cell held only these three, so two of them were in every form, and one got about.
THIN = (QuestionArea.DEBUGGING.value, QuestionDepth.RECALL.value)
THIN_SLUGS = ("eval-mode-changes", "repeatable-run", "why-overfit-a-batch")
GOT_ABOUT = "eval-mode-changes"
GOT_ABOUT_FOR = dt.timedelta(weeks=14)
MEASURES = (
    "What you need to know to build and repair models here: setting up a problem, what common methods assume, conventions, a little theory, "
    "and finding out why a model misbehaves. It does not measure how fast you code, nor what you could learn in a month."
)


@dataclass(frozen=True)
class Asked:
    """A live question, read once."""

    version: QuestionVersion
    item: Item


def live_bank() -> dict[str, Asked]:
    return {one.question.slug: Asked(one, one.item) for one in live_versions()}


def write_exam(house: House, moment: dt.datetime) -> Exam:
    """One question of each area and depth, and a second one where the bank is thin."""
    counts = {(area.value, depth.value): 1 for area in QuestionArea for depth in QuestionDepth}
    exam = Exam(
        slug="ml-foundations",
        name="ML foundations",
        blueprint=Blueprint.of(counts | {THIN: 2}).as_json(),
        minutes=45,
        measures=MEASURES,
        cut=Decimal("0.55"),
        written_by=house.staff["daniel"],
        **at(moment),
    )
    return create(Exam, [exam])[0]


@dataclass
class Rows:
    """What is gathered, to be written table by table."""

    by_table: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def add(self, row: models.Model) -> None:
        self.by_table.setdefault(type(row), []).append(row)

    def write(self, *tables: type[models.Model]) -> None:
        for table in tables:
            create(table, self.by_table.pop(table, []))


@dataclass(frozen=True)
class Plan:
    """How one sitting went. `answered`: of how many questions there is an answer; `hand_marks`: how many people marked each short answer."""

    started_at: dt.datetime
    minutes: float
    answered: int = 99
    hand_marks: int = 2
    runs: bool = False
    is_timed_out: bool = False


class Sittings:
    """Invents sittings and gathers their rows."""

    def __init__(self, house: House, exam: Exam, bank: dict[str, Asked], log: Log, rng: random.Random) -> None:
        self.exam, self.bank, self.log, self.rng, self.rows = exam, bank, log, rng, Rows()
        interviewers = [user for _, user in sorted(house.staff.items()) if user.persona == Persona.INTERVIEWER]
        self.markers = interviewers[:3]
        self.drawable = [
            Drawable(slug, one.item.area.value, one.item.depth.value, has_variants=one.item.is_parametrised)
            for slug, one in bank.items()
            if (one.item.area.value, one.item.depth.value) != THIN or slug in THIN_SLUGS
        ]
        self.hardness = {slug: rng.gauss(0, 0.8) - HARDER[one.item.depth] for slug, one in sorted(bank.items())}
        self.hardness[GOT_ABOUT] = 0.8
        self.names: set[str] = set()
        self.given: set[str] = set()
        self.asked: Counter[int] = Counter()

    def sit(self, invitation: ExamInvitation, plan: Plan, now: dt.datetime) -> Attempt:
        """Let somebody sit the exam they were invited to."""
        seed = self.rng.getrandbits(31)
        deadline = plan.started_at + dt.timedelta(minutes=self.exam.minutes * (100 + invitation.extra_percent) / 100)
        ended = plan.started_at + dt.timedelta(minutes=plan.minutes)
        attempt = Attempt(
            invitation=invitation,
            seed=seed,
            code_name=self._code_name(seed),
            started_at=plan.started_at,
            minutes=round((deadline - plan.started_at).total_seconds() / 60),
            deadline=deadline,
            handed_in_at=None if plan.runs else ended,
            handed_in_by="" if plan.runs else HandedInBy.TIME if plan.is_timed_out else HandedInBy.CANDIDATE,
            **at(plan.started_at),
        )
        self.rows.add(attempt)
        self._log("began_exam", attempt, plan.started_at)
        if not plan.runs:
            self._log("handed_in_exam", attempt, ended)
        ability = self.rng.gauss(0.3, 0.9)
        knows_it = plan.started_at > now - GOT_ABOUT_FOR
        places = draw(self.exam.plan, self.drawable, seed=seed)
        spent = (min(ended, deadline) - plan.started_at) / len(places)
        canaries = 0
        for position, place in enumerate(places, start=1):
            variant = vary(self.bank[place.key].item, place.variant)
            item = self._item(attempt, position, place, variant)
            is_own = self.bank[place.key].item.is_parametrised and item.fingerprint not in self.given
            if is_own and canaries < CANARIES:
                item.is_canary, canaries = True, canaries + 1
            self.given.add(item.fingerprint)
            if position <= plan.answered:
                self._answer(item, variant, plan, ability + (4 if knows_it and place.key == GOT_ABOUT else 0), spent)
            elif not plan.runs:
                self._mark(item, mark(variant, item.given).share, mark(variant, item.given).words)
        self._look_away(attempt, plan)
        return attempt

    def _item(self, attempt: Attempt, position: int, place: Place, variant: Variant) -> AttemptItem:
        version = self.bank[place.key].version
        self.asked[version.question_id] += 1
        item = AttemptItem(
            attempt=attempt,
            position=position,
            question=version,
            variant=place.variant,
            fingerprint=fingerprint(variant.asked),
            **at(attempt.started_at),
        )
        self.rows.add(item)
        return item

    def _answer(self, item: AttemptItem, variant: Variant, plan: Plan, ability: float, spent: dt.timedelta) -> None:
        moment = item.attempt.started_at + item.position * spent
        hardness = self.hardness[item.question.question.slug]
        knows = self.rng.random() < 1 / (1 + math.exp(hardness - ability))
        points = min(max(round(2 + ability + self.rng.gauss(0, 0.6)), 0), variant.asked.most_points)
        response = invent_answer(self.rng, variant, knows=knows, points=points)
        item.shown_at = moment - spent
        item.seconds = int(spent.total_seconds() * self.rng.uniform(0.5, 1))
        if not response.is_empty:
            item.response, item.answered_at = response.to_json(), moment
            self.save(item, item.response, moment, Came.IN_TIME)
        if plan.runs:
            return
        found = mark(variant, response)
        if found.share is not None:
            self._mark(item, found.share, found.words)
        else:
            self._by_hand(item, points, variant.asked.most_points, plan.hand_marks)

    def save(self, item: AttemptItem, response: Any, typed: dt.datetime, came: Came, wait: float = 0) -> None:
        """Keep one save; `wait`: for how many minutes it had no connection."""
        received = typed + dt.timedelta(minutes=wait)
        self.rows.add(
            Answer(
                item=item,
                save_id=uuid.UUID(int=self.rng.getrandbits(128), version=4),
                response=response,
                typed_at=typed,
                received_at=received,
                came=came,
                **at(received),
            )
        )

    def _mark(self, item: AttemptItem, share: float | None, words: str, by: Any = None) -> None:
        item.share = None if share is None else Decimal(share).quantize(Decimal("0.0001"))
        moment = item.attempt.handed_in_at or item.created_at
        self.rows.add(
            ItemMark(item=item, number=1, share=item.share, words=words, question=item.question, by=by, **at(moment))
        )

    def _by_hand(self, item: AttemptItem, points: int, most: int, marked_by: int) -> None:
        """Two people mark it blind; a third where they are apart. Of some the marks are still waited for."""
        other = min(max(points + self.rng.choice((-2, -1, 0, 0, 0, 0, 1)), 0), most)
        moment = (item.attempt.handed_in_at or item.created_at) + dt.timedelta(hours=20)
        given = [points, other][:marked_by]
        agreed = agreed_points(points, other)
        if marked_by == 2 and agreed is None:
            given.append(points)
        for place, number in enumerate(given):
            hand = HandMark(item=item, marker=self.markers[place], points=number, settles=place == 2, **at(moment))
            self.rows.add(hand)
        if marked_by == 2:
            counts = float(given[2]) if agreed is None else agreed
            self._mark(item, counts / most, f"{counts:g} of {most} points.", by=self.markers[len(given) - 1])

    def _look_away(self, attempt: Attempt, plan: Plan) -> None:
        for _ in range(self.rng.choice((0, 0, 0, 1, 2, 5))):
            moment = plan.started_at + dt.timedelta(minutes=self.rng.uniform(0, min(plan.minutes, self.exam.minutes)))
            kind = self.rng.choice((EventKind.LEFT, EventKind.LEFT, EventKind.RELOADED))
            away = self.rng.randint(4, 90) if kind is EventKind.LEFT else 0
            self.rows.add(AttemptEvent(attempt=attempt, kind=kind, happened_at=moment, seconds=away, **at(moment)))

    def _code_name(self, seed: int) -> str:
        while (name := code_name(seed)) in self.names:
            seed += 1
        self.names.add(name)
        return name

    def _log(self, verb: str, attempt: Attempt, moment: dt.datetime) -> None:
        log_of(self.log, verb, "attempt", attempt.uuid, attempt.invitation.application, moment)

    def write(self, invitations: Iterable[ExamInvitation]) -> None:
        """Write everything that was gathered, and what the bank remembers of it."""
        create(ExamInvitation, list(invitations))
        self.rows.write(Attempt, AttemptItem, Answer, AttemptEvent, ItemMark, HandMark)
        questions = list(Question.objects.filter(pk__in=self.asked))
        for question in questions:
            question.times_asked = self.asked[question.pk]
        Question.objects.bulk_update(questions, ["times_asked"])
        keys = [one.version.pk for one in self.bank.values() if one.version.question_id in self.asked]
        QuestionVersion.objects.filter(pk__in=keys).update(asked_at=self.exam.created_at)


def log_of(
    log: Log, verb: str, kind: str, subject: uuid.UUID, application: Application, moment: dt.datetime, **more: Any
) -> None:
    """Note what happened around one application."""
    about = {
        "candidate": application.candidate.uuid,
        "application": application.uuid,
        "role": application.role.uuid,
    }
    log.add(verb, kind, subject, moment=moment, **{"by": None, **about, **more})
