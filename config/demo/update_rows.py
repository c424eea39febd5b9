"""Updates of the demo's teams: last week's, sent; and the one that goes out next, drafted."""

import datetime as dt

from hiring.roles.models import Role
from insights.updates.actions import make_drafts, plan_of
from insights.updates.enums import UpdateState
from insights.updates.models import TeamUpdate, UpdateReader
from insights.updates.schedule import DRAFTED_BEFORE, next_time
from workspace.staff.models import Organisation

READERS = (
    ("Saskia de Wit", "saskia@board.kestrelharbour.example"),
    ("Paulo Nunes", "paulo@board.kestrelharbour.example"),
)
PLANNED = {"people_planned": 8, "interviews_planned": 12, "on_time_planned": 90}


def write_updates(now: dt.datetime) -> None:
    """Plan every team's update for Fridays, send last week's without a mail, draft this week's."""
    zone = Organisation.current().zone
    for team in sorted({role.team for role in Role.objects.open().select_related("team")}, key=lambda team: team.pk):
        plan = plan_of(team)
        plan.is_on = True
        for field, number in PLANNED.items():
            setattr(plan, field, number)
        plan.save()
        UpdateReader.objects.bulk_create(UpdateReader(plan=plan, name=name, email=email) for name, email in READERS)
        coming = next_time(now, plan.weekday, plan.hour, zone)
        make_drafts(now=coming - dt.timedelta(days=7) - DRAFTED_BEFORE / 2)
    for update in TeamUpdate.objects.all():
        update.state, update.sent_at = UpdateState.SENT, update.goes_out_at
        update.sent_to = [name for name, _ in READERS]
        update.save()
    make_drafts(now=now)
