"""Writing to people in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Outreach",
        "candidates:outreach",
        "mail",
        "candidates.read_outreach",
        "messages conversations replies drafts letters",
    ),
    Entry(
        "Letter templates", "candidates:letter_templates", "template", "candidates.edit_letter_templates", "outreach"
    ),
    Entry(
        "Proof points", "candidates:proof_points", "message-2-star", "candidates.edit_outreach_settings", "motivations"
    ),
)
