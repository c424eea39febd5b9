"""How much of one repository is another's, file by file: git's hash of a content is equal for equal contents."""

import dataclasses
import re
from collections.abc import Iterable

from candidates.connectors.code_records import TreeFile

SMALLEST = 120  # bytes; below this, files of different origin are equal by chance
FEWEST = 3
EXPECTED_EVERYWHERE = re.compile(
    r"(?:licen[cs]e|copying|notice|contributing|code_of_conduct|\.gitignore|\.gitattributes|\.editorconfig|py\.typed)"
    r"(?:\.\w+)?$|\.(?:png|jpe?g|gif|svg|ico|woff2?|ttf)$",
    re.IGNORECASE,
)


@dataclasses.dataclass(frozen=True, slots=True)
class Overlap:
    """`shared` of `files` that could be compared are in the other repository byte for byte."""

    shared: int
    files: int

    @property
    def share(self) -> float:
        return self.shared / self.files


def overlap(files: Iterable[TreeFile], others: Iterable[TreeFile]) -> Overlap | None:
    """Count the files of the first that the second has too, wherever they lie; None where too few can be compared."""
    mine = {file.sha for file in files if _counts(file)}
    theirs = {file.sha for file in others if _counts(file)}
    if len(mine) < FEWEST or not theirs:
        return None
    return Overlap(len(mine & theirs), len(mine))


def _counts(file: TreeFile) -> bool:
    return file.size >= SMALLEST and not EXPECTED_EVERYWHERE.search(file.path.rsplit("/", 1)[-1])
