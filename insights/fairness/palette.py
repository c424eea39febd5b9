"""Fairness in the palette, for those who may read it."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Fairness",
        "insights:fairness",
        "scale",
        "insights.view_fairness",
        "adverse impact selection rates four fifths groups",
    ),
    Entry(
        "Voluntary questions",
        "insights:self_identification_countries",
        "forms",
        "insights.edit_self_identification",
        "self identification gender ethnicity applicants",
    ),
)
