"""Inputs in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Inputs per week",
        "insights:inputs",
        "list-check",
        "insights.view_dashboards",
        "plan papers read contacted held",
    ),
)
