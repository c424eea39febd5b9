"""Who may write to people, and read what was written."""

import rules

from workspace.staff.rules import is_admin, is_recruiting

# What is written with somebody is between them and those who recruit; hiring managers see that there is a conversation, not its words.
rules.add_perm("candidates.write_to_candidate", is_recruiting)
rules.add_perm("candidates.read_outreach", is_recruiting)
rules.add_perm("candidates.edit_letter_templates", is_recruiting)
rules.add_perm("candidates.edit_outreach_settings", is_admin)
