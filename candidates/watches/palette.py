"""Reading in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Watches", "candidates:watches", "eye", "candidates.read_papers", "feed papers reading sprint ranking"),
    Entry("Flagged authors", "candidates:flagged", "flag", "candidates.read_papers", "prospects queue"),
)
