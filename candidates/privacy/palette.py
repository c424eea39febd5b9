"""Privacy in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "People to be told",
        "candidates:untold",
        "shield-question",
        "candidates.see_untold",
        "privacy notice gdpr article 14",
    ),
    Entry(
        "Privacy", "candidates:privacy", "shield-lock", "candidates.keep_privacy", "gdpr objections deletion retention"
    ),
)
