import io

import pytest
from django.core.files.uploadhandler import FileUploadHandler

pytestmark = pytest.mark.django_db


class Told(FileUploadHandler):
    """Counts the bytes that arrive."""

    received = 0

    def receive_data_chunk(self, raw_data, start):
        Told.received += len(raw_data)

    def file_complete(self, file_size):
        return None


def test_a_hundred_megabytes_are_turned_away_before_they_are_read(recruiter, sign_in, settings):
    settings.FILE_UPLOAD_HANDLERS = [f"{Told.__module__}.{Told.__name__}"]
    Told.received = 0

    response = sign_in(recruiter).post("/candidates/import/", {"file": io.BytesIO(b"x" * 100_000_000)})

    assert response.status_code == 413
    assert "10 MB at most" in response.content.decode()
    assert response["Connection"] == "close"
    assert Told.received == 0


def test_a_strange_announcement_is_no_error(client):
    assert client.post("/accounts/login/", headers={"content-length": "x"}).status_code < 500
