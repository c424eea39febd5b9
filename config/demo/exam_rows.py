"""An exam, some eighty people who sat it, their marks, and an invitation that is open now, as rows."""

import datetime as dt
import math
import random
import uuid
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from config.demo.exam_answers import invent_answer
from config.demo.house import House
from config.demo.rows import at, create
from hiring.pipeline.models import Application
from interviews.exams.blueprint import Blueprint
from interviews.exams.draw import Item as Drawable
from interviews.exams.draw import draw
from interviews.exams.models import Exam
from interviews.questions.items import Depth, Item
from interviews.questions.marking import agreed_points, mark
from interviews.questions.models import Question, QuestionVersion
from interviews.questions.queries import live_versions
from interviews.questions.variants import vary
from interviews.results.models import HandMark, ItemMark, Ruling, RulingKind
from interviews.sittings.enums import Came, HandedInBy
from interviews.sittings.fingerprints import fingerprint
from interviews.sittings.inviting import address_of
from interviews.sittings.models import Answer, Attempt, AttemptItem, ExamInvitation
from interviews.sittings.names import code_name

SAT = 80
UNMARKED = 3  # the latest short answers wait at the desk
PER_CELL = 4  # live questions a cell needs before a place is asked of it
PLACES = 15
HARDER = {Depth.RECALL: 0.9, Depth.APPLY: 0.2, Depth.DIAGNOSE: -0.4}
MEASURES = (
    "What you need to know to build and repair models here: setting up a problem, what common methods assume, conventions, a little theory, "
    "and finding out why a model misbehaves. It does not measure how fast you code, nor what you could learn in a month."
)


@dataclass(frozen=True)
class Asked:
    """A live question, read once."""

    version: QuestionVersion
    item: Item


def write_exams(house: House, now: dt.datetime, rng: random.Random) -> None:
    """Write it all. The bank is the shipped one."""
    bank = {one.question.slug: Asked(one, one.item) for one in live_versions()}
    moment = now - dt.timedelta(weeks=40)
    exam = _exam(bank, moment, house)
    waiting, people = _people(now)
    if people:
        _Sittings(house, exam, bank, rng).write(people, now)
    _open(exam, waiting, now)


def _exam(bank: dict[str, Asked], moment: dt.datetime, house: House) -> Exam:
    live = Counter((one.item.area.value, one.item.depth.value) for one in bank.values())
    counts: Counter[tuple[str, str]] = Counter()
    while sum(counts.values()) < PLACES:
        # One place more where the bank can bear it best.
        place = max(live, key=lambda cell: (live[cell] - PER_CELL * counts[cell], cell))
        counts[place] += 1
    exam = Exam(
        slug="ml-foundations",
        name="ML foundations",
        blueprint=Blueprint.of(counts).as_json(),
        minutes=45,
        measures=MEASURES,
        cut=Decimal("0.55"),
        written_by=house.staff["asha"],
        **at(moment),
    )
    create(Exam, [exam])
    return exam


def _people(now: dt.datetime) -> tuple[list[Application], list[Application]]:
    """The latest applications: two who have not sat it yet, then those who have."""
    waiting = Application.objects.active().filter(candidate__identities__kind="email", candidate__do_not_contact=False)
    first = list(waiting.distinct().select_related("candidate", "role__recruiter").order_by("-applied_at", "-pk")[:2])
    before = now - dt.timedelta(days=6)
    others = Application.objects.filter(applied_at__lt=before).exclude(pk__in=[one.pk for one in first])
    found = others.exclude(candidate__in=[one.candidate_id for one in first]).select_related(
        "candidate", "role__recruiter"
    )
    seen, people = set(), []
    for application in found.order_by("-applied_at", "-pk"):
        if application.candidate_id not in seen and len(people) < SAT:
            seen.add(application.candidate_id)
            people.append(application)
    return first, people


def _open(exam: Exam, people: list[Application], now: dt.datetime) -> None:
    """Two invitations that wait: one of them asks for more time."""
    rows = []
    for application in people:
        rows.append(
            ExamInvitation(
                exam=exam,
                application=application,
                address=address_of(application.candidate),
                opens_at=now - dt.timedelta(days=1),
                closes_at=now + dt.timedelta(days=6),
                invited_by=application.role.recruiter,
                **at(now - dt.timedelta(days=1)),
            )
        )
    for row in rows[1:]:
        row.request = "I read with a screen reader and would need half as much time again."
        row.requested_at = row.opened_at = now - dt.timedelta(hours=3)
    create(ExamInvitation, rows)


