"""Training in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Training of interviewers",
        "interviews:training",
        "school",
        "interviews.view_training",
        "shadow reverse shadow qualified sign off",
    )
)
