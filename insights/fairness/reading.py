"""Naming who may read the counts."""

from django.db import transaction

from insights.fairness.models import FairnessReader
from insights.fairness.rules import DECIDING
from workspace.activity.actions import log_activity
from workspace.staff.models import User


class ReaderRefused(Exception):
    """Somebody cannot be named; the message says why."""


@transaction.atomic
def name_reader(*, user: User, by: User) -> FairnessReader:
    """Let somebody read the counts."""
    if user.persona in DECIDING:
        raise ReaderRefused(f"{user.name} decides about candidates, and whoever decides does not read these counts.")
    if not user.is_active:
        raise ReaderRefused(f"{user.name} cannot sign in any more.")
    reader, is_new = FairnessReader.objects.get_or_create(user=user, defaults={"named_by": by})
    if is_new:
        log_activity(verb="named_fairness_reader", subject=user, by=by)
    return reader


@transaction.atomic
def dismiss_reader(*, reader: FairnessReader, by: User) -> None:
    """Let somebody read the counts no longer."""
    if FairnessReader.objects.filter(pk=reader.pk).delete()[0]:
        log_activity(verb="dismissed_fairness_reader", subject=reader.user, by=by)
