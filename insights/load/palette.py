"""Interviewers' load in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Interviewer load", "insights:interviewers", "scale", "insights.view_dashboards", "fairness fair share busy cap"
    ),
)
