"""What scorecards tell the folders above them, inside the transaction."""

from django.dispatch import Signal

# A scorecard was submitted or amended. Arguments: version (ScorecardVersion, with its ratings stored).
scorecard_submitted = Signal()

# The page on which a scorecard is written is being put together: receivers return `Panel`s for its foot. Arguments: card.
scorecard_panels_wanted = Signal()
