"""Who may see and take back what was offered to a candidate."""

import rules

from hiring.pipeline.rules import manages_role_of
from interviews.booking.models import Booking
from workspace.staff.models import User
from workspace.staff.rules import plans_hiring


@rules.predicate
def manages_its_role(user: User, booking: Booking | None) -> bool:
    return booking is not None and bool(manages_role_of(user, booking.application))


rules.add_perm("interviews.change_booking", plans_hiring & manages_its_role)
