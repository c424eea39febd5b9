"""What scorecards tell the folders above them, inside the transaction."""

from django.dispatch import Signal

# A scorecard was submitted or amended. Arguments: version (ScorecardVersion, with its ratings stored).
scorecard_submitted = Signal()
