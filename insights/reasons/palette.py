"""Reasons in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Reasons for no",
        "insights:reasons",
        "message-x",
        "insights.view_dashboards",
        "declined offers motivations rejected",
    ),
)
