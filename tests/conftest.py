"""Fixtures that every test may use."""

pytest_plugins = [
    "tests.plugins.servers",
    "tests.plugins.database",
    "tests.plugins.cast",
    "tests.plugins.browser",
    "tests.plugins.examples",
    "tests.plugins.second_chance",
    "tests.plugins.written",
]
