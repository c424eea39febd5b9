"""How uploads are received: counted as they stream in, so that a huge one never reaches the disk and the form around it is kept."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

# Beyond this many times the limit, reading on would only serve who sends it.
HOPELESS = 20


class TooLarge(UploadedFile):
    """Stands in for a file whose bytes were dropped: it has a name and a size, and nothing to read."""

    def read(self, *_: Any) -> bytes:
        return b""


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Takes what does not fit in memory to a temporary file, up to the limit; swallows the rest, and the file with it."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0
        self.most = settings.MAX_UPLOAD_BYTES
        self.is_hopeless = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.is_hopeless = content_length > HOPELESS * self.most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.is_hopeless:
            raise StopUpload(connection_reset=True)
        super().new_file(*args, **kwargs)
        self.size = 0

    @property
    def is_too_much(self) -> bool:
        """Whether this file is over the limit, or all files of this request together are over twice that."""
        return self.size > self.most or self.received > 2 * self.most

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        self.received += len(raw_data)
        if not self.is_too_much:
            super().receive_data_chunk(raw_data, start)
        elif not self.file.closed:
            self.file.close()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_too_much:
            return super().file_complete(file_size)
        return TooLarge(name=self.file_name, content_type=self.content_type, size=max(self.size, self.most + 1))
