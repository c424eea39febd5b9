"""What training says where interviews are booked, and how its acts read in the log."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.dispatch import receiver

from interviews.kits.models import Kit
from interviews.schedule.concerns import Remark
from interviews.schedule.signals import remarks_wanted
from interviews.training.models import Training
from interviews.training.queries import qualified_for
from workspace.activity.wording import Named, name_rows, say
from workspace.staff.models import User


@receiver(remarks_wanted, dispatch_uid="interviews.remark_on_training")
def remark_on_training(
    kit: Kit | None, during: DateTimeTZRange | None, people: Sequence[User], **_: Any
) -> dict[int, list[Remark]]:
    """Say whose scorecard would not count. Up to three queries."""
    if kit is None:
        return {}
    allowed = qualified_for(kit.assessment_type, on=during.lower.date() if during else None)
    remark = Remark(
        f"is not trained for {kit.assessment_type.name}, so their scorecard would not count",
        "not trained for it",
        minds_trainees=False,
    )
    return {user.pk: [remark] for user in people if user.pk not in allowed}


def name_trainings(uuids: Collection[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Say whose training for what this is. One query."""
    rows = Training.objects.filter(uuid__in=uuids).select_related("user", "assessment_type")
    return {row.uuid: Named(f"{row.user} for {row.assessment_type}") for row in rows}


name_rows("training", name_trainings)
say("started_training", "took somebody into training")
say("signed_off_training", "signed off a training")
say("granted_training", "granted the right to hold {type} without training")
say("paused_training", "paused a training")
say("resumed_training", "let a training go on")
say("asked_for_training", "asked for trained interviewers in {type}")
say("asked_for_no_training", "asked for no training in {type} any more")
