"""Calibration in the palette."""

from workspace.search.sources import Entry, add_entries

add_entries(
    Entry(
        "Calibration",
        "insights:calibration",
        "target-arrow",
        "insights.view_calibration",
        "agreement severity icc alpha",
    ),
    Entry(
        "Shared calibration set",
        "insights:shared_set",
        "ruler-measure",
        "insights.rate_calibration_set",
        "sample answers quarter anchors",
    ),
)
