"""Every address of the project, as the resolver knows it."""

import functools
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One URL pattern: its route, its full name and the view behind it."""

    route: str
    name: str
    view: Any
    arguments: tuple[str, ...]

    @property
    def api_class(self) -> type | None:
        """The class of a view of the REST API."""
        from rest_framework.views import APIView

        found = getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)
        return found if found and issubclass(found, APIView) else None

    @property
    def module(self) -> str:
        """Where the view was written, whatever decorates it."""
        view = inspect.unwrap(self.view)
        return (getattr(view, "view_class", None) and view.view_class.__module__) or view.__module__


@functools.cache
def addresses() -> tuple[Address, ...]:
    return tuple(_walk(get_resolver(), "", "", ()))


def _walk(resolver: URLResolver, route: str, space: str, arguments: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = route + (str(entry.pattern).removeprefix("^") if route else str(entry.pattern))
        names = (*arguments, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            yield Address(path, f"{space}{entry.name or ''}", entry.callback, names)
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, path, inner, names)
