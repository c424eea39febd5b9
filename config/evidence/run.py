"""`python -m config.evidence.run [FOLDER]`: measure, print, and write a page of docs/evidence for each thing measured.

The pages that need labelled data are measured on that in FOLDER, and left alone without one. With `--only NAME` one
part is measured and printed, and nothing is written; with `--page NAME` one page is measured and written. No database is needed.
"""

import argparse
import dataclasses
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
EVIDENCE = ROOT / "docs/evidence"


@dataclasses.dataclass(frozen=True)
class Page:
    """One page of evidence: its heading, what is said below it, and whether its parts are measured on a folder of data."""

    title: str
    note: str
    needs_data: bool


PAGES = {
    "decision": Page(
        "The decision rule: what was measured",
        "Nobody here is real: people and ratings are drawn at random, with the seeds given. Figures that miss what was published say so.",
        needs_data=False,
    ),
    "forecast": Page(
        "The forecast: what was measured",
        "Organisations and candidates are drawn at random, with the seed given. Figures that miss their aim say so.",
        needs_data=False,
    ),
    "linter": Page(
        "The role linter: what was measured",
        "The texts are of invented organisations, written and labelled by hand for this.",
        needs_data=False,
    ),
    "sourcing": Page(
        "Sourcing: what was measured",
        "The data is about real people and no part of this repository. Figures that miss their target say so.",
        needs_data=True,
    ),
}


class Part(Protocol):
    """What a module in `parts` has."""

    TITLE: str
    ORDER: int

    def section(self, folder: Folder | None) -> str:
        """Measure, and return Markdown. Only the parts of a page that needs data are sure to be given a folder."""


def main() -> int:
    """Measure and write, or say what is in the way."""
    parser = argparse.ArgumentParser(prog="evidence")
    parser.add_argument("folder", type=pathlib.Path, nargs="?", help="where the *.jsonl.gz files lie")
    parser.add_argument("--only", choices=part_names(), help="measure one part, print it, write nothing")
    parser.add_argument("--page", choices=sorted(PAGES), help="measure and write this page alone")
    parser.add_argument("--out", type=pathlib.Path, default=EVIDENCE, help="the folder to write the pages to")
    given = parser.parse_args()
    if given.folder and not given.folder.is_dir():
        parser.error(f"there is no folder {given.folder}: name the one that holds the *.jsonl.gz files")
    set_up_without_servers()
    wanted = [given.only] if given.only else part_names()
    if given.only and not given.folder and page_of(given.only).needs_data:
        parser.error(f"{given.only} is measured on labelled data: name the folder that holds the *.jsonl.gz files")
    folder = Folder(given.folder) if given.folder else None
    for name, page in PAGES.items():
        names = [part for part in wanted if page_of(part) is page]
        if not names or given.page not in (None, name) or (page.needs_data and folder is None):
            continue
        try:
            text = evidence(page, names, folder)
        except BadData as error:
            parser.error(str(error))
        sys.stdout.write(text)
        if not given.only:
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / f"{name}.md").write_text(text, encoding="utf-8")
    return 0


def page_of(part: str) -> Page:
    """The page a part belongs to: that of its `PAGE`, else sourcing's."""
    return PAGES[getattr(loaded(part), "PAGE", "sourcing")]


def loaded(part: str) -> Part:
    return cast(Part, importlib.import_module(f"{parts.__name__}.{part}"))


def part_names() -> list[str]:
    """Return the names of all parts."""
    return sorted(module.name for module in pkgutil.iter_modules(parts.__path__))


def evidence(page: Page, names: list[str], folder: Folder | None) -> str:
    """Measure these parts and return their page."""
    command = "`make evidence DATA=<folder>`" if page.needs_data else "`make evidence`"
    source = f", from {', '.join(folder.names()) or 'no files'}" if page.needs_data and folder else ""
    lines = [f"# {page.title}", "", f"Written by {command} on Python {platform.python_version()}{source}.", page.note]
    for part in sorted(map(loaded, names), key=lambda one: (one.ORDER, one.TITLE)):
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
