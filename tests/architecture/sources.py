"""The project's own modules, read as text: what each imports, and in which order its app lists its feature folders."""

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from config.local.places import ROOT

APPS = ("workspace", "candidates", "hiring", "interviews", "insights", "config")
# Not features: Django's own places inside an app.
PLACES = {"migrations", "management", "templatetags"}


@dataclass(frozen=True)
class Import:
    """One line of one module: `module` imports `target`."""

    module: str
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: {self.target}"


@functools.cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name, parsed; migrations left out."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                name = ".".join(parts).removesuffix(".__init__")
                found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


@functools.cache
def imports() -> tuple[Import, ...]:
    """Every import, also those inside functions and those for the type checker only."""
    return tuple(found for name, tree in modules().items() for found in imports_of(name, tree))


def imports_of(name: str, tree: ast.Module) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(name, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield Import(name, node.lineno, full if full in modules() else base)


@functools.cache
def folders(app: str) -> list[str]:
    """The feature folders of an app as its docstring lists them, lowest first."""
    docstring = ast.get_docstring(modules()[app]) or ""
    return re.findall(r"^- (\w+):", docstring, re.MULTILINE)


@functools.cache
def folders_on_disk(app: str) -> set[str]:
    return {path.parent.name for path in (ROOT / app).glob("*/*.py")} - PLACES


def folder_of(name: str) -> str | None:
    """The feature folder a module lies in; None for the pieces beside the folders."""
    app, _, rest = name.partition(".")
    folder = rest.partition(".")[0]
    return folder if folder in folders_on_disk(app) else None
