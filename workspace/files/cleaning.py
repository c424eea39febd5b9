"""Taking out of a file what says who made it, in a process of its own, with the limits that reading has.

What is taken out: a PDF's properties, attachments, form and comments; the properties, the authors of changes and comments and the preview of a
Word or OpenDocument text; what cameras and programs write into a JPEG or a PNG. What a page shows, and what a picture shows, stays.
Run as `python -m workspace.files.cleaning <type>`.
"""

import io
import re
import sys
import zipfile
from collections.abc import Callable

from workspace.files.sniff import DOCX, JPEG, MOST_UNPACKED, ODT, PDF, PNG, TEXT
from workspace.files.text import limited, run_apart

MOST_PAGES = 400
CLEANABLE = frozenset({PDF, DOCX, ODT, PNG, JPEG, TEXT})

# Members of a document that hold nothing but who made it, when and with what.
TELLING = re.compile(r"docProps/.*|meta\.xml|Thumbnails/.*|word/people\.xml|customXml/.*", re.IGNORECASE)
EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "meta.xml": b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
}
AUTHORS = re.compile(rb'(\bw(?:1[0-9])?:(?:author|initials|userId|providerId)=")[^"]*(")')
CREATORS = re.compile(
    rb"(<(dc:creator|meta:creator-initials|meta:initial-creator|text:author-name|text:author-initials|text:sender-[a-z-]+|text:initial-creator"
    rb"|text:creator)\b[^>/]*>)[^<]*(</\2>)"
)
PNG_TELLING = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def cleaned(content: bytes, content_type: str) -> bytes:
    """Return the file without what says who made it; raises Unreadable where that fails."""
    return run_apart("workspace.files.cleaning", content, content_type)


def clean(content: bytes, content_type: str) -> bytes:
    """Do it here; may raise, hang or crash, whatever its parser does."""
    return CLEANERS[content_type](content)


def _pdf(content: bytes) -> bytes:
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(content) as original, pypdfium2.PdfDocument.new() as copy:
        wanted = range(min(len(original), MOST_PAGES))
        # Comments go before the pages are copied: taken off the copy, they would stay in the file with nothing that leads to them.
        for page in (original[number] for number in wanted):
            for place in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
                raw.FPDFPage_RemoveAnnot(page, place)
        # Only pages are taken over: properties, attachments, bookmarks and forms belong to the document.
        copy.import_pages(original, list(wanted))
        out = io.BytesIO()
        copy.save(out)
    return out.getvalue()


def _document(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as original, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in original.infolist():
            if member.file_size > MOST_UNPACKED:
                raise ValueError("unpacks to more than a document holds")
            # A new entry: the old one remembers when and on which system it was written.
            stripped = _member(member.filename, original.read(member))
            entry = zipfile.ZipInfo(member.filename)
            entry.compress_type = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            copy.writestr(entry, stripped)
    return out.getvalue()


def _member(name: str, content: bytes) -> bytes:
    if TELLING.fullmatch(name) and not name.endswith(".rels"):
        return EMPTY.get(name, b"<empty/>" if name.endswith(".xml") else b"")
    if name.endswith(".xml"):
        return CREATORS.sub(rb"\1\3", AUTHORS.sub(rb"\1\2", content))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    return _jpeg(content) if content.startswith(b"\xff\xd8\xff") else content


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        kind = content[at + 4 : at + 8]
        if kind not in PNG_TELLING:
            kept.append(content[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            break
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes:
    """Drop what is written before the picture itself: EXIF, XMP, IPTC, comments. What a picture needs to be drawn stays."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:  # from here on it is the picture
            break
        size = int.from_bytes(content[at + 2 : at + 4])
        # APP0 holds the density, APP2 the colours, APP14 how colours were turned into numbers.
        is_telling = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in {0xE2, 0xEE})
        if not is_telling:
            kept.append(content[at : at + 2 + size])
        at += 2 + size
    end = content.rfind(b"\xff\xd9")
    # Behind its end some telephones keep a second picture.
    return b"".join([*kept, content[at : end + 2 if end > at else len(content)]])


def _plain(content: bytes) -> bytes:
    return content


CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    PDF: _pdf,
    DOCX: _document,
    ODT: _document,
    PNG: _png,
    JPEG: _jpeg,
    TEXT: _plain,
}


def main() -> None:
    """Read standard input within limits, and write the cleaned file to standard output."""
    limited()
    sys.stdout.buffer.write(clean(sys.stdin.buffer.read(), sys.argv[1]))


if __name__ == "__main__":
    main()
