"""Pages of interviewing in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Calendar of interviews", "interviews:calendar", "calendar", "interviews.view_calendar", "schedule"),
    Entry("Kits and questions", "interviews:kits", "notebook", "interviews.view_kits", "question bank rubric anchors"),
    Entry("Assessment types", "interviews:assessment-types", "list-details", "interviews.view_kits", "nine"),
)
