"""Settings of the floor: the product's models and database, and nothing that it does at a request."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

ROOT_URLCONF = "config.bench.floor"
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
# allauth insists on a middleware of its own.
INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith("allauth")]
