"""Who may hold what alone, and how far everybody is. A constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count
from django.utils import timezone

from interviews.kits.models import AssessmentType
from interviews.schedule.models import InterviewState, Seat, SeatKind
from interviews.training.ladder import Facts, Standing, standing
from interviews.training.models import Training
from workspace.staff.models import User

NOT_STARTED = standing(Facts(), dt.date.min)


def training_states(
    users: Iterable[User], assessments: Iterable[AssessmentType], *, now: dt.datetime | None = None
) -> dict[tuple[int, int], Standing]:
    """Return where each of `users` stands with each of `assessments`, by (user key, assessment type key); every pair is there. Two queries.

    Shadows and reverse shadows are the seats of that kind in interviews that took place.
    """
    moment = now or timezone.now()
    people, types = [user.pk for user in users], [one.pk for one in assessments]
    rows = Training.objects.filter(user__in=people, assessment_type__in=types)
    seats = Seat.objects.filter(
        user__in=people,
        interview__kit__assessment_type__in=types,
        kind__in=(SeatKind.SHADOW, SeatKind.REVERSE_SHADOW),
        is_live=True,
        interview__state=InterviewState.BOOKED,
        during__endswith__lte=moment,
    )
    counted = seats.values_list("user", "interview__kit__assessment_type", "kind").annotate(number=Count("pk"))
    held = {(user, kind_of, kind): number for user, kind_of, kind, number in counted.order_by()}
    found = {(user, kind_of): NOT_STARTED for user in people for kind_of in types}
    for row in rows:
        key = row.user_id, row.assessment_type_id
        facts = Facts(
            is_started=True,
            shadows=held.get((*key, SeatKind.SHADOW.value), 0),
            reverses=held.get((*key, SeatKind.REVERSE_SHADOW.value), 0),
            is_signed=row.signed_at is not None,
            expires_on=row.expires_on,
            is_paused=row.paused_at is not None,
        )
        found[key] = standing(facts, moment.date())
    return found


def trained_for(assessment: AssessmentType, *, on: dt.date | None = None) -> set[int]:
    """Return the keys of the active people who are qualified for an assessment type: signed off or granted, not paused, not expired. One query."""
    return trained_for_all([assessment], on=on)[assessment.pk]


def trained_for_all(assessments: Iterable[AssessmentType], *, on: dt.date | None = None) -> dict[int, set[int]]:
    """Return `trained_for` of each of these types by its key. One query."""
    day = on or timezone.now().date()
    found: dict[int, set[int]] = {one.pk: set() for one in assessments}
    rows = Training.objects.filter(assessment_type__in=found, paused_at=None, user__is_active=True)
    for row in rows.exclude(signed_at=None).exclude(expires_on__lt=day):
        found[row.assessment_type_id].add(row.user_id)
    return found


def qualified_for(assessment: AssessmentType, *, on: dt.date | None = None) -> set[int]:
    """Return the keys of the active people who may hold an assessment type alone, so that their scorecard counts. Two queries at most.

    The trained; and where the type does not ask for training, everybody who is not in training for it.
    """
    return qualified_for_all([assessment], on=on)[assessment.pk]


def qualified_for_all(
    assessments: Iterable[AssessmentType], *, on: dt.date | None = None, among: Iterable[User] | None = None
) -> dict[int, set[int]]:
    """Return `qualified_for` of each of these types by its key. Two queries at most; one where it is asked `among` active people alone."""
    day = on or timezone.now().date()
    types = [one.pk for one in assessments]
    strict: set[int] = set()
    trained: dict[int, set[int]] = {key: set() for key in types}
    trainees: dict[int, set[int]] = {key: set() for key in types}
    # With every type, whether it asks for training and who is or was in it: a row without a person where nobody is.
    of_training = [f"trainings__{name}" for name in ("user", "user__is_active", "signed_at", "paused_at", "expires_on")]
    rows = AssessmentType.objects.filter(pk__in=types).order_by()
    for key, is_required, user, is_active, signed_at, paused_at, expires_on in rows.values_list(
        "pk", "training_policy__is_required", *of_training
    ):
        if is_required:
            strict.add(key)
        if user is not None and is_active:
            is_trained = signed_at and not paused_at and (expires_on is None or expires_on >= day)
            (trained if is_trained else trainees)[key].add(user)
    if among is not None:
        people = {user.pk for user in among if user.is_active}
        return {key: (trained[key] & people) if key in strict else people - trainees[key] for key in types}
    if strict.issuperset(types):
        return trained
    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    return {key: trained[key] if key in strict else active - trainees[key] for key in types}


def seats_that_count(seats: Collection[Seat]) -> set[int]:
    """Return the keys of those of these seats whose scorecards count: held by an interviewer who may hold the type alone on the day of the interview.

    The one answer to "does a trainee judge here?"; scorecards keep it in `counts`. Needs each seat's interview with its kit. Two queries at most
    for each type and day among them, of which a single interview has one.
    """
    by_type: dict[tuple[AssessmentType, dt.date], list[Seat]] = defaultdict(list)
    for seat in seats:
        if seat.kind == SeatKind.INTERVIEWER:
            by_type[seat.interview.kit.assessment_type, seat.during.lower.date()].append(seat)
    found: set[int] = set()
    for (kind, day), held in by_type.items():
        allowed = qualified_for(kind, on=day)
        found |= {seat.pk for seat in held if seat.user_id in allowed or not seat.user.is_active}
    return found
