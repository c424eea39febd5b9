"""Pages of exams in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Exams", "interviews:exams", "clipboard-text", "interviews.view_exams", "knowledge test quiz"),
    Entry("Mark short answers", "interviews:marking-desk", "checklist", "interviews.mark_by_hand", "exam grade desk"),
)
