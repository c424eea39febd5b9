"""What a file really is, from its bytes. What the browser calls it is never asked."""

import io
import zipfile

from workspace.files.refusals import UploadRefused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
TEXT = "text/plain"
PNG = "image/png"
JPEG = "image/jpeg"
ZIP = "application/zip"

ACCEPTED = "Send a PDF, a Word or OpenDocument text (.docx, .odt), a plain text, a PNG or a JPEG."
# A document of ten megabytes does not unpack to a hundred; a bomb does.
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 200
MOST_MEMBERS = 5_000
PDF_HEADER_WITHIN = 1024  # readers accept a PDF that begins this late, so no other kind may hold one there

OLD_KINDS = {
    b"\xd0\xcf\x11\xe0": "This is a document of an old Word. Save it as .docx or PDF and send that.",
    b"{\\rtf": "This is a rich text file. Save it as PDF and send that.",
    b"%!PS": "This is a PostScript file. Save it as PDF and send that.",
}


def sniff(content: bytes, *, archives: bool = False) -> str:
    """Return the content type of a whole file; raises UploadRefused for everything that is not exactly one of the accepted kinds.

    `archives`: whether a zip archive of files is one of them.
    """
    if not content:
        raise UploadRefused("The file is empty.")
    kind = _kind_of(content, archives)
    if kind != PDF and b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        raise UploadRefused(f"This file is two kinds of file at once. {ACCEPTED}")
    if kind in {PDF, PNG, JPEG, TEXT} and zipfile.is_zipfile(io.BytesIO(content)):
        raise UploadRefused(f"There is an archive hidden in this file. {ACCEPTED}")
    return kind


def _kind_of(content: bytes, archives: bool) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return _packed(content, archives)
    for beginning, advice in OLD_KINDS.items():
        if content.startswith(beginning):
            raise UploadRefused(advice)
    if is_text(content):
        return TEXT
    raise UploadRefused(f"This kind of file is not accepted. {ACCEPTED}")


def _packed(content: bytes, archives: bool) -> str:
    """Tell a Word or OpenDocument text from other archives, without unpacking more than its list of members."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            mimetype = _mimetype(archive)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UploadRefused(f"This archive is broken. {ACCEPTED}") from error
    names = {member.filename for member in members}
    is_word = {"word/document.xml", "[Content_Types].xml"} <= names
    is_archive = not is_word and not (mimetype == ODT and "content.xml" in names)
    if is_archive and not archives:
        raise UploadRefused(f"Archives are not accepted. {ACCEPTED}")
    if any(name.endswith(("vbaProject.bin", "vbaData.xml")) or name.startswith("Basic/") for name in names):
        raise UploadRefused("Documents with macros are not accepted. Save it without macros, or as PDF.")
    if any(member.flag_bits & 1 for member in members):
        raise UploadRefused("This file is locked with a password. Save it without one and send that.")
    if min(member.header_offset for member in members) != 0:
        raise UploadRefused(f"There is something in front of this file. {ACCEPTED}")
    # Members may overlap in the file; the sum of what each unpacks to counts them all the same.
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content):
        raise UploadRefused("This file unpacks to far more than a document holds, so it was not opened.")
    if is_archive:
        return ZIP
    return DOCX if is_word else ODT


def _mimetype(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist() or archive.getinfo("mimetype").file_size > 200:
        return ""
    return archive.read("mimetype").decode("ascii", errors="replace").strip()


def is_text(content: bytes) -> bool:
    """Whether it reads as text: UTF-8 or UTF-16 with its mark, without control characters."""
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8")
    except UnicodeDecodeError:
        return False
    return not any((ord(c) < 32 and c not in "\t\n\r\f") or c == "\x7f" for c in text)
