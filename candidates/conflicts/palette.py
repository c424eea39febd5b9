"""Conflicts in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "My papers, employers and advisors",
        "candidates:own_ties",
        "affiliate",
        "candidates.state_own_ties",
        "conflict of interest ties co-author",
    ),
    Entry(
        "Conflicts of interest",
        "candidates:all_conflicts",
        "shield-half",
        "candidates.list_conflicts",
        "recusals recused",
    ),
)
