"""Updates in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Weekly updates", "insights:updates", "news", "insights.view_dashboards", "leadership briefing week mail pdf")
)
