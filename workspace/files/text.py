"""Reading the words out of a document, in a process of its own.

Uploads are hostile: a parser may crash, hang or eat memory. The child has limits on time, memory and pages, no secrets in
its environment, and nothing it may write; all it can do is answer with text. Run as `python -m workspace.files.text <type>`.
"""

import io
import os
import pathlib
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator

from workspace.files.sniff import DOCX, MOST_UNPACKED, ODT, PDF, TEXT, ZIP, is_text

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MOST_PAGES = 60
MOST_CHARACTERS = 200_000
MOST_SECONDS = 30
MOST_MEMORY = 1024 * 1024 * 1024
PARAGRAPHS = ("{*}p", "{*}h")
# What version control, systems and caches leave in an archive; the first holds names and addresses, too.
NOT_WORTH_READING = re.compile(
    r"(^|/)(\.git|__MACOSX|\.DS_Store|__pycache__|\.ipynb_checkpoints|\.venv|node_modules)(/|$)"
)
# What a page shows of a Word document beside its body: a name often stands in its head.
AROUND = re.compile(r"word/(header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
GAPS = ("{*}tab", "{*}br", "{*}cr", "{*}s", "{*}line-break")


class Unreadable(Exception):
    """The document's text cannot be had; the message says how reading it ended."""


def text_of(content: bytes, content_type: str, *, seconds: float = MOST_SECONDS) -> str:
    """Return the text of a document, at most MOST_CHARACTERS, without control characters; raises Unreadable."""
    return run_apart("workspace.files.text", content, content_type, seconds=seconds).decode("utf-8", errors="replace")


def run_apart(module: str, content: bytes, content_type: str, *, seconds: float = MOST_SECONDS) -> bytes:
    """Let a module of ours work on a hostile file in a process of its own, and return what it wrote; raises Unreadable."""
    command = [sys.executable, "-m", module, content_type]
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8:replace"}
    try:
        child = subprocess.run(  # noqa: S603  (our own module; the type is one of our constants)
            command, input=content, capture_output=True, timeout=seconds, cwd=ROOT, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"took longer than {seconds:g} seconds") from error
    if child.returncode != 0:
        said = child.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise Unreadable(f"ended with {child.returncode}: {(said or [''])[-1][:200]}")
    return child.stdout


def read(content: bytes, content_type: str) -> str:
    """Return a document's text; may raise, hang or crash, whatever its parser does."""
    text = READERS[content_type](content)[:MOST_CHARACTERS]
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text).strip()


def _pdf(content: bytes) -> str:
    import pypdfium2

    pages, size = [], 0
    with pypdfium2.PdfDocument(content) as document:
        for number in range(min(len(document), MOST_PAGES)):
            pages.append(document[number].get_textpage().get_text_bounded())
            size += len(pages[-1])
            if size > MOST_CHARACTERS:
                break
    return "\n".join(pages)


def _docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        around = sorted(name for name in archive.namelist() if AROUND.fullmatch(name))
    return _paragraphs_in(content, ["word/document.xml", *around], words=("{*}t", "{*}tab", "{*}br", "{*}cr"))


def _odt(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # Heads and feet of pages stand with the styles.
        around = [name for name in archive.namelist() if name == "styles.xml"]
    return _paragraphs_in(content, ["content.xml", *around], words=())


def _paragraphs_in(content: bytes, members: list[str], *, words: tuple[str, ...]) -> str:
    """Gather the paragraphs of XML members as they stream by; `words` are the elements whose text counts, () for all."""
    lines, size = [], 0
    for line in (line for member in members for line in _lines(content, member, words)):
        lines.append(line)
        size += len(line)
        if size > MOST_CHARACTERS:
            break
    return "\n".join(lines)


def _lines(content: bytes, member: str, words: tuple[str, ...]) -> Iterator[str]:
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.getinfo(member).file_size > MOST_UNPACKED:
            raise ValueError("unpacks to more than a document holds")
        with archive.open(member) as stream:
            walk = etree.iterparse(stream, tag=PARAGRAPHS, resolve_entities=False, no_network=True, huge_tree=False)
            for _, paragraph in walk:
                for gap in paragraph.iter(*GAPS):
                    gap.text = " "
                yield "".join(paragraph.itertext(*words, with_tail=not words))
                paragraph.clear(keep_tail=True)


def _plain(content: bytes) -> str:
    return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", errors="replace")


def _archive(content: bytes) -> str:
    """List what is in an archive, then show those of its members that read as text, each under its name."""
    listed, shown, size = [], [], 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if member.is_dir() or NOT_WORTH_READING.search(member.filename):
                continue
            listed.append(f"{member.filename}  ({member.file_size:,} bytes)")
            if size > MOST_CHARACTERS or member.file_size > MOST_CHARACTERS:
                continue
            found = archive.read(member)
            if is_text(found):
                shown.append(f"\n=== {member.filename}\n{_plain(found)}")
                size += len(shown[-1])
    return "\n".join([*listed, *shown])


READERS: dict[str, Callable[[bytes], str]] = {PDF: _pdf, DOCX: _docx, ODT: _odt, TEXT: _plain, ZIP: _archive}


def limited() -> None:
    """Put this process under the limits a hostile file is opened with."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read standard input within limits, and write its text to standard output."""
    limited()
    sys.stdout.buffer.write(read(sys.stdin.buffer.read(), sys.argv[1]).encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main()
