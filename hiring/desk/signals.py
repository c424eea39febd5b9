"""What the desk asks those above it."""

from django.dispatch import Signal

# How are this role's candidates looked at? Receivers return a list of `hiring.linter.terms.Assessment`, or None where nothing is planned.
# Arguments: role.
assessments_wanted = Signal()

# How likely is this role filled, as a sentence? Asked of a role that has been open for long; receivers return a text, empty where nothing is known.
# Arguments: role.
odds_wanted = Signal()

# A role's desk is being put together: receivers return `Panel`s. Arguments: role, viewer.
desk_panels_wanted = Signal()
