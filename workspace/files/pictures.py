"""Counting what nobody reads in a file, in a process of its own, with the limits that reading has.

Words are read from text. What a picture shows is not, and of a long document only so many pages are: whoever must be sure that a file names nobody
has to look at those. Run as `python -m workspace.files.pictures <type>`.
"""

import io
import re
import sys
import zipfile
from collections.abc import Callable

from workspace.files.sniff import DOCX, JPEG, ODT, PDF, PNG
from workspace.files.text import MOST_PAGES, limited, run_apart

# Pictures of a document, and whole files of other programs in it.
MEMBERS = re.compile(r"(word/(media|embeddings)|Pictures|Object [^/]*)/.+", re.IGNORECASE)
# A form may hold a form; deeper than that nobody nests by hand.
DEPTH = 5


def unread_in(content: bytes, content_type: str) -> int:
    """Return how many pictures, embedded files and pages past those that are read are in a file; raises Unreadable."""
    return int(run_apart("workspace.files.pictures", content, content_type))


def count(content: bytes, content_type: str) -> int:
    """Do it here; may raise, hang or crash, whatever its parser does."""
    return COUNTERS.get(content_type, _none)(content)


def _pdf(content: bytes) -> int:
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(content) as document:
        read = range(min(len(document), MOST_PAGES))
        pictures = sum(
            1 for number in read for _ in document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH)
        )
        return pictures + len(document) - len(read)


def _document(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(1 for member in archive.infolist() if MEMBERS.fullmatch(member.filename))


def _one(_content: bytes) -> int:
    return 1


def _none(_content: bytes) -> int:
    return 0


COUNTERS: dict[str, Callable[[bytes], int]] = {PDF: _pdf, DOCX: _document, ODT: _document, PNG: _one, JPEG: _one}


def main() -> None:
    """Read standard input within limits, and write the number to standard output."""
    limited()
    sys.stdout.write(str(count(sys.stdin.buffer.read(), sys.argv[1])))


if __name__ == "__main__":
    main()
