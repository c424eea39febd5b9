"""What the profile page asks of features higher up."""

from django.dispatch import Signal

# Somebody's own profile is being put together: receivers return `Panel`s, each with its own form if any. Arguments: viewer.
profile_panels_wanted = Signal()
