"""What decisions tell those above them, inside the transaction."""

from django.dispatch import Signal

# A person signed. Arguments: decision (Decision).
decision_signed = Signal()

# Somebody wants to take a decision back. Receivers answer with a sentence where something followed from it. Arguments: decision (Decision).
decision_undoing = Signal()

# The second person answered. Arguments: approval (Approval).
decision_answered = Signal()
