"""Who of the invented staff is trained for what, and how far the others are: every step of the way is somebody's."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from config.demo.house import House
from config.demo.rows import at, create
from interviews.kits.models import AssessmentType
from interviews.schedule.models import Interview, Seat, SeatKind
from interviews.scorecards.models import Scorecard
from interviews.scorecards.queries import due_after
from interviews.training.models import Training, TrainingPolicy
from workspace.staff.models import User

TRAINED, TRAINED_WANTED = 4, 3
FEWEST_HELD = 3


@dataclass(frozen=True)
class Learner:
    """How far somebody is on the way to the type at this place: interviews watched, led while a colleague watched, and whether it rests."""

    shadows: int = 0
    reverses: int = 0
    is_paused: bool = False


# By manager and by the place of a type among those that enough people are trained for.
LEARNERS: dict[str, dict[int, Learner]] = {
    "marta": {0: Learner(2, 1), 1: Learner(1)},
    "daniel": {0: Learner(2), 2: Learner()},
    "priya": {1: Learner(2, 1), 2: Learner(1)},
    "joanna": {0: Learner(1, is_paused=True)},
}


def write_training(house: House, now: dt.datetime) -> None:
    """Whoever held a type most is trained for it; of the managers some are on the way. A type three are trained for asks for training."""
    leads = [user for user in house.staff.values() if user.persona == "recruiter"]
    held = _held(house, now)
    kinds = list(AssessmentType.objects.order_by("position", "name"))
    began = at(now - dt.timedelta(days=210))
    rows = []
    for place, kind in enumerate(kinds):
        for user in held[kind.pk][:TRAINED]:
            row = Training(user=user, assessment_type=kind, signed_at=now - dt.timedelta(days=200), **began)
            row.started_by = row.signed_by = leads[place % len(leads)]
            row.reason = "Held it well before training was kept here."
            rows.append(row)
    _run_out(rows, now.date())
    strict = [kind for kind in kinds if len(held[kind.pk]) >= TRAINED_WANTED]
    trained = {(row.user.pk, row.assessment_type.pk) for row in rows}
    rows += _learners(house, strict, trained, leads[0], now)
    create(
        TrainingPolicy,
        [TrainingPolicy(assessment_type=kind, is_required=kind in strict, **at(now)) for kind in kinds],
    )
    create(Training, rows)


def _held(house: House, now: dt.datetime) -> dict[int, list[User]]:
    """Who held each type a few times, most often first."""
    staff = {user.pk: user for user in house.staff.values()}
    # Recruiters sign off, and nobody signs off themselves.
    holding = [key for key, user in staff.items() if user.persona != "recruiter"]
    seats = Seat.objects.filter(kind=SeatKind.INTERVIEWER, during__endswith__lte=now, user__in=holding)
    counted = seats.values("interview__kit__assessment_type", "user").annotate(number=Count("pk"))
    found: dict[int, list[User]] = defaultdict(list)
    for row in counted.filter(number__gte=FEWEST_HELD).order_by("-number", "user__email"):
        found[row["interview__kit__assessment_type"]].append(staff[row["user"]])
    return found


def _run_out(rows: list[Training], today: dt.date) -> None:
    """Let two rights not hold for ever: one ends soon, one has ended. They are of types that others hold too."""
    counted = Counter(row.assessment_type.pk for row in rows)
    last = {row.assessment_type.pk: row for row in rows}
    often = [key for key, number in counted.most_common(2) if number >= TRAINED_WANTED]
    for key, days in zip(often, (24, -12), strict=False):
        last[key].expires_on = today + dt.timedelta(days=days)


def _learners(
    house: House, kinds: list[AssessmentType], trained: set[tuple[int, int]], lead: User, now: dt.datetime
) -> list[Training]:
    began = at(now - dt.timedelta(days=70))
    rows: list[Training] = []
    seats: list[Seat] = []
    for key, ways in LEARNERS.items():
        user = house.staff[key]
        for place, way in ways.items():
            if place >= len(kinds) or (user.pk, kinds[place].pk) in trained:
                continue
            row = Training(user=user, assessment_type=kinds[place], started_by=lead, **began)
            if way.is_paused:
                row.paused_at, row.paused_by = now - dt.timedelta(days=15), lead
            rows.append(row)
            steps = [SeatKind.REVERSE_SHADOW] * way.reverses + [SeatKind.SHADOW] * way.shadows
            seats += _watched(user, kinds[place], steps, [seat for seat in seats if seat.user == user], now)
    create(Seat, seats)
    create(Scorecard, [_unwritten(seat) for seat in seats])
    return rows


def _watched(
    user: User, kind: AssessmentType, steps: list[SeatKind], more: Iterable[Seat], now: dt.datetime
) -> list[Seat]:
    """Seats beside others in interviews of a type, the newest first; of candidates and roles this person had no part in."""
    own = [seat.during for seat in (*Seat.objects.filter(user=user, is_live=True), *more)]
    rows = Interview.objects.live().filter(kit__assessment_type=kind, during__endswith__lte=now - dt.timedelta(days=6))
    rows = rows.exclude(application__interviews__seats__user=user).exclude(application__role__hiring_manager=user)
    rows = rows.exclude(application__role__members__user=user).select_related("kit", "application")
    found: list[Seat] = []
    for one in rows.order_by("-during", "pk")[:40]:
        if len(found) == len(steps):
            break
        if all(one.ends_at <= during.lower or one.starts_at >= during.upper for during in own):
            found.append(
                Seat(interview=one, user=user, kind=steps[len(found)], during=one.during, **at(one.created_at))
            )
            own.append(one.during)
    return found


def _unwritten(seat: Seat) -> Scorecard:
    """The scorecard of a trainee, which nobody expects any more."""
    return Scorecard(
        seat=seat,
        application=seat.interview.application,
        author=seat.user,
        kit=seat.interview.kit,
        counts=False,
        opened_at=seat.created_at,
        due_at=due_after(seat.during.upper),
        released_at=seat.during.upper,
        **at(seat.created_at),
    )
