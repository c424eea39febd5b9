"""What conflicts tell the folders above."""

from django.dispatch import Signal

# A conflict was recused or cleared, inside the transaction. Arguments: conflict.
conflict_decided = Signal()

# Somebody stated a name, a handle or a tie of their own, inside the transaction. Arguments: user.
statement_changed = Signal()

# A list of conflicts is about to be shown. Receivers return {key of the conflict: [(words, address)]}: what a recusal leaves to be done, such as
# an interview that needs somebody else. In a constant number of queries. Arguments: conflicts.
consequences_wanted = Signal()
