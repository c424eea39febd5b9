"""Hours and load in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Your hours and calendars",
        "interviews:hours",
        "clock-hour-4",
        "interviews.set_own_hours",
        "availability working hours busy days off ics caldav feed caps",
    ),
    Entry(
        "Who is free", "interviews:team-load", "users", "interviews.view_team_load", "load availability caps fairness"
    ),
)
