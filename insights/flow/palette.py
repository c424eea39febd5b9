"""Funnel and time in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Funnel", "insights:funnel", "filter", "insights.view_dashboards", "cohort activity conversion ever reached"),
    Entry("Time in stage", "insights:time", "hourglass", "insights.view_dashboards", "ageing sla waiting days slow"),
)
