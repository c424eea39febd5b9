"""Check-ins in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Check-ins",
        "insights:check_ins",
        "calendar-check",
        "insights.view_check_ins",
        "quality of hire months first day",
    ),
)
