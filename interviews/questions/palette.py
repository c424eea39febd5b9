"""The question bank in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Question bank", "interviews:questions", "books", "interviews.view_questions", "exam questions items"),
    Entry(
        "Leak watch of the question bank", "interviews:question-leaks", "eye", "interviews.write_questions", "exam leak"
    ),
)
