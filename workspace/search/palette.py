"""The workspace's own part of the palette: acts, pages, colleagues' settings."""

from workspace.search.queries import find_acts, find_pages
from workspace.search.sources import Entry, Source, add_entries, add_source

add_source(Source("Do", 30, find_acts))
add_source(Source("Go to", 40, find_pages))
add_entries(
    Entry(
        "Profile and reminders", "workspace:profile", "user-circle", also_called="time zone theme quiet hours digest"
    ),
    Entry("Notifications", "workspace:notifications", "bell", also_called="notices reminders"),
    Entry("Sign-in and security", "mfa_index", "shield-lock", also_called="password passkey authenticator two factor"),
    Entry("People and access", "workspace:people", "users", "workspace.invite_staff", "staff personas"),
    Entry("Organisation", "workspace:organisation", "building", "workspace.manage_organisation"),
    Entry("Reminder times", "workspace:reminder_times", "bell-cog", "workspace.manage_organisation", "settings"),
    Entry("Activity log", "workspace:activity_log", "history", "workspace.view_activity_log", "audit who did saw"),
    Entry("Style", "workspace:style", "palette", "workspace.manage_organisation", "design components"),
    Entry("Invite somebody", "workspace:people", "user-plus", "workspace.invite_staff", "add staff colleague", True),
)
