"""Bring database, static files and demo data to what this version needs; run by the supervisor before anything else."""

import contextlib
import hashlib
import io
import json
import os
import pathlib
import sys
import time
from collections.abc import Iterator

from config.local.embedded_postgres import EmbeddedPostgres
from config.local.places import ROOT, state_directory

NOTE = "prepared.json"


def main() -> None:
    """Migrate, collect static files and load demo data where needed; note what for, and how to sign in."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    migrate()
    load_catalogue()
    load_demo()
    collect_static()
    note = {"state": current_state(), "sign_ins": sign_ins()}
    (state_directory() / NOTE).write_text(json.dumps(note))


def prepared_sign_ins() -> str | None:
    """Return how to sign in if everything is prepared already, without loading Django to find out; None if not."""
    try:
        note = json.loads((state_directory() / NOTE).read_text())
    except (OSError, ValueError):
        return None
    return note["sign_ins"] if note["state"] and note["state"] == current_state() else None


def current_state() -> str:
    """Return what changes when there may be something to prepare; nothing where only the database can tell."""
    try:
        # The first eight bytes tell one database cluster from all others.
        cluster = (state_directory() / "postgres" / "global" / "pg_control").read_bytes()[:8]
    except OSError:
        return ""
    static_root = pathlib.Path(os.environ.get("STATIC_ROOT") or ROOT / "staticfiles")
    if os.environ["DATABASE_URL"] != EmbeddedPostgres(state_directory()).url():
        return ""
    if not (static_root / "staticfiles.json").exists():
        return ""
    digest = hashlib.sha256(cluster + f"{static_root} {os.environ.get('STATICFILES_BACKEND')}".encode())
    named = [ROOT / name for name in ("uv.lock", "package-lock.json", "config/settings.py", "config/vendored.py")]
    patterns = ("*/migrations/*.py", "*/catalogue/*", "static/**/*")
    for file in (*named, *(file for pattern in patterns for file in sorted(ROOT.glob(pattern)))):
        found = file.stat()
        digest.update(f"{file} {found.st_size} {found.st_mtime_ns}".encode())
    return digest.hexdigest()


def migrate() -> None:
    """Apply the migrations that the database lacks; a new one is made from the models."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from config.local.fresh_schema import create_schema, is_empty

    if is_empty():
        with progress("Preparing the database"):
            create_schema()
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with progress("Preparing the database"):
            call_command("migrate", verbosity=0, interactive=False)


def collect_static() -> None:
    """Gather styles, scripts and icons where the web server looks for them."""
    from django.core.management import call_command

    with progress("Collecting styles and scripts"):
        call_command("collectstatic", verbosity=0, interactive=False)


def load_catalogue() -> None:
    """Load profiles, competencies, kits and all else that ships as data; what was edited here is kept."""
    from django.core.management import call_command

    with progress("Loading what is shipped as data"):
        call_command("load_catalogue", stdout=io.StringIO())


def load_demo() -> None:
    """Fill an empty database with the demo organisation, once; DEMO=0 leaves it empty, and so does being reached over HTTPS."""
    from django.conf import settings
    from django.core.management import call_command

    if anybody() or settings.HTTPS or os.environ.get("DEMO", "1") in {"0", "no", "false"}:
        return
    with progress("Loading the demo organisation"):
        call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())


def sign_ins() -> str:
    """Return one sign-in per persona of the demo, or how to make the first account."""
    from django.core.management import call_command

    from config.demo.loading import demo_staff

    if not anybody():
        return "Nobody can sign in yet. Make the first account: .venv/bin/python manage.py createsuperuser"
    if not demo_staff():  # the command would load it, beside people who are real
        return ""
    output = io.StringIO()
    call_command("load_demo", show_sign_ins=True, stdout=output)
    return output.getvalue()


def anybody() -> bool:
    """Tell whether there is any account."""
    from django.contrib.auth import get_user_model

    return get_user_model().objects.exists()


@contextlib.contextmanager
def progress(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    began = time.monotonic()
    sys.stderr.write(f"  {what} …")
    sys.stderr.flush()
    yield
    sys.stderr.write(f" {time.monotonic() - began:.1f} s\n")


if __name__ == "__main__":
    main()
