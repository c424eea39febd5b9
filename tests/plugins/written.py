"""In tests no kept SQL is believed: each call is compared with what Django writes for it, and a query that cannot be kept is an error."""

import pytest


@pytest.fixture(autouse=True)
def queries_on_trial(monkeypatch):
    from workspace.written import WrittenOnce

    monkeypatch.setattr(WrittenOnce, "is_on_trial", True)
