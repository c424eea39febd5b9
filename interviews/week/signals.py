"""What the week asks of the folders above it."""

from django.dispatch import Signal

# Somebody's own week is shown. Receivers return `Panel`s of what else they owe. Arguments: viewer, now.
week_panels_wanted = Signal()
