"""What this feature puts into the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Yield by channel", "insights:channels", "chart-bar", "insights.view_dashboards", "sources compare cost money"
    ),
    Entry("What reading brought", "insights:reading", "book", "insights.view_dashboards", "watches papers yield"),
)
