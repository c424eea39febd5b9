"""What this app tells those above it."""

from django.dispatch import Signal

# Two candidates are being merged, inside the transaction: move your rows and note them in `merge.moved`; raise MergeRefused to stop it.
# Arguments: merge, kept, absorbed, by.
candidates_merging = Signal()

# A merge is being undone, inside the transaction: move the rows in `merge.moved` back. Arguments: merge, by.
merge_undoing = Signal()


class MergeRefused(Exception):
    """The two records cannot become one as they stand. The message says what is in the way, for the person who asked."""
