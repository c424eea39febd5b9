"""The settings that one machine needs where nobody has set them: `make run` and manage.py agree on them."""

import contextlib
import os
import pathlib
import secrets

from config.local.places import make_directory


def set_local_defaults(state: pathlib.Path) -> None:
    """Name in the environment what the settings ask for and neither it nor .env says. Nothing is left to guess."""
    if os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        return  # then the settings have defaults of their own
    defaults = {
        "SECRET_KEY": secret_key(state),
        "SITE_URL": f"http://localhost:{os.environ.get('PORT', '8000')}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "HTTPS": "0",
        "LOG_JSON": "0",
        "EMAIL_URL": f"file://{make_directory(state / 'mail')}",
        # Compressing pays on a network, not on one machine.
        "STATICFILES_BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)


def secret_key(state: pathlib.Path) -> str:
    """Return this folder's own key, made on first need: sessions outlive a restart."""
    file = state / "secret_key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(50))
    return file.read_text()
