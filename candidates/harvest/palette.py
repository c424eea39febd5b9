"""Sources in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry("Sources of papers", "candidates:sources", "rss", "candidates.see_sources", "harvest arxiv feed oai ingest"),
    Entry(
        "Connect a source", "candidates:connect_source", "plug-connected", "candidates.change_sources", "harvest", True
    ),
)
