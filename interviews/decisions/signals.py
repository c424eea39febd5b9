"""What decisions tell those above them, inside the transaction."""

from django.dispatch import Signal

# A person signed. Arguments: decision (Decision).
decision_signed = Signal()

# A debrief is being put together, for somebody who may read all of it: receivers return `Panel`s for its side. Arguments: application, debrief, viewer.
debrief_panels_wanted = Signal()

# The same for what comes after the page, as few debriefs have it and it takes long to find.
late_debrief_panels_wanted = Signal()

# Somebody wants to take a decision back. Receivers answer with a sentence where something followed from it. Arguments: decision (Decision).
decision_undoing = Signal()

# The second person answered. Arguments: approval (Approval).
decision_answered = Signal()
