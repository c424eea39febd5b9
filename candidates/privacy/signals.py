"""What privacy tells those above it."""

from django.dispatch import Signal

# Somebody objected to hearing from us, inside the transaction and under the candidate's lock. Arguments: candidate, objection, by.
objected = Signal()
