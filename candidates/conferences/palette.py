"""Where conferences and encounters are in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Conferences", "candidates:conferences", "microphone-2", "candidates.list_conferences", "trips venues travel"
    ),
    Entry("Encounters", "candidates:encounters", "users-group", "candidates.log_encounter", "met people"),
    Entry("Log whom you met", "candidates:meet", "message-plus", "candidates.log_encounter", "encounter poster", True),
)
