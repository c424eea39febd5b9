"""One's own interviews for one's own calendar: which, and how much of a candidate they say."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings as site
from django.db.models import QuerySet
from django.urls import reverse

from candidates.people.models import walls_before_candidates
from interviews.availability.calendar_entry import Entry
from interviews.availability.models import InterviewerSettings
from interviews.schedule.invitations import Attendee, Meeting
from interviews.schedule.letters import page_of, title_of
from interviews.schedule.models import InterviewState, Seat
from workspace.staff.models import User

BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=366)


def seats_of(user: User, now: dt.datetime) -> "QuerySet[Seat]":
    """Return somebody's seats around now, each interview's latest: those given up too, since a calendar has to hear of it. One query.

    Meetings with people they were recused from are left out altogether: a feed is read anew, and a calendar we write into drops them.
    """
    near = Seat.objects.filter(user=user, during__endswith__gt=now - BACK, during__startswith__lt=now + AHEAD)
    near = near.exclude(walls_before_candidates.q(user, "interview__application__candidate"))
    # Work done at home has seats, so that it can be rated, and takes nobody's time.
    near = near.exclude(interview__state=InterviewState.AT_HOME)
    latest = near.order_by("interview", "-is_live", "-pk").distinct("interview").values("pk")
    rows = Seat.objects.filter(pk__in=latest).select_related(
        "interview__kit", "interview__application__candidate", "interview__application__role"
    )
    return rows.order_by("during", "pk")


def entries_of(seats: Iterable[Seat], settings: InterviewerSettings) -> list[Entry]:
    """Return the entries of these seats, as their holder wants them."""
    return [entry_of(seat, settings) for seat in seats]


def entry_of(seat: Seat, settings: InterviewerSettings) -> Entry:
    """Return one seat's entry: cancelled where the interview or the seat is."""
    interview = seat.interview
    named = settings.feed_names_candidates
    kit = f"{site.SITE_URL}{reverse('interviews:kit', args=[interview.kit.slug, interview.kit.version])}"
    meeting = Meeting(
        uid=f"{interview.uuid}@strongsuit",
        sequence=interview.sequence,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        stamped_at=interview.updated_at,
        summary=title_of(interview) if named else interview.kit.name,
        description=f"Candidate's file and your scorecard:\n{page_of(interview)}\nKit:\n{kit}",
        location=interview.location,
        url=page_of(interview),
        organizer=Attendee(name="", email=""),
        attendees=(),
    )
    return Entry(
        meeting=meeting,
        changed_at=max(interview.updated_at, seat.updated_at),
        is_cancelled=not seat.is_live or interview.state == InterviewState.CANCELLED,
        alarm_minutes=settings.feed_alarm_minutes,
    )


def settings_of(user: User) -> InterviewerSettings:
    """Return somebody's settings, or the defaults, without a row. One query."""
    return InterviewerSettings.objects.filter(user=user).first() or InterviewerSettings(user=user)
