"""Loops: times that wait for a candidate's answer, every way in which such an offer ended, and what was booked by one."""

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef

from config.demo.rows import Log, at, create
from hiring.pipeline.models import Application
from interviews.booking.enums import Adjustment, BookingState, ReplyAnswer
from interviews.booking.models import BookedPart, Booking, Choice, ChoicePart, InvitationReply
from interviews.kits.models import Kit
from interviews.proposals.actions import work_off
from interviews.proposals.apart import solve
from interviews.proposals.gathering import Wishes
from interviews.proposals.models import LoopSearch
from interviews.proposals.showing import Shown, shown
from interviews.schedule.models import Interview, Seat
from workspace.staff.enums import Persona
from workspace.staff.models import User

NEAREST_FIRST = ("-stage__position", "applied_at", "pk")
STAGES = ("onsite", "assessment", "screen")
MOST_KITS, MOST_CHOICES, MOST_BOOKED, MOST_TRIES = 3, 3, 40, 4
SATURDAY = 5


@dataclass(frozen=True)
class Story:
    """One offer: how long ago it was made, for how long it stood, what came back after how many hours."""

    days_ago: float
    stands: int
    state: BookingState = BookingState.OFFERED
    said: str = ""
    after_hours: int = 0
    asks_again: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the candidate can still take it."""
        return self.state == BookingState.OFFERED and self.stands > self.days_ago


# The first is the largest; it waits for its answer.
STORIES = (
    Story(days_ago=0.3, stands=5),
    Story(
        days_ago=1.4,
        stands=6,
        said="I teach on Tuesdays and Thursdays until four. Any other afternoon would do, or a morning in the week after.",
        after_hours=20,
        asks_again=True,
    ),
    Story(
        days_ago=6.2,
        stands=5,
        state=BookingState.DECLINED,
        said="The defence was moved into that week. May I come back to you at the beginning of next month?",
        after_hours=31,
    ),
    Story(days_ago=8.1, stands=5),
    Story(days_ago=5.1, stands=5, state=BookingState.WITHDRAWN),
)


def write_loops(now: dt.datetime, log: Log) -> None:
    """Write offers in every state, and the bookings behind interviews of late and to come."""
    ahead = Interview.objects.live().filter(application=OuterRef("pk"), during__startswith__gt=now)
    rows = Application.objects.active().filter(stage__kind__in=STAGES, decisions=None)
    rows = rows.filter(candidate__do_not_contact=False, candidate__identities__kind="email").distinct()
    rows = rows.select_related("role__recruiter", "role__hiring_manager", "candidate", "stage")
    found = [(one, *_to_hold(one)) for one in rows.annotate(has_ahead=Exists(ahead)).order_by(*NEAREST_FIRST)]
    # What is open waits for somebody with nothing booked, a whole loop if there is one; what is over may have been anybody's.
    waiting = sorted((row for row in found if row[2] and not row[0].has_ahead), key=lambda row: len(row[2]) == 1)
    others = [(one, kits[:1]) for one, kits, _ in found if kits]
    tried = {False: iter([(one, left) for one, _, left in waiting]), True: iter(others)}
    taken: set[int] = set()
    for story in STORIES:
        # Not every loop fits into everybody's next weeks; then it is somebody else's story.
        for application, kits in itertools.islice(tried[not story.is_open], MOST_TRIES):
            if application.pk not in taken and _write_offer(story, application, kits, now, log):
                taken.add(application.pk)
                break
    _write_bookings(now, log)


def _to_hold(application: Application) -> tuple[list[Kit], list[Kit]]:
    """The kits planned for where somebody stands, and those that are left to hold."""
    held = set(application.interviews.live().values_list("kit__slug", flat=True))
    later = ("onsite",) if application.stage.kind == "assessment" else ()
    planned = application.role.planned_interviews.filter(stage__kind__in=(application.stage.kind, *later))
    rows = planned.filter(kit__retired_at=None).select_related("kit").order_by("position", "pk")
    kits = [one.kit for one in rows]
    return kits, [kit for kit in kits if kit.slug not in held][:MOST_KITS]


Part = tuple[Kit, DateTimeTZRange, Sequence[User]]


def _write_offer(story: Story, application: Application, kits: Sequence[Kit], now: dt.datetime, log: Log) -> bool:
    """Write one offer; False where no time was found for it."""
    by = application.role.recruiter or application.role.hiring_manager
    moment = now - dt.timedelta(days=story.days_ago)
    choices = _found(application, kits, moment, by, log) if story.is_open else _once_free(application, kits[0], moment)
    if not choices:
        return False
    booking = Booking(
        application=application,
        by=by,
        state=story.state,
        expires_at=moment + dt.timedelta(days=story.stands),
        words="We look forward to talking with you. Take whichever suits you best: it is the same team each time.",
        location="https://meet.kestrelharbour.example/ropewalk",
        said=story.said,
        **at(moment),
    )
    answered = moment + dt.timedelta(hours=story.after_hours)
    if story.asks_again:
        booking.asked_again_at = answered
    if story.state == BookingState.DECLINED:
        booking.answered_at = answered
    create(Booking, [booking])
    _write_choices([(booking, choices)])
    log.on(application, "offered_times", "booking", booking.uuid, moment=moment, by=by)
    verbs = {BookingState.DECLINED: "candidate_declined_times", BookingState.WITHDRAWN: "withdrew_times"}
    if story.asks_again or story.state in verbs:
        verb = verbs.get(story.state, "candidate_asked_for_times")
        who = by if story.state == BookingState.WITHDRAWN else None
        log.on(application, verb, "booking", booking.uuid, moment=answered, by=who)
    return True


def _found(application: Application, kits: Sequence[Kit], moment: dt.datetime, by: User, log: Log) -> list[list[Part]]:
    """What the solver proposes; where a whole loop does not fit, for its first interview alone, as the hints of the page say."""
    wanted = (kits, kits[:1]) if len(kits) > 1 else (kits,)
    found = next((found for some in wanted if (found := _look_for(application, some, moment, by, log))), [])
    return [
        [
            (line.kit, DateTimeTZRange(line.starts_at, line.ends_at), line.people)
            for line in sorted(one.lines, key=lambda line: line.part)
        ]
        for one in found[:MOST_CHOICES]
    ]


def _once_free(application: Application, kit: Kit, moment: dt.datetime) -> list[list[Part]]:
    """Mornings of the days after `moment`: of an offer that is over nobody can tell any more who was free."""
    people = list(User.objects.filter(persona=Persona.INTERVIEWER, is_active=True).order_by("pk"))
    zone = zoneinfo.ZoneInfo(application.candidate.time_zone or application.role.hiring_manager.time_zone)
    days = (moment.astimezone(zone).date() + dt.timedelta(days=4 + later) for later in itertools.count())
    working = itertools.islice((day for day in days if day.weekday() < SATURDAY), MOST_CHOICES)
    starts = [dt.datetime.combine(day, dt.time(10, 30), tzinfo=zone).astimezone(dt.UTC) for day in working]
    length = dt.timedelta(minutes=kit.minutes)
    return [
        [(kit, DateTimeTZRange(start, start + length), [people[(application.pk + place) % len(people)]])]
        for place, start in enumerate(starts)
    ]


def _look_for(application: Application, kits: Sequence[Kit], moment: dt.datetime, by: User, log: Log) -> list[Shown]:
    """Let the solver place these interviews in the two weeks after `moment`, as the page does."""
    begun = moment - dt.timedelta(minutes=20)
    search = LoopSearch(
        application=application,
        by=by,
        first_day=(moment + dt.timedelta(days=4)).date(),
        last_day=(moment + dt.timedelta(days=13)).date(),
        zone=application.candidate.time_zone or by.time_zone,
        kits=[kit.slug for kit in kits],
        terms=Wishes(most_days=2).as_row(),
        **at(begun),
    )
    create(LoopSearch, [search])
    log.on(application, "searched_loop", "loopsearch", search.uuid, moment=begun, by=by, interviews=len(kits))
    # In this process: a command ends soon, and takes the solver's memory with it.
    work_off(search.pk, now=begun, solve=solve)
    LoopSearch.objects.filter(pk=search.pk).update(finished_at=begun + dt.timedelta(seconds=2), updated_at=begun)
    search.refresh_from_db()
    return shown(search)


def _write_choices(offers: Sequence[tuple[Booking, Sequence[Sequence[Part]]]]) -> list[list[Choice]]:
    """Write the choices of some bookings, each a list of interviews in the order of their parts."""
    rows = [
        [Choice(booking=booking, position=position, **at(booking.created_at)) for position in range(len(choices))]
        for booking, choices in offers
    ]
    create(Choice, [one for found in rows for one in found])
    parts = [
        (ChoicePart(choice=row, part=part, kit=kit, during=during, **at(row.created_at)), people)
        for found, (_, choices) in zip(rows, offers, strict=True)
        for row, choice in zip(found, choices, strict=True)
        for part, (kit, during, people) in enumerate(choice)
    ]
    create(ChoicePart, [part for part, _ in parts])
    seated = ChoicePart.people.through
    seated.objects.bulk_create(seated(choicepart=part, user=user) for part, people in parts for user in people)
    return rows


def _write_bookings(now: dt.datetime, log: Log) -> None:
    """Let interviews of late and to come be what candidates chose from an offer; each had one more choice."""
    loops: dict[int, list[Interview]] = {}
    rows = Interview.objects.live().filter(stage__kind="onsite", booked_part=None, application__standing="active")
    for one in rows.select_related("application__candidate", "application__role", "kit", "booked_by").order_by(
        "during"
    ):
        loops.setdefault(one.application.pk, []).append(one)
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(interview__in=rows, is_live=True, kind="interviewer").select_related("user"):
        seats.setdefault(seat.interview.pk, []).append(seat)
    bookings = [_booking(held, place) for place, held in enumerate(list(loops.values())[:MOST_BOOKED])]
    create(Booking, list(bookings))
    offers = []
    for booking, held in zip(bookings, loops.values(), strict=False):
        taken = [(one.kit, one.during, [seat.user for seat in seats.get(one.pk, [])]) for one in held]
        offers.append((booking, [taken, [(kit, _another_day(during), people) for kit, during, people in taken]]))
    parts = []
    for booking, held, choices in zip(bookings, loops.values(), _write_choices(offers), strict=False):
        booking.chosen, booking.state = choices[0], BookingState.BOOKED
        parts += [
            BookedPart(booking=booking, part=n, interview=one, **at(one.created_at)) for n, one in enumerate(held)
        ]
        facts = {"by": booking.by}
        log.on(held[0].application, "offered_times", "booking", booking.uuid, moment=booking.created_at, **facts)
    Booking.objects.bulk_update(bookings, ["chosen", "state"])
    create(BookedPart, parts)
    _write_replies([seat for one in parts for seat in seats.get(one.interview.pk, [])], now)


def _booking(held: Sequence[Interview], place: int) -> Booking:
    first = held[0]
    answered = min(one.created_at for one in held)
    # The working day before, at about the same time of day.
    offered = answered - dt.timedelta(days=3 if answered.weekday() == 0 else 1, minutes=11 * (place % 5))
    booking = Booking(
        application=first.application,
        by=first.booked_by or first.application.role.hiring_manager,
        expires_at=offered + dt.timedelta(days=5),
        answered_at=answered,
        location=first.location,
        **at(offered),
    )
    if place % 4 == 1:
        booking.adjustments = [Adjustment.CAPTIONS.value]
        booking.adjustment_words = "I hear badly on one side; captions are all I need."
    if place % 4 == 3:
        booking.adjustments = [Adjustment.BREAKS.value]
    return booking


def _another_day(during: DateTimeTZRange) -> DateTimeTZRange:
    later = dt.timedelta(days=3 if during.lower.weekday() >= SATURDAY - 1 else 1)
    return DateTimeTZRange(during.lower + later, during.upper + later)


def _write_replies(seats: Sequence[Seat], now: dt.datetime) -> None:
    """What calendars answered: yes, mostly; nothing yet from some."""
    rows = []
    for place, seat in enumerate(sorted(seats, key=lambda seat: seat.pk)):
        if place % 4 == 3:
            continue
        answer = ReplyAnswer.TENTATIVE if place % 7 == 5 else ReplyAnswer.ACCEPTED
        moment = min(seat.created_at + dt.timedelta(minutes=9 + 13 * (place % 11)), now)
        rows.append(InvitationReply(seat=seat, sequence=0, answer=answer, happened_at=moment, **at(moment)))
    create(InvitationReply, rows)
