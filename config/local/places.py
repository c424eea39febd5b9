"""Where one machine keeps its state, and the locks that let several processes share it."""

import contextlib
import errno
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import tempfile
from collections.abc import Iterator

from config.local.trouble import Trouble

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A unix socket's path fits 107 bytes; ".s.PGSQL.5432" and a separator take 14 of them.
LONGEST_SOCKET_DIRECTORY = 90
# Anything else would have to be quoted differently by libpq, redis-py and kombu.
PLAIN = re.compile(r"[A-Za-z0-9_./-]+")
ROOM_NEEDED = 200 * 1024 * 1024


def state_directory() -> pathlib.Path:
    """Return the folder that holds data, sockets and logs: STRONGSUIT_STATE, or `.local` beside manage.py."""
    return pathlib.Path(os.environ.get("STRONGSUIT_STATE") or ROOT / ".local").absolute()


def make_directory(path: pathlib.Path, *, mode: int = 0o755) -> pathlib.Path:
    """Make a folder and its parents, or say plainly why that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise explain_os_error(error, path) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise _not_ours(path)
    return path


def check_room(path: pathlib.Path, *, needed: int = ROOM_NEEDED) -> None:
    """Refuse to start on a disk that is about to run full."""
    free = shutil.disk_usage(path).free
    if free < needed:
        raise disk_full(path, free)


def disk_full(path: pathlib.Path, free: int | None = None) -> Trouble:
    """Return the trouble of a full disk under `path`."""
    left = shutil.disk_usage(path).free if free is None else free
    return Trouble(
        f"The disk that holds {path} is full: {left // 2**20} MiB are free, {ROOM_NEEDED // 2**20} MiB are needed.",
        remedy="Free some space and start again, or set STRONGSUIT_STATE to a folder elsewhere. No data was lost.",
    )


def explain_os_error(error: OSError, path: pathlib.Path) -> Trouble:
    """Turn an error of the operating system into one a person can act on."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(nearest_existing(path))
    if error.errno in {errno.EACCES, errno.EPERM}:
        return _not_ours(nearest_existing(path))
    return Trouble(f"{path} cannot be used: {error.strerror}.", remedy="Set STRONGSUIT_STATE to another folder.")


def nearest_existing(path: pathlib.Path) -> pathlib.Path:
    """Return `path`, or the nearest of its parents that exists."""
    return next(place for place in (path, *path.parents) if place.exists())


def _not_ours(path: pathlib.Path) -> Trouble:
    import getpass

    return Trouble(
        f"{getpass.getuser()} may not write to {path}, which belongs to {path.owner()}.",
        remedy=f"Start it as {path.owner()}, or give the folder away: sudo chown -R {getpass.getuser()} '{path}'",
    )


def socket_directory(home: pathlib.Path) -> pathlib.Path:
    """Return where a server that lives in `home` puts its socket: there, or in a short folder."""
    if len(os.fsencode(home)) <= LONGEST_SOCKET_DIRECTORY and PLAIN.fullmatch(str(home)):
        return home
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    for base in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if base and len(base) + 30 <= LONGEST_SOCKET_DIRECTORY and PLAIN.fullmatch(base) and os.access(base, os.W_OK):
            return pathlib.Path(base) / f"strongsuit-{digest}"
    raise Trouble(
        f"The path {home} is too long for a unix socket, and there is no short folder for temporary files.",
        remedy="Set STRONGSUIT_STATE to a folder with a shorter path.",
    )


def claim_directory(path: pathlib.Path, owner: int) -> None:
    """Make `path` a private folder of `owner`; refuse one that somebody else put there first."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    if path.is_symlink() or found.st_uid not in {owner, os.geteuid()}:
        raise Trouble(
            f"{path} belongs to someone else.", remedy="Remove it, or set STRONGSUIT_STATE to another folder."
        )
    path.chmod(0o700)
    if found.st_uid != owner:
        os.chown(path, owner, -1)


@contextlib.contextmanager
def locked(path: pathlib.Path) -> Iterator[None]:
    """Hold an exclusive lock between processes; it falls with the process that holds it."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise explain_os_error(error, path) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
