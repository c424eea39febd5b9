"""The page of automated aids in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Automated aids", "workspace:aids", "robot", "workspace.see_aids", "formulas computed numbers algorithm notice"
    )
)
