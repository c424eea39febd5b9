"""The measuring itself, on a small archive: servers of its own, two kills, and figures that fit."""

import pytest

from config.evidence.parts import ingest

pytestmark = pytest.mark.faults


def test_a_small_archive_is_read_killed_and_counted(monkeypatch):
    monkeypatch.setattr(ingest, "RECORDS", 3_000)

    text = ingest.section(None)

    assert "| records read to the end | 3,000 of 3,000 |" in text
    assert "| lost / doubled | 0 / 0 |" in text
    assert "| authors kept / expected | 10,500 / 10,500 |" in text
    assert "missed" not in text
