import datetime as dt
import io
import pathlib
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from candidates.models import Candidate, CandidateFile
from candidates.people import records
from candidates.people.refusals import CandidateError
from tests import factories
from workspace.files.actions import clean_file_name, discard_bytes, forget_file
from workspace.files.refusals import UploadRefused
from workspace.files.sniff import DOCX, JPEG, ODT, PDF, PNG, TEXT, sniff
from workspace.files.tasks import keep_text, read_text, sweep
from workspace.files.text import Unreadable, text_of
from workspace.models import Activity, StoredFile


def pdf(words="Elin Vasquez grasps transparent objects"):
    """The smallest PDF with a line of text, offsets left for the reader to rebuild."""
    stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ).encode()


def word(words="Elin reimplements diffusion policies"):
    document = docx.Document()
    document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return out.getvalue()


def open_document(words="Elin writes loaders"):
    namespace = "urn:oasis:names:tc:opendocument:xmlns:"
    body = f"<text:h>CV</text:h><text:p>Elin <text:span>writes<text:tab/>data</text:span> {words}</text:p>"
    content = f'<o:document-content xmlns:o="{namespace}office:1.0" xmlns:text="{namespace}text:1.0">{body}</o:document-content>'
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def locked(content):
    """Set the bit that says a member is encrypted, in the archive's list."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 8] + bytes([content[at + 8] | 1]) + content[at + 9 :]


BOMB = archive({"[Content_Types].xml": "", "word/document.xml": b"\0" * 120_000_000})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), PDF),
        (word(), DOCX),
        (open_document(), ODT),
        (b"plain words\n", TEXT),
        ("Grüße".encode("utf-16"), TEXT),
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0....", JPEG),
    ],
)
def test_sniff_knows_the_accepted_kinds_by_their_bytes(content, kind):
    assert sniff(content) == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03", "not accepted"),
        (b"\x7fELF\x02\x01", "not accepted"),
        (b"GIF89a\x01\x00\x01\x00\x00", "not accepted"),
        (archive({"a.txt": "x"}), "Archives are not accepted"),
        (archive({"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": ""}), "macros"),
        (b"PK\x03\x04 broken", "broken"),
        (BOMB, "unpacks to far more"),
        (b"words with \x00 a zero byte", "not accepted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"{\\rtf1 hello}", "rich text"),
        (pdf() + archive({"a.txt": "x"}), "archive hidden"),
        (b"\xff\xd8\xff\xe0 picture" + archive({"a.js": "x"}), "archive hidden"),
        (b"\x89PNG\r\n\x1a\n" + pdf(), "two kinds"),
        (b"A letter.\n" + pdf(), "two kinds"),
        (
            archive({"a.pdf": pdf(), "word/document.xml": "", "[Content_Types].xml": ""}, zipfile.ZIP_STORED),
            "two kinds",
        ),
        (b"PK\x03\x04 in front " + word(), "in front"),
        (locked(open_document()), "password"),
    ],
)
def test_sniff_refuses_everything_else_and_says_what_to_send(content, said):
    with pytest.raises(UploadRefused, match=said):
        sniff(content)


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\elin\\cv.pdf.exe", PDF, "cv.pdf.pdf"),
        ("cv\u202efdp.exe", PDF, "cvfdp.pdf"),
        ("<script>.pdf", PDF, "script.pdf"),
        ("", PDF, "file.pdf"),
        ("x" * 500 + ".docx", DOCX, "x" * 120 + ".docx"),
    ],
)
def test_a_file_name_keeps_neither_path_nor_a_false_ending(name, kind, clean):
    assert clean_file_name(name, kind) == clean


@pytest.fixture
def candidate(role):
    return factories.ApplicationFactory(role=role, candidate__name="Elin Vasquez").candidate


@pytest.fixture
def upload(candidate, recruiter, sign_in, django_capture_on_commit_callbacks):
    """Return a function that uploads bytes as the recruiter and runs what follows the commit."""

    def send(content, name="cv.pdf", **fields):
        url = reverse("candidates:upload", args=[candidate.uuid])
        data = {"file": SimpleUploadedFile(name, content), "kind": "cv", "audience": "everyone"} | fields
        return sign_in(recruiter).post(url, data)

    return send


@pytest.mark.parametrize(
    ("content", "words"),
    [(pdf(), "transparent"), (word(), "diffusion"), (open_document(), "loaders"), (b"I like loss curves", "curves")],
)
def test_an_uploaded_file_is_found_by_its_words(upload, candidate, content, words):
    assert upload(content).status_code == 302
    file = StoredFile.objects.get()

    assert [read_text(file.pk), read_text(file.pk)] == ["read", "read"]
    assert list(Candidate.objects.matching(words)) == [candidate]


def test_a_broken_pdf_is_kept_and_said_to_be_unreadable(upload):
    upload(b"%PDF-1.4 but nothing follows")

    assert read_text(StoredFile.objects.get().pk) == "failed"
    with StoredFile.objects.get().content.open("rb") as kept:
        assert kept.read().startswith(b"%PDF")


def test_reading_a_file_that_is_gone_is_no_accident(db):
    assert read_text(0) == "gone"


@pytest.mark.parametrize(("content", "name"), [(b"MZ\x90\x00\x03", "cv.pdf"), (BOMB, "cv.docx"), (b"", "cv.pdf")])
def test_a_refused_upload_says_why_and_stores_nothing(upload, content, name):
    response = upload(content, name)

    assert response.status_code == 422
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 3 * 1024 * 1024, 19 * 1024 * 1024])
def test_a_file_that_is_too_large_never_reaches_the_disk_and_the_form_is_kept(upload, settings, size):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024

    response = upload(b"%PDF-" + b"x" * size, kind="work_sample")

    assert response.status_code == 422
    assert "larger than 1 MB" in response.text
    assert '<option value="work_sample" selected>' in response.text
    assert StoredFile.objects.count() == 0


def test_many_files_in_one_request_are_limited_together(recruiter, candidate, sign_in, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    files = [SimpleUploadedFile(f"{n}.txt", b"x" * 900_000) for n in range(5)]

    response = sign_in(recruiter).post(
        reverse("candidates:upload", args=[candidate.uuid]), {"file": files, "kind": "cv"}
    )

    assert response.status_code == 422
    assert "larger than 1 MB" in response.text


def test_a_hopeless_upload_is_not_read_to_its_end(upload, settings):
    settings.MAX_UPLOAD_BYTES = 10_000

    response = upload(b"%PDF-" + b"x" * 3_000_000)

    assert response.status_code == 422
    assert "No file arrived" in response.text


def stored_paths(settings):
    return [path for path in pathlib.Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_whose_record_is_out_of_use_leaves_no_bytes(candidate, recruiter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Candidate.objects.filter(pk=candidate.pk).update(merged_into=factories.CandidateFactory())

    with pytest.raises(CandidateError):
        records.add_file(
            candidate=candidate,
            upload=SimpleUploadedFile("cv.txt", b"words"),
            kind="cv",
            audience="everyone",
            by=recruiter,
        )

    assert stored_paths(settings) == []
    assert StoredFile.objects.count() == 0


def test_a_forgotten_file_loses_its_words_at_once_and_its_bytes_after_the_commit(
    upload, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    upload(b"words of a CV", "elin.txt")
    CandidateFile.objects.all().delete()

    with django_capture_on_commit_callbacks() as after_commit:
        forget_file(StoredFile.objects.get())
    row = StoredFile.objects.get()
    assert (row.name, row.text, row.sha256, len(stored_paths(settings))) == ("", "", "", 1)
    for callback in after_commit:
        callback()

    assert (StoredFile.objects.count(), stored_paths(settings)) == (0, [])


def test_the_sweeper_finishes_what_was_interrupted(upload, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload(b"words of a CV", "elin.txt")
    upload(b"words of a letter", "letter.txt")
    CandidateFile.objects.filter(file__name="elin.txt").delete()
    forget_file(StoredFile.objects.get(name="elin.txt"))
    StoredFile.objects.update(created_at=timezone.now() - dt.timedelta(hours=1))

    assert [sweep(), sweep()] == [(1, 1), (0, 1)]  # the letter waits for the worker, and is asked for again
    assert len(stored_paths(settings)) == 1


def test_reading_a_file_that_was_forgotten_meanwhile_brings_nothing_back(upload):
    upload(b"words of a CV", "elin.txt")
    file = StoredFile.objects.get()
    CandidateFile.objects.all().delete()
    forget_file(file)

    assert keep_text(file, "words of a CV", "read") == "no_text"
    assert StoredFile.objects.get().text == ""


def test_a_missing_file_is_said_to_be_unreadable(upload):
    upload(b"words")
    file = StoredFile.objects.get()
    discard_bytes(file)

    assert [read_text(file.pk), read_text(file.pk)] == ["failed", "failed"]


def test_a_document_that_takes_too_long_is_given_up():
    with pytest.raises(Unreadable, match="longer than"):
        text_of(pdf(), PDF, seconds=0.01)


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def test_a_bomb_of_entities_does_not_go_off():
    content = f'<!DOCTYPE d [<!ENTITY e0 "elin">{ENTITIES}]><d><p>&e9;</p></d>'
    document = archive({"mimetype": ODT, "content.xml": content})

    with pytest.raises(Unreadable):
        text_of(document, sniff(document))


def test_an_entity_does_not_read_our_files():
    content = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d><p>before &e; after</p></d>'

    assert "root" not in text_of(archive({"mimetype": ODT, "content.xml": content}), ODT)


def test_the_reading_process_sees_no_secret(monkeypatch):
    seen = {}
    monkeypatch.setattr("workspace.files.text.subprocess.run", lambda *_, env, **__: seen.update(env) or 1 / 0)

    with pytest.raises(ZeroDivisionError):
        text_of(b"x", TEXT)

    assert seen.keys() == {"PATH", "PYTHONPATH", "PYTHONIOENCODING"}


def test_bytes_lie_outside_the_web_root_under_a_name_by_chance(upload, settings):
    upload(pdf(), "elin-vasquez.pdf")
    path = StoredFile.objects.get().content.path

    assert "elin" not in path
    assert path.startswith(str(settings.MEDIA_ROOT))
    assert not path.startswith((str(settings.STATIC_ROOT), str(settings.BASE_DIR / "static")))


def fetch(client, url):
    """Get a file to its end, and let go of it."""
    response = client.get(url)
    if response.streaming:
        response.getvalue()
    return response


def test_a_file_goes_only_to_who_may_see_the_candidate(
    upload, admin, recruiter, hiring_manager, stranger, interviewer, sign_in, client
):
    upload(pdf())
    url = reverse("candidates:file", args=[CandidateFile.objects.get().uuid])

    answers = [
        fetch(sign_in(user), url).status_code for user in (admin, recruiter, hiring_manager, stranger, interviewer)
    ]

    assert answers == [200, 200, 200, 404, 404]
    assert client.get(url).status_code == 302


def test_a_file_for_recruiters_is_not_for_the_hiring_manager(upload, hiring_manager, sign_in):
    upload(b"salary: secretword", "offer.txt", audience="recruiting")
    read_text(StoredFile.objects.get().pk)
    url = reverse("candidates:file", args=[CandidateFile.objects.get().uuid])

    assert sign_in(hiring_manager).get(url).status_code == 404
    assert list(Candidate.objects.matching("secretword")) == []


def test_ids_walked_from_a_file_url_harvest_nothing(upload, stranger, sign_in):
    upload(pdf())
    attached = CandidateFile.objects.get()
    client = sign_in(stranger)

    guesses = [
        str(attached.pk),
        str(attached.file.pk),
        str(attached.file.uuid),
        str(attached.candidate.uuid),
        attached.file.content.name,
    ]

    assert {client.get(f"/candidates/files/{guess}/").status_code for guess in guesses} == {404}
    assert {
        client.get(f"/{prefix}/{attached.file.content.name}").status_code for prefix in ("media", "files", "static")
    } == {404}


def test_a_handed_out_file_cannot_run_in_the_page_and_leaves_a_trace(upload, recruiter, sign_in):
    upload(b"<html><script>alert(1)</script>", "page.html")
    url = reverse("candidates:file", args=[CandidateFile.objects.get().uuid])

    response = fetch(sign_in(recruiter), url)

    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"] == 'attachment; filename="page.txt"'
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert Activity.objects.filter(is_view=True, subject_kind="candidatefile").count() == 1
