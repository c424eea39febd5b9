"""Finding what a feature folder brings along: its rules, its receivers, its reminders, its part of the palette, its urls."""

import importlib
import pathlib
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver

ROOT = pathlib.Path(__file__).resolve().parent.parent
BROUGHT_ALONG = ("rules", "receivers", "reminders", "palette")


def feature_modules(app: str, name: str) -> Iterator[str]:
    """Yield the dotted name of `<app>/<feature>/<name>.py` for each feature that has one, in a stable order."""
    for path in sorted((ROOT / app).glob(f"*/{name}.py")):
        yield f"{app}.{path.parent.name}.{name}"


def import_features(app: str) -> None:
    """Import the modules that register something when they are imported."""
    for name in BROUGHT_ALONG:
        for module in feature_modules(app, name):
            importlib.import_module(module)


def feature_urls(app: str) -> list[URLPattern | URLResolver]:
    """Return the url patterns of all feature folders of one app."""
    patterns: list[URLPattern | URLResolver] = []
    for module in feature_modules(app, "urls"):
        patterns += importlib.import_module(module).urlpatterns
    return patterns