class _Sittings:
    """Gathers the rows of all sittings, then writes them table by table."""

    def __init__(self, house: House, exam: Exam, bank: dict[str, Asked], rng: random.Random) -> None:
        self.exam, self.bank, self.rng = exam, bank, rng
        self.markers = [house.staff[key] for key in sorted(house.staff)[:3]]
        self.drawable = [
            Drawable(slug, one.item.area.value, one.item.depth.value, has_variants=one.item.is_parametrised)
            for slug, one in bank.items()
        ]
        self.hardness = {slug: rng.gauss(0, 0.8) - HARDER[one.item.depth] for slug, one in sorted(bank.items())}
        self.invitations: list[ExamInvitation] = []
        self.attempts: list[Attempt] = []
        self.items: list[AttemptItem] = []
        self.answers: list[Answer] = []
        self.marks: list[ItemMark] = []
        self.hand_marks: list[HandMark] = []
        self.asked: Counter[int] = Counter()

    def write(self, people: list[Application], now: dt.datetime) -> None:
        for place, application in enumerate(people):
            started = application.applied_at + dt.timedelta(days=self.rng.uniform(0.5, 4.5))
            self._sitting(application, min(started, now - dt.timedelta(hours=3)), is_marked=place >= UNMARKED)
        create(ExamInvitation, self.invitations)
        create(Attempt, self.attempts)
        create(AttemptItem, self.items)
        create(Answer, self.answers)
        create(ItemMark, self.marks)
        create(HandMark, self.hand_marks)
        self._note_asked()
        create(
            Ruling,
            [
                Ruling(
                    attempt=attempt,
                    kind=RulingKind.TALK,
                    reasons="Strong on debugging, thin on conventions; the pair session will show which of the two matters.",
                    by=attempt.invitation.application.role.recruiter,
                    **at(attempt.handed_in_at or now),
                )
                for attempt in self.attempts[UNMARKED : UNMARKED + 2]
            ],
        )

    def _sitting(self, application: Application, started: dt.datetime, *, is_marked: bool) -> None:
        seed = self.rng.getrandbits(31)
        invitation = ExamInvitation(
            exam=self.exam,
            application=application,
            opens_at=started - dt.timedelta(days=1),
            closes_at=started + dt.timedelta(days=6),
            opened_at=started - dt.timedelta(minutes=9),
            invited_by=application.role.recruiter,
            **at(started - dt.timedelta(days=1)),
        )
        ended = started + dt.timedelta(minutes=self.rng.uniform(19, 44))
        attempt = Attempt(
            invitation=invitation,
            seed=seed,
            code_name=self._code_name(seed),
            started_at=started,
            minutes=self.exam.minutes,
            deadline=started + dt.timedelta(minutes=self.exam.minutes),
            handed_in_at=ended,
            handed_in_by=HandedInBy.CANDIDATE,
            **at(started),
        )
        self.invitations.append(invitation)
        self.attempts.append(attempt)
        ability = self.rng.gauss(0.3, 0.9)
        places = draw(self.exam.plan, self.drawable, seed=seed)
        for position, place in enumerate(places, start=1):
            spent = (ended - started) / len(places)
            self._item(attempt, position, place.key, place.variant, ability, spent, is_marked=is_marked)

    def _item(
        self,
        attempt: Attempt,
        position: int,
        slug: str,
        seed: int,
        ability: float,
        spent: dt.timedelta,
        *,
        is_marked: bool,
    ) -> None:
        asked, moment = self.bank[slug], attempt.started_at + position * spent
        variant = vary(asked.item, seed)
        knows = self.rng.random() < 1 / (1 + math.exp(self.hardness[slug] - ability))
        points = min(max(round(2 + ability + self.rng.gauss(0, 0.6)), 0), variant.asked.most_points)
        response = invent_answer(self.rng, variant, knows=knows, points=points)
        item = AttemptItem(
            attempt=attempt,
            position=position,
            question=asked.version,
            variant=seed,
            fingerprint=fingerprint(variant.asked),
            response=response.to_json() or None,
            answered_at=None if response.is_empty else moment,
            shown_at=moment - spent,
            seconds=int(spent.total_seconds() * self.rng.uniform(0.5, 1.1)),
            **at(moment),
        )
        self.items.append(item)
        self.asked[asked.version.question_id] += 1
        if not response.is_empty:
            self.answers.append(
                Answer(
                    item=item,
                    save_id=uuid.UUID(int=self.rng.getrandbits(128), version=4),
                    response=response.to_json(),
                    typed_at=moment,
                    received_at=moment,
                    came=Came.IN_TIME,
                    **at(moment),
                )
            )
        found = mark(variant, response)
        share, words = found.share, found.words
        if share is None and is_marked:
            share, words = self._by_hand(item, points, variant.asked.most_points, attempt)
        if share is not None:
            item.share = Decimal(share).quantize(Decimal("0.0001"))
            self.marks.append(
                ItemMark(
                    item=item,
                    number=1,
                    share=item.share,
                    words=words,
                    question=asked.version,
                    **at(attempt.handed_in_at or moment),
                )
            )

    def _by_hand(self, item: AttemptItem, points: int, most: int, attempt: Attempt) -> tuple[float, str]:
        """Two people mark it blind; a third where they are apart."""
        other = min(max(points + self.rng.choice((-2, -1, 0, 0, 0, 0, 1)), 0), most)
        moment = (attempt.handed_in_at or attempt.deadline) + dt.timedelta(hours=20)
        given = [points, other]
        agreed = agreed_points(points, other)
        if agreed is None:
            given.append(points)
        for marker, number in zip(self.markers, given, strict=False):
            settles = len(given) == 3 and marker is self.markers[2]
            self.hand_marks.append(HandMark(item=item, marker=marker, points=number, settles=settles, **at(moment)))
        counts = float(given[2]) if agreed is None else agreed
        return counts / most, f"{counts:g} of {most} points."

    def _code_name(self, seed: int) -> str:
        taken = {attempt.code_name for attempt in self.attempts}
        while (name := code_name(seed)) in taken:
            seed += 1
        return name

    def _note_asked(self) -> None:
        first = min(attempt.started_at for attempt in self.attempts)
        keys = [one.version.pk for one in self.bank.values() if one.version.question_id in self.asked]
        QuestionVersion.objects.filter(pk__in=keys).update(asked_at=first)
        questions = list(Question.objects.filter(pk__in=self.asked))
        for question in questions:
            question.times_asked = self.asked[question.pk]
        Question.objects.bulk_update(questions, ["times_asked"])
