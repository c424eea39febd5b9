"""The product's own settings, with queries counted."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE = ["config.bench.counting.QueryCountMiddleware", *MIDDLEWARE]
