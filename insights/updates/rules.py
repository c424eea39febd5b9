"""Who writes a team's update: its lead, the hiring managers of its roles, and those who recruit."""

import rules

from hiring.teams.models import Team
from insights.updates.models import TeamUpdate, UpdateReader, teams_kept_by
from workspace.staff.models import User
from workspace.staff.rules import is_staff_member


@rules.predicate
def keeps_updates_of(user: User, row: Team | TeamUpdate | None) -> bool:
    """One query. The twin of `TeamUpdateQuerySet.visible_to`."""
    if row is None or not is_staff_member(user):
        return False
    return teams_kept_by(user).filter(pk=row.pk if isinstance(row, Team) else row.team_id).exists()


@rules.predicate
def keeps_reader(user: User, reader: UpdateReader | None) -> bool:
    return reader is not None and bool(keeps_updates_of(user, reader.plan.team))


rules.add_perm("insights.list_updates", is_staff_member)
rules.add_perm("insights.keep_updates", keeps_updates_of)
rules.add_perm("insights.keep_update_readers", keeps_reader)
