"""The backup file: a tar with the database's dump, every stored file and a list of both with their checksums."""

import contextlib
import dataclasses
import datetime
import hashlib
import io
import json
import pathlib
import tarfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

FORMAT = 1
LIST = "contents.json"
DUMP = "database.dump"
FILES = "files/"
CHUNK = 1024 * 1024


class BrokenArchive(Exception):
    """The backup file cannot be trusted; the message says why."""


@dataclasses.dataclass(frozen=True)
class Contents:
    """What a backup holds: when it was made, which migrations its database has, and a checksum for each part."""

    made_at: str
    migrations: list[str]
    checksums: dict[str, str]
    format: int = FORMAT

    @property
    def files(self) -> list[str]:
        """The stored files' names."""
        return [name.removeprefix(FILES) for name in self.checksums if name.startswith(FILES)]


def write_archive(
    target: pathlib.Path,
    *,
    dump: pathlib.Path,
    files: Iterable[tuple[str, IO[bytes]]],
    migrations: list[str],
    made_at: datetime.datetime,
) -> Contents:
    """Write a backup file; it carries its real name only once it is whole."""
    partial = target.with_name(f"{target.name}.partial")
    checksums: dict[str, str] = {}
    try:
        with tarfile.open(partial, "w") as archive:
            with dump.open("rb") as content:
                checksums[DUMP] = _add(archive, DUMP, content)
            for name, stored in files:
                checksums[FILES + name] = _add(archive, FILES + name, stored)
            contents = Contents(made_at.isoformat(), sorted(migrations), checksums)
            _add(archive, LIST, io.BytesIO(json.dumps(dataclasses.asdict(contents)).encode()))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return contents


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    member = tarfile.TarInfo(name)
    member.mode = 0o600
    member.size = content.seek(0, io.SEEK_END)
    content.seek(0)
    reader = _Summing(content)
    archive.addfile(member, reader)  # type: ignore[arg-type]
    return reader.digest.hexdigest()


class _Summing:
    """Reads a file and sums up what was read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self._content.read(size)
        self.digest.update(data)
        return data


@contextlib.contextmanager
def open_archive(source: pathlib.Path) -> Iterator["Archive"]:
    """Open a backup file for reading."""
    try:
        with tarfile.open(source, "r:") as archive:
            yield Archive(archive)
    except tarfile.TarError as error:
        raise BrokenArchive(f"{source} is not a whole backup file: {error}") from error


class Archive:
    """A backup file that is open."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.contents = self._read_contents()

    def check(self) -> None:
        """Compare every part with its checksum, before anything is replaced by it."""
        for name, wanted in self.contents.checksums.items():
            digest = hashlib.sha256()
            with self.open(name) as content:
                while data := content.read(CHUNK):
                    digest.update(data)
            if digest.hexdigest() != wanted:
                raise BrokenArchive(f"{name} in the backup file is damaged")

    def open(self, name: str) -> IO[bytes]:
        """Open one part."""
        try:
            content = self._archive.extractfile(name)
        except KeyError:
            content = None
        if content is None:
            raise BrokenArchive(f"{name} is missing from the backup file")
        return content

    def _read_contents(self) -> Contents:
        try:
            with self.open(LIST) as content:
                said: dict[str, Any] = json.loads(content.read())
            contents = Contents(**said)
        except (ValueError, TypeError) as error:
            raise BrokenArchive("the backup file's list of contents cannot be read") from error
        if contents.format != FORMAT:
            raise BrokenArchive(f"the backup file has format {contents.format}; this version reads {FORMAT}")
        if any(".." in pathlib.PurePosixPath(name).parts or name.startswith("/") for name in contents.files):
            raise BrokenArchive("the backup file names files outside the store")
        return contents
