"""What this app tells those above it."""

from django.dispatch import Signal

# A candidate's page is being put together: receivers return `Panel`s for it. Arguments: candidate, viewer.
candidate_panels_wanted = Signal()

# The part of a candidate's page that comes after the rest is being put together: what takes a query and is seldom looked at first.
# Receivers return `Panel`s. Arguments: candidate, viewer.
late_panels_wanted = Signal()

# A list of candidates is about to be shown: receivers set attributes on the rows, in a constant number of queries. Arguments: rows, viewer.
candidates_listed = Signal()

# The bar under a list of candidates, for those chosen in it, is being put together: receivers return `Panel`s with a button that sends the bar's
# form, in which each chosen one stands as `candidate`, to an address of their own. Arguments: viewer.
bulk_acts_wanted = Signal()

# A candidate's personal data is being erased, inside the transaction. Arguments: candidate, by.
candidate_erasing = Signal()

# What is called after somebody is being forgotten, inside the transaction and before `candidate_erasing`, which knows no name any more. Arguments: names.
names_erasing = Signal()

# A candidate's page is being put together: receivers return `PageLink`s for its menu. Arguments: candidate, viewer.
candidate_links_wanted = Signal()

# A copy of all we hold about a person is being made for them. Receivers return {section: [plain rows]} of what the viewer, who will see
# the copy too, may know; rows say what was done and written, not which colleague did it. Arguments: candidate, viewer.
candidate_copy_wanted = Signal()

# Somebody must not be contacted any more, inside the transaction. Arguments: candidate, by (None: they said so themselves).
contact_forbidden = Signal()

# Handles are about to be written into a record. Receivers return {handle: why not, in words} for those that must not, in a constant number of
# queries. Arguments: handles, candidate (None: nobody's record yet).
handles_judged = Signal()

# A handle was written into a record, inside the transaction. Arguments: identity.
identity_added = Signal()

# A person was written down, inside the transaction. Arguments: candidate, by.
candidate_added = Signal()

# Somebody is about to be marked as free to be contacted again: receivers raise CandidateError where that is not ours to say. Arguments: candidate, by.
contact_allowing = Signal()
