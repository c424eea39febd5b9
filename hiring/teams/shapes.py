"""The five shapes of team as cards to choose from, in the words of the catalogue."""

from hiring.catalogue.reading import ShippedArchetype, archetypes
from hiring.teams.models import Team


def shape_of(team: Team) -> ShippedArchetype:
    """Return what is known of a team's shape."""
    return next(shape for shape in archetypes() if shape.slug == team.archetype)
