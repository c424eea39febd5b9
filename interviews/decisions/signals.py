"""What decisions tell those above them, inside the transaction."""

from django.dispatch import Signal

# A person signed. Arguments: decision (Decision).
decision_signed = Signal()

# The second person answered. Arguments: approval (Approval).
decision_answered = Signal()
