"""What conflicts tell the folders above."""

from django.dispatch import Signal

# A conflict was recused or cleared, inside the transaction. Arguments: conflict.
conflict_decided = Signal()
