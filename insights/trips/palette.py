"""Where the yield of trips is in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("What trips brought", "insights:trips", "plane", "insights.view_dashboards", "conferences yield encounters")
)
