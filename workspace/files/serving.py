"""Handing a stored file out. Whoever calls has asked whether it may be had, and puts it on record."""

from django.http import FileResponse

from workspace.files.models import StoredFile
from workspace.files.sniff import PDF


def handed_out(file: StoredFile, name: str) -> FileResponse:
    """Return a file under this name: a browser shows a PDF in a sandbox and downloads everything else."""
    response = FileResponse(
        file.content.open("rb"), as_attachment=file.content_type != PDF, filename=name, content_type=file.content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
