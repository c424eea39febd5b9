"""Where reimplementations are in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Reimplementations", "candidates:code_list", "git-fork", "candidates.read_papers", "code repositories github")
)
