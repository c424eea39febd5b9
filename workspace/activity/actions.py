"""Writing the log."""

import uuid
from typing import Any

from workspace.activity.models import Activity
from workspace.rows import Row
from workspace.staff.models import User


def log_activity(
    *,
    verb: str,
    subject: Row,
    by: User | None,
    candidate: uuid.UUID | None = None,
    application: uuid.UUID | None = None,
    role: uuid.UUID | None = None,
    facts: dict[str, Any] | None = None,
) -> Activity:
    """Note that somebody did something. `facts` must hold neither names nor ratings (see Activity)."""
    return Activity.objects.create(
        actor=by,
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject=subject.uuid,
        candidate=candidate,
        application=application,
        role=role,
        facts=facts or {},
    )


def log_view(*, subject: Row, by: User, candidate: uuid.UUID | None = None) -> Activity:
    """Note that somebody opened a page with personal data, or took a file or an export."""
    return Activity.objects.create(
        actor=by,
        verb="saw",
        subject_kind=subject._meta.model_name or "",
        subject=subject.uuid,
        candidate=candidate,
        is_view=True,
    )
