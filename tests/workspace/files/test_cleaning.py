import io
import zipfile
import zlib

import docx
import pypdfium2
import pytest

from workspace.files.cleaning import clean, cleaned
from workspace.files.pictures import count, unread_in
from workspace.files.refusals import UploadRefused
from workspace.files.sniff import DOCX, JPEG, ODT, PDF, PNG, TEXT, ZIP, sniff
from workspace.files.text import MOST_PAGES, Unreadable, read, text_of


def pdf(words, author):
    """A PDF of one page, with an author in its properties and one in a comment."""
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Annots [6 0 R]"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (%s) /Contents (mine) >>" % author.encode(),
        b"<< /Author (%s) /Title (%s) /Producer (the laptop of %s) >>" % ((author.encode(),) * 3),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def word_document(words, author):
    document = docx.Document()
    document.add_paragraph(words)
    document.core_properties.author = author
    document.core_properties.last_modified_by = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


# Words of a page with a picture of one pixel between them.
WITH_PICTURE = (
    "Noise helps) Tj ET q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID A EI Q BT /F1 12 Tf 20 80 Td (a little"
)


def word_document_with_header(words, header):
    document = docx.Document()
    document.add_paragraph(words)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_document_with_picture():
    document = docx.Document()
    document.add_picture(io.BytesIO(pixel()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pixel():
    def chunk(kind, data):
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = (1).to_bytes(4) * 2 + bytes([8, 0, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind", "unread"),
    [
        (pdf("Noise helps a little", "Ada"), PDF, 0),
        (pdf(WITH_PICTURE, "Ada"), PDF, 1),
        (word_document("Noise helps", "Ada"), DOCX, 0),
        (word_document_with_picture(), DOCX, 1),
        (packed(**{"content.xml": b"<a/>", "Pictures__1.png": b"x"}), ODT, 1),
        (pixel(), PNG, 1),
        (b"Noise helps", TEXT, 0),
    ],
    ids=["pdf", "pdf with a picture", "word", "word with a picture", "odt with a picture", "png", "text"],
)
def test_what_nobody_reads_in_a_file_is_counted(content, kind, unread):
    assert unread_in(content, kind) == unread


def test_pages_past_those_that_are_read_are_counted():
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(MOST_PAGES + 3):
            document.new_page(100, 100)
        out = io.BytesIO()
        document.save(out)

    assert count(out.getvalue(), PDF) == 3


def test_heads_of_pages_are_read():
    document = word_document_with_header("Noise helps a little", "Ada Lovelace, Analytical Engines")
    styles = b'<o xmlns:text="urn:t"><text:p>Ada Lovelace</text:p></o>'
    opened = packed(**{"content.xml": b'<o xmlns:text="urn:t"><text:p>Noise</text:p></o>', "styles.xml": styles})

    assert read(document, DOCX) == "Noise helps a little\nAda Lovelace, Analytical Engines"
    assert read(opened, ODT) == "Noise\nAda Lovelace"


def test_a_pdf_loses_its_properties_and_comments_and_keeps_its_words():
    before = pdf("Noise helps a little", "Ada Lovelace")
    assert pypdfium2.PdfDocument(before).get_metadata_dict()["Author"] == "Ada Lovelace"

    after = cleaned(before, PDF)

    assert sniff(after) == PDF
    assert b"Lovelace" not in after
    assert "Lovelace" not in str(pypdfium2.PdfDocument(after).get_metadata_dict())
    assert read(after, PDF) == "Noise helps a little"


def test_a_word_document_loses_its_properties_and_keeps_its_words():
    after = cleaned(word_document("Noise helps a little", "Ada Lovelace"), DOCX)

    assert sniff(after) == DOCX
    document = docx.Document(io.BytesIO(after))
    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("", "")
    assert read(after, DOCX) == "Noise helps a little"


def test_authors_of_changes_and_comments_go():
    body = b'<w:ins w:id="1" w:author="Ada Lovelace" w:date="2026-01-01T00:00:00Z"/><w15:person w15:author="Ada"/>'
    before = packed(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": body, "word__people.xml": b"Ada"})

    with zipfile.ZipFile(io.BytesIO(clean(before, DOCX))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())

    assert b"Ada" not in everything
    assert b'w:author=""' in everything


def test_an_opendocument_text_loses_its_creators():
    body = b"<text:p>Words</text:p><office:annotation><dc:creator>Ada</dc:creator></office:annotation>"
    meta = b"<meta:initial-creator>Ada</meta:initial-creator>"
    before = packed(mimetype=ODT, **{"content.xml": body, "meta.xml": meta})

    after = clean(before, ODT)

    assert sniff(after) == ODT
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert b"Ada" not in b"".join(archive.read(name) for name in archive.namelist())
        assert archive.read("content.xml").startswith(b"<text:p>Words</text:p>")


def test_a_picture_loses_what_the_camera_wrote():
    exif = b"\xff\xe1\x00\x10Exif\x00\x00Ada-----"
    comment = b"\xff\xfe\x00\x05Ada"
    density = b"\xff\xe0\x00\x07JFIF\x00"
    drawn = b"\xff\xda\x00\x04\x00\x00picture\xff\xd9"
    chunk = b"\x00\x00\x00\x03tEXtAda----"
    end = b"\x00\x00\x00\x00IEND----"

    assert clean(b"\xff\xd8" + density + exif + comment + drawn + b"Ada", JPEG) == b"\xff\xd8" + density + drawn
    assert clean(b"\x89PNG\r\n\x1a\n" + chunk + end, PNG) == b"\x89PNG\r\n\x1a\n" + end


def test_what_cannot_be_opened_is_said():
    with pytest.raises(Unreadable):
        cleaned(b"%PDF-1.4 and nothing else", PDF)


def test_an_archive_is_taken_only_where_archives_are():
    archive = packed(**{"solve.py": b"print(1)"})

    assert sniff(archive, archives=True) == ZIP
    with pytest.raises(UploadRefused, match="Archives are not accepted"):
        sniff(archive)


def test_an_archive_is_listed_and_its_texts_shown_without_its_history():
    archive = packed(**{"solve.py": b"print(1)", "weights.bin": b"\x00\x01", ".git__config": b"Ada <ada@mail.example>"})

    text = text_of(archive, ZIP)

    assert text.splitlines() == ["solve.py  (8 bytes)", "weights.bin  (2 bytes)", "", "=== solve.py", "print(1)"]
