"""What this feature puts into the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Forecast", "insights:forecasts", "chart-line", "insights.view_dashboards", "odds chance when filled plan")
)
