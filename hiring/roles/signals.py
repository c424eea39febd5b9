"""What roles tell those above them."""

from django.dispatch import Signal

# A role was made from a profile, inside the transaction: interviews copy their default plan. Arguments: role, by.
role_made = Signal()

# A role's page is being put together: receivers return `Panel`s. Arguments: role, viewer.
role_panels_wanted = Signal()
