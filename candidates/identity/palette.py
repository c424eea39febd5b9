"""Where the identity desk is in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Identity desk",
        "candidates:identity_desk",
        "user-question",
        "candidates.decide_identity",
        "authors names same person",
    )
)
