"""What the pipeline tells those above it."""

from django.dispatch import Signal

# Board cards or list rows are about to be shown. Arguments: applications (a list of cards with `pk` and `extras`, see `hiring.board.cards`), viewer.
# Receivers add to `card.extras["words"]` (a list of short texts: “scorecards 2/3”, “onsite Tue 14:00”) and to
# `card.extras["marks"]` (a list of safe HTML: glyphs), what this viewer may know, in as few queries as can be: the board has eight in all.
applications_shown = Signal()

# An application's page is being put together: receivers return `Panel`s. Arguments: application, viewer.
application_panels_wanted = Signal()

# An application moved, inside the transaction. Arguments: change (StageChange).
application_moved = Signal()
