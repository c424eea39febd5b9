"""`python -m config.evidence.run FOLDER`: measure every part on the data in FOLDER, print it, and write docs/evidence/sourcing.md.

With `--only NAME` one part is measured and printed, and nothing is written. No database is needed.
"""

import argparse
import importlib
import os
import pathlib
import pkgutil
import platform
import sys
import time
from typing import Protocol, cast

from config.evidence import parts
from config.evidence.folder import BadData, Folder, MissingData

ROOT = pathlib.Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "docs/evidence/sourcing.md"


class Part(Protocol):
    """What a module in `parts` has."""

    TITLE: str
    ORDER: int

    def section(self, folder: Folder) -> str:
        """Measure, and return Markdown."""


def main() -> int:
    """Measure and write, or say what is in the way."""
    parser = argparse.ArgumentParser(prog="evidence")
    parser.add_argument("folder", type=pathlib.Path, help="where the *.jsonl.gz files lie")
    parser.add_argument("--only", choices=part_names(), help="measure one part, print it, write nothing")
    parser.add_argument("--out", type=pathlib.Path, default=EVIDENCE, help="the page to write")
    given = parser.parse_args()
    if not given.folder.is_dir():
        parser.error(f"there is no folder {given.folder}: name the one that holds the *.jsonl.gz files")
    set_up_without_servers()
    try:
        page = evidence(Folder(given.folder), [given.only] if given.only else part_names())
    except BadData as error:
        parser.error(str(error))
    sys.stdout.write(page)
    if not given.only:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(page, encoding="utf-8")
    return 0


def part_names() -> list[str]:
    """Return the names of all parts."""
    return sorted(module.name for module in pkgutil.iter_modules(parts.__path__))


def evidence(folder: Folder, names: list[str]) -> str:
    """Measure these parts and return the page."""
    files = folder.names()
    lines = [
        "# Sourcing: what was measured",
        "",
        f"Written by `make evidence DATA=<folder>` on Python {platform.python_version()}, from {', '.join(files) or 'no files'}.",
        "The data is about real people and no part of this repository. Figures that miss their target say so.",
    ]
    loaded = [cast(Part, importlib.import_module(f"{parts.__name__}.{name}")) for name in names]
    for part in sorted(loaded, key=lambda one: (one.ORDER, one.TITLE)):
        began = time.perf_counter()
        try:
            text = part.section(folder)
        except MissingData as error:
            text = f"Not measured. {error}"
        lines += ["", f"## {part.TITLE}", "", text.strip(), "", f"Took {time.perf_counter() - began:.0f} s."]
    return "\n".join(lines) + "\n"


def set_up_without_servers() -> None:
    """Make models importable; whoever asks a database fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    os.environ.setdefault("REDIS_URL", "redis://none")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
