"""Writing history: rows that keep the times they are given, and a log in the order of events."""

import contextlib
import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import models

from hiring.pipeline.models import Application
from workspace.activity.models import Activity
from workspace.staff.models import User


@contextlib.contextmanager
def own_times(*tables: type[models.Model]) -> Iterator[None]:
    """Let rows of these tables be created at the times they carry, instead of now."""
    changed = []
    for table in tables:
        for field in table._meta.fields:
            if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
                changed.append((field, field.auto_now, field.auto_now_add))
                field.auto_now = field.auto_now_add = False
    try:
        yield
    finally:
        for field, auto_now, auto_now_add in changed:
            field.auto_now, field.auto_now_add = auto_now, auto_now_add


def at(moment: dt.datetime) -> dict[str, dt.datetime]:
    """The times of a row that was made at one moment and not changed since."""
    return {"created_at": moment, "updated_at": moment}


def create(table: type[models.Model], rows: list[Any]) -> list[Any]:
    """Insert rows with the times they carry, in the order of those times."""
    rows.sort(key=lambda row: row.created_at)
    with own_times(table):
        return table._default_manager.bulk_create(rows, batch_size=1000)


class Log:
    """Collects what people did; written at the end, so that newer entries have higher keys."""

    def __init__(self) -> None:
        self._rows: list[Activity] = []

    def add(
        self,
        verb: str,
        kind: str,
        subject: uuid.UUID,
        /,
        *,
        moment: dt.datetime,
        by: User | None,
        candidate: uuid.UUID | None = None,
        application: uuid.UUID | None = None,
        role: uuid.UUID | None = None,
        **facts: Any,
    ) -> None:
        """Remember that somebody did something."""
        self._rows.append(
            Activity(
                actor=by,
                verb=verb,
                subject_kind=kind,
                subject=subject,
                candidate=candidate,
                application=application,
                role=role,
                facts=facts,
                **at(moment),
            )
        )

    def on(
        self,
        application: Application,
        verb: str,
        kind: str,
        subject: uuid.UUID,
        /,
        *,
        moment: dt.datetime,
        by: User | None,
        **facts: Any,
    ) -> None:
        """Remember that somebody did something on an application."""
        about = {"candidate": application.candidate.uuid, "role": application.role.uuid}
        self.add(verb, kind, subject, moment=moment, by=by, application=application.uuid, **about, **facts)

    def write(self) -> None:
        """Write everything down, oldest first."""
        create(Activity, self._rows)
