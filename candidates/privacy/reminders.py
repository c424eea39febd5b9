"""People who do not know yet that we keep their data, told of to those who look after them while there is time."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator

from django.urls import reverse

from candidates.people.models import Candidate
from candidates.privacy.clock import untold
from candidates.privacy.models import Notice
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.enums import Persona
from workspace.staff.models import User

MOST = 20_000


def due_notices(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one reminder for each colleague and day on which records of theirs would go; nobody's records are the admins'. Two queries."""
    until = now + dt.timedelta(hours=hours["warning"])
    rows = (
        untold().filter(due_at__lte=until, due_at__gt=now).defer("candidate__search", "candidate__search_text")[:MOST]
    )
    admins = list(User.objects.filter(persona=Persona.ADMIN, is_active=True).values_list("pk", "uuid"))
    groups: dict[tuple[int, uuid.UUID, dt.date], int] = {}
    for notice in rows:
        owner = notice.candidate.owner
        recipients = [(owner.pk, owner.uuid)] if owner and owner.is_active else admins
        for key, person in recipients:
            place = (key, person, notice.due_at.date())
            groups[place] = groups.get(place, 0) + 1
    for (key, person, day), number in groups.items():
        yield DueReminder(
            key=f"untold/{person}/{day}",
            recipient=key,
            subject=f"{number} {'person does' if number == 1 else 'people do'} not know that we keep their data",
            body=f"Write to them, or note that they know. What is left on {day:%-d %B} is deleted, as the law asks.",
            path=reverse("candidates:untold"),
            stale_at=dt.datetime.combine(day, dt.time.max, dt.UTC),
        )


def notices_settled(key: str) -> bool:
    """Whether nobody of that colleague's is left to be told by that day."""
    _, person, day = key.split("/")
    begin = dt.datetime.combine(dt.date.fromisoformat(day), dt.time.min, dt.UTC)
    left = Notice.objects.filter(given_at=None, due_at__gte=begin, due_at__lt=begin + dt.timedelta(days=1))
    left = left.filter(candidate__in=Candidate.objects.present())
    user = User.objects.filter(uuid=uuid.UUID(person)).first()
    mine = left.filter(candidate__owner=user)
    orphans = left.filter(candidate__owner=None) if user and user.is_admin else left.none()
    return not any(itertools.chain(mine[:1], orphans[:1]))


UNTOLD = register(
    Kind(
        slug="untold",
        label="People to be told",
        description="People we found do not know that we keep their data, and their records go soon.",
        steps=(("warning", "Hours before their records are deleted", 120),),
        due=due_notices,
        settled=notices_settled,
    )
)
