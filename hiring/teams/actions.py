"""Making and changing teams."""

from django.db import transaction

from hiring.teams.models import Team
from workspace.activity.actions import log_activity
from workspace.staff.models import User


@transaction.atomic
def create_team(*, name: str, archetype: str, purpose: str = "", lead: User | None = None, by: User) -> Team:
    """Make a team."""
    team = Team.objects.create(name=name, archetype=archetype, purpose=purpose, lead=lead)
    log_activity(verb="created_team", subject=team, by=by, facts={"archetype": archetype})
    return team


@transaction.atomic
def edit_team(*, team: Team, name: str, archetype: str, purpose: str, lead: User | None, by: User) -> Team:
    """Change a team. What its roles ask for stays as it was: the archetype matters when a role is opened."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    team.name, team.archetype, team.purpose, team.lead = name, archetype, purpose, lead
    team.save(update_fields=["name", "archetype", "purpose", "lead", "updated_at"])
    log_activity(verb="edited_team", subject=team, by=by, facts={"archetype": archetype})
    return team
