"""What training tells the folders above it, inside the transaction."""

from django.dispatch import Signal

# Whose scorecards count may have changed. Arguments: assessment_type, user (None: anybody), at.
training_changed = Signal()
