"""The daily digest: what a day brought that is worth reading; nothing on a poor day."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.urls import reverse

from candidates.watches.models import Place, Watch
from candidates.watches.queries import day_of, fresh_for
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User

# From eight on, by the member's clock; after an hour the day is on its way and the next morning says it.
MORNING = dt.time(8, 0)
UNTIL = dt.time(9, 0)
MOST = 10


def due_digests(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one digest a day and member over all their watches, in the first hour of their day."""
    members = User.objects.filter(is_active=True, watches__has_digest=True).distinct()
    for member in members:
        local = day_of(member, now)
        if not MORNING <= local.time() < UNTIL:
            continue
        worth: dict[Watch, list[Place]] = {}
        for watch in Watch.objects.filter(members=member, has_digest=True).order_by("name"):
            if places := fresh_for(watch, member=member, now=now, most=MOST):
                worth[watch] = places
        if not worth:
            continue
        papers = sum(map(len, worth.values()))
        single = next(iter(worth)) if len(worth) == 1 else None
        yield DueReminder(
            key=f"watch-digest/{member.uuid}/{local.date()}",
            recipient=member.pk,
            subject=f"{papers} paper{'s' if papers > 1 else ''} worth reading today",
            body="\n\n".join(_lines(watch, places) for watch, places in worth.items()),
            path=reverse("candidates:feed", args=[single.uuid]) if single else reverse("candidates:watches"),
            stale_at=local.replace(hour=23, minute=59, second=0, microsecond=0),
        )


def digest_settled(key: str) -> bool:
    """Whether the member has left, or reads no watch with a digest any more."""
    _, member, _ = key.split("/")
    return not Watch.objects.filter(members__uuid=uuid.UUID(member), members__is_active=True, has_digest=True).exists()


def _lines(watch: Watch, places: list[Place]) -> str:
    return "\n".join([f"{watch.name}:", *(f"- {_line(place)}" for place in places)])


def _line(place: Place) -> str:
    return f"{place.paper.title} (by {place.follows}, whom you follow)" if place.follows else place.paper.title


DIGEST = register(
    Kind(
        slug="watch_digest",
        label="Papers worth reading",
        description="In the morning, what a day brought to the watches you read; nothing where nothing stands above their thresholds.",
        steps=(),
        due=due_digests,
        settled=digest_settled,
    )
)
