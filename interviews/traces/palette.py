"""Tracing in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Trace a question found outside", "interviews:trace-text", "eye", "interviews.trace_texts", "exam leak canary"
    )
)
