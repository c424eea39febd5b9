"""What watches ask of the apps above them."""

from django.dispatch import Signal

# What came of flagged people: receivers return [(candidate's key, word)], such as (7, "replied"), in a constant number of queries.
# Arguments: candidates (keys).
outcomes_wanted = Signal()
