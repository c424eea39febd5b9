"""What accounts tell the folders above."""

from django.dispatch import Signal

# Somebody was invited, inside the transaction. The token is known here and nowhere else. Arguments: invitation, token.
staff_invited = Signal()

# An account or an invitation changed, inside the transaction. Arguments: row, verb, facts, by.
staff_changed = Signal()
