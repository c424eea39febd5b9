"""Wiring: settings, urls, the Celery app, and what one machine needs to run everything. Nothing to import.

Folders, lowest first; each may import only those above it in this list:

- demo: an invented organisation with a year of hiring behind it
- local: the environment, the embedded PostgreSQL and Redis, and all processes at once, for one machine
- backups: everything in one file, and back again
- bench: how fast the product is at 100,000 candidates, as ratios to a bare floor measured in the same run
- evidence: how well sourcing finds people and papers, measured on labelled data that lies elsewhere
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
