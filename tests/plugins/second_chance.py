"""A second chance for tests that wait for something outside this process, and a count of those that needed it.

A real browser on a busy machine, or a server that was just killed, can answer later than any wait one would want to
sit through. The summary's "rerun" names such a test, so that one which needs it again and again is seen and mended.
Everything else fails at its first failure.
"""

import pytest

OUTSIDE = ("browser", "faults")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.get_closest_marker(name) for name in OUTSIDE):
            item.add_marker(pytest.mark.flaky(reruns=1))
