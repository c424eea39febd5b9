"""The production web server: `gunicorn --config python:config.webserver`."""

import gc
import os
import pathlib

wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# Threads with connections kept alive serve more than processes of one request each, in less memory.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
keepalive = 75
timeout = 60
graceful_timeout = 10
# Loaded once for several workers, which share what they never write to; for a single one it would only lie in memory twice.
preload_app = workers > 1
control_socket_disable = True
accesslog = None  # every request already is one structured line
loglevel = os.environ.get("LOG_LEVEL", "INFO").lower()
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
if pathlib.Path("/dev/shm").is_dir():  # noqa: S108  (a heartbeat on a slow disk looks like a hung worker)
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def pre_fork(server: object, worker: object) -> None:
    """Keep the collector from touching, and so from copying, what the workers share."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker: object) -> None:
    """Keep the collector from walking through what was loaded and stays, at each of its rounds."""
    gc.collect()
    gc.freeze()
