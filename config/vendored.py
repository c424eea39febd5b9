"""The few files of the npm packages that pages ask for: one line here serves one more."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

# The name a page asks for, and the file in node_modules. A map follows its file, which names it.
VENDORED = {
    "tabler/css/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/css/tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "tabler/js/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "tabler/js/tabler.min.js.map": "@tabler/core/dist/js/tabler.min.js.map",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "echarts/echarts.esm.min.mjs": "echarts/dist/echarts.esm.min.mjs",
    "sortable/Sortable.min.js": "sortablejs/Sortable.min.js",
}


class NodeModules(FileSystemStorage):
    """Reads the vendored files where npm put them."""

    prefix = ""

    def path(self, name: str) -> str:
        return str(settings.NODE_MODULES / VENDORED[name])


class VendoredFinder(BaseFinder):
    """Finds the vendored files, and nothing else in node_modules."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file that is served as `path`."""
        found = [NodeModules().path(path)] if path in VENDORED else []
        if find_all:
            return found
        return found[0] if found else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield every vendored file."""
        for name in VENDORED:
            yield name, NodeModules()
