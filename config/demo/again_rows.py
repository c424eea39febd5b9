"""Second ratings that were asked for, and scorecards that were put off or handed to somebody else."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from config.demo.rows import Log, at, create
from hiring.pipeline.models import Application
from interviews.decisions.models import Decision, Verdict
from interviews.decisions.queries import judgement_for
from interviews.handovers.models import Decline, Snooze
from interviews.handovers.queries import could_take_over
from interviews.kits.models import Kit
from interviews.plans.queries import criteria_of, plan_of
from interviews.rule.bars import BarState
from interviews.schedule.models import Interview, InterviewVersion, Seat, SeatKind
from interviews.scorecards.models import Rating, Scorecard
from interviews.scorecards.queries import due_after
from interviews.second_ratings.choosing import first_free, second_rater
from interviews.second_ratings.models import Ending, SecondRating
from workspace.reminders.actions import hours_of
from workspace.reminders.quiet import next_working_morning
from workspace.staff.models import User

MOST_ANSWERED, MOST_ASKED, MOST_LOOKED_AT = 4, 1, 6
CANNOT = (
    "I am on the night train back from the port of Genoa then, and nobody can say whether it has a signal.",
    "We wrote a grant proposal together two years ago. Somebody else should look.",
)


def write_second_ratings(now: dt.datetime, log: Log) -> None:
    """Write wishes that were answered, from the interviews that followed a “more evidence”, and one that still waits."""
    rows = _answered()
    asked = 0
    undecided = Application.objects.active().filter(stage__kind="decision", decisions=None)
    for application in undecided.select_related("role__hiring_manager", "candidate").order_by("entered_at", "pk"):
        if asked < MOST_ASKED and (wish := _asked(application, now)) is not None:
            rows.append(wish)
            asked += 1
    create(SecondRating, rows)
    for wish in rows:
        moment = wish.created_at
        log.on(wish.application, "asked_second_rating", "secondrating", wish.uuid, moment=moment, by=wish.asked_by)


def _answered() -> list[SecondRating]:
    rows: list[SecondRating] = []
    asking = Decision.objects.filter(verdict=Verdict.MORE_EVIDENCE).select_related("application__candidate")
    for decision in asking.select_related("application__role", "decided_by").order_by("-created_at", "-pk"):
        ratings = Rating.objects.filter(
            scale="bar",
            mark__isnull=False,
            version__number=1,
            version__scorecard__application=decision.application,
            version__scorecard__seat__interview__created_at__gte=decision.created_at,
        )
        found = ratings.select_related("competency", "version__scorecard__seat__interview__kit").order_by("pk").first()
        if found is None or len(rows) == MOST_ANSWERED:
            continue
        card = found.version.scorecard
        rows.append(
            SecondRating(
                application=decision.application,
                competency=found.competency,
                kit=card.kit,
                rater=card.author,
                slot=card.seat.during,
                asked_by=decision.decided_by,
                interview=card.seat.interview,
                ended_at=card.submitted_at,
                ending=Ending.RATED,
                **at(decision.created_at + dt.timedelta(minutes=4)),
            )
        )
    return rows


def _asked(application: Application, now: dt.datetime) -> SecondRating | None:
    """A wish for another look at the first borderline bar, as the page would propose it."""
    by, criteria = application.role.hiring_manager, criteria_of(application)
    judged = judgement_for(application, criteria, viewer=by)
    open_bars = [one for one in judged.outcome.bars if one.state is BarState.BORDERLINE] if judged else []
    if judged is None or not open_bars:
        return None
    key = open_bars[0].bar.criterion
    competency = next(one.competency for one in criteria.bars if one.competency_id == key)
    plan = plan_of(application, criteria, assessed=judged.assessed, now=now)
    found = second_rater(plan, key, judged.types_that_saw(key), open_bars[0].raters)
    if found is not None:
        rater = User.objects.get(uuid=found.interviewer.key)
        kit = Kit.objects.filter(slug=found.kit.key, retired_at=None).order_by("-version")[0]
    else:
        # Nobody of the plan is left: somebody was asked by hand who has not met them and cannot read what others saw.
        met = Seat.objects.filter(interview__application=application).values("user")
        reads = application.role.members.values("user")
        others = User.objects.filter(persona="hiring_manager", is_active=True).exclude(pk__in=met).exclude(pk__in=reads)
        rater = others.exclude(pk=by.pk).order_by("pk")[0]
        planned = application.role.planned_interviews.filter(kit__competencies__competency=competency)
        kit = planned.select_related("kit")[0].kit
    span = first_free(rater, application, kit.minutes, now)
    return SecondRating(
        application=application,
        competency=competency,
        kit=kit,
        rater=rater,
        slot=DateTimeTZRange(span.start, span.end) if span else None,
        asked_by=by,
        **at(now - dt.timedelta(hours=3)),
    )


def write_handovers(now: dt.datetime, log: Log) -> None:
    """Write scorecards put off once and twice, an interview that somebody took over, and one that nobody holds yet."""
    late = list(Scorecard.objects.owed().filter(due_at__lt=now, counts=True).select_related("author"))
    # The oldest stands open, so that somebody's home says so.
    for place, card in enumerate(sorted(late, key=lambda card: (card.due_at, card.pk))[1:4]):
        moments = (
            [now - dt.timedelta(days=3), now - dt.timedelta(hours=26)] if place == 1 else [now - dt.timedelta(hours=2)]
        )
        until = {moment: next_working_morning(moment, hours_of(card.author)) for moment in moments}
        put_off = [moment for moment in moments if moment > card.seat.during.upper] or moments[-1:]
        create(Snooze, [Snooze(scorecard=card, until=until[one], **at(one)) for one in put_off])
    ahead = Scorecard.objects.owed().filter(seat__during__startswith__gt=now + dt.timedelta(days=1), counts=True)
    ahead = ahead.filter(seat__kind=SeatKind.INTERVIEWER, seat__interview__sequence=0)
    cards = list(
        ahead.select_related(
            "author", "kit", "seat__interview__booked_by", "application__candidate", "application__role"
        ).order_by("-seat__during", "pk")
    )
    by_application = {card.application.pk: card for card in reversed(cards)}
    asked = [(card, could_take_over(card)) for card in list(by_application.values())[:MOST_LOOKED_AT]]
    # First those whom somebody can replace.
    asked.sort(key=lambda pair: not pair[1])
    for (card, others), reason, is_replaced in zip(asked, CANNOT, (True, False), strict=False):
        _cannot(card, reason, now, log)
        if is_replaced and others:
            _replace(card, others[0].user, now - dt.timedelta(hours=1), log)


def _cannot(card: Scorecard, reason: str, now: dt.datetime, log: Log) -> None:
    moment = max(card.created_at, now - dt.timedelta(hours=5))
    create(Decline, [Decline(scorecard=card, reason=reason, by=card.author, **at(moment))])
    Scorecard.objects.filter(pk=card.pk).update(released_at=moment, updated_at=moment)
    log.on(card.application, "declined_scorecard", "scorecard", card.uuid, moment=moment, by=card.author)


def _replace(card: Scorecard, other: User, moment: dt.datetime, log: Log) -> None:
    interview = card.seat.interview
    Seat.objects.filter(pk=card.seat.pk).update(is_live=False, updated_at=moment)
    seat = Seat(interview=interview, user=other, during=interview.during, **at(moment))
    create(Seat, [seat])
    new = Scorecard(
        seat=seat,
        application=card.application,
        author=other,
        kit=card.kit,
        opened_at=moment,
        due_at=due_after(interview.ends_at),
        **at(moment),
    )
    create(Scorecard, [new])
    Interview.objects.filter(pk=interview.pk).update(sequence=1, updated_at=moment)
    live = Seat.objects.filter(interview=interview, is_live=True).order_by("pk")
    version = InterviewVersion(
        interview=interview,
        sequence=1,
        during=interview.during,
        location=interview.location,
        state=interview.state,
        seats=[str(one) for one in live.values_list("user__uuid", flat=True)],
        by=interview.booked_by,
        **at(moment),
    )
    create(InterviewVersion, [version])
    log.on(
        card.application,
        "reassigned_interview",
        "interview",
        interview.uuid,
        moment=moment,
        by=interview.booked_by,
        kit=card.kit.slug,
    )
