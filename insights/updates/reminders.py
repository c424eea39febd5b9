"""A draft is ready: whoever answers for the team may read it before it goes."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from hiring.roles.models import Role
from insights.updates.enums import UpdateState
from insights.updates.models import TeamUpdate
from workspace.reminders.registry import DueReminder, Kind, register
from workspace.staff.models import User


def due_drafts(now: dt.datetime, hours: dict[str, int]) -> Iterator[DueReminder]:
    """Yield one reminder for each draft to the team's lead, or else to the hiring managers of its open roles. Two queries."""
    waiting = TeamUpdate.objects.filter(state=UpdateState.DRAFT, goes_out_at__gt=now, created_at__lte=now)
    drafts = list(waiting.select_related("team").order_by("pk"))
    managers = Role.objects.open().filter(team__in=[one.team_id for one in drafts])
    known = list(managers.order_by("pk").values_list("team", "hiring_manager").distinct()) if drafts else []
    zones = {one.pk: one.zone for one in User.objects.filter(pk__in=_people(drafts, known))} if drafts else {}
    for update in drafts:
        lead = update.team.lead_id
        for person in [lead] if lead else sorted({who for team, who in known if team == update.team_id}):
            if update.created_at + dt.timedelta(hours=hours["after"]) <= now:
                leaves = update.goes_out_at.astimezone(zones.get(person, dt.UTC))
                yield DueReminder(
                    key=f"team-update/{update.uuid}",
                    recipient=person,
                    subject=f"This week’s update of {update.team.name} is drafted",
                    body=f"It goes out on {leaves:%A at %H:%M} ({leaves.tzname()}) if it is not held back. Read it, change it, approve it.",
                    path=reverse("insights:update", args=[update.uuid]),
                    stale_at=update.goes_out_at,
                )


def _people(drafts: list[TeamUpdate], known: list[tuple[int, int]]) -> set[int]:
    return {one.team.lead_id for one in drafts if one.team.lead_id} | {who for _, who in known}


def draft_settled(key: str) -> bool:
    """Whether somebody approved it or held it back, or it has gone."""
    return not TeamUpdate.objects.filter(
        uuid=key.partition("/")[2], state=UpdateState.DRAFT, goes_out_at__gt=timezone.now()
    ).exists()


UPDATES = register(
    Kind(
        slug="team-update",
        label="A team’s update is drafted",
        description="A day before it goes out, to the team’s lead, or to its hiring managers where it has none.",
        steps=(("after", "Hours after it was drafted", 0),),
        due=due_drafts,
        settled=draft_settled,
    )
)
