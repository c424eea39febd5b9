"""What the schedule tells the folders above it, inside the transaction."""

from django.dispatch import Signal

# People were given a seat. Arguments: interview, seats (with `interview` set), at.
seats_given = Signal()

# People lost their seat: they were replaced, or the interview was cancelled. Arguments: interview, seats, at.
seats_taken = Signal()

# Before an interview is booked, folders above may say what speaks against people. Arguments: kit (or None), during (or None while no time is
# known), people (users), apart_from (the interview that is being changed, or None). Receivers return {user key: [Remark, ...]}.
remarks_wanted = Signal()

# An interview got another time, or a seat another kind. Arguments: interview, seats (those that are live).
seats_changed = Signal()

# A version of an interview was written: its booking, a change, its cancellation. Arguments: interview, version.
version_written = Signal()

# An interview's page is shown. Receivers return a list of workspace.panels.Panel. Arguments: interview, viewer.
interview_panels_wanted = Signal()
