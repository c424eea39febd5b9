"""The Celery application; every app's feature folders are searched for `tasks.py`."""

import gc
import os
import pathlib
from typing import Any

from celery import Celery, signals
from celery.contrib.django.task import DjangoTask
from django.db import transaction
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

APPS = ("workspace", "candidates", "hiring", "interviews", "insights")
ROOT = pathlib.Path(__file__).resolve().parent.parent


def feature_packages() -> list[str]:
    """Return the dotted name of each feature folder that holds tasks."""
    return [f"{name}.{path.parent.name}" for name in APPS for path in sorted((ROOT / name).glob("*/tasks.py"))]


class RowMindedTask(DjangoTask):
    """A task whose memory is a row: without a broker it is merely late, until a periodic task finds the row."""

    abstract = True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Send the task once the rows it reads are committed; what was committed stands even if it cannot be sent."""

        def send() -> None:
            self.delay(*args, **kwargs)

        transaction.on_commit(send, robust=True)


app = Celery("strongsuit", task_cls=RowMindedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks(feature_packages)


@signals.worker_init.connect
def share_memory(**kwargs: object) -> None:
    """Keep the collector from touching, and so from copying, what the worker's processes share."""
    gc.collect()
    gc.freeze()
