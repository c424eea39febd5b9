"""What sittings tell those above them."""

from django.dispatch import Signal

# An attempt was handed in, inside the transaction. Arguments: attempt.
attempt_handed_in = Signal()

# Answers that came too late were counted after all, inside the transaction. Arguments: attempt, items, reason, by.
late_answers_counted = Signal()
