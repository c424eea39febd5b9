"""Who sees how raters agree: hiring managers and admins; everybody rates the shared set, and sees their own."""

import rules

from workspace.staff.rules import is_admin, is_hiring_manager, is_staff_member

rules.add_perm("insights.view_calibration", is_admin | is_hiring_manager)
rules.add_perm("insights.rate_calibration_set", is_staff_member)
