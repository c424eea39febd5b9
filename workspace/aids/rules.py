"""Whoever works here may know what is computed."""

import rules

from workspace.staff.rules import is_staff_member
from workspace.staff.settings_cards import SettingsCard, add_settings_card

rules.add_perm("workspace.see_aids", is_staff_member)
add_settings_card(
    SettingsCard(
        "workspace:aids", "robot", "Automated aids", "Every number computed about people, and its formula.", 75
    )
)
