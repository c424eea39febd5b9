"""Forgetting a person, and giving them a copy of what we hold."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from candidates.people.actions import locked
from candidates.people.models import Candidate, CandidateFile, Evidence, Identity, Note
from candidates.people.signals import candidate_erasing, names_erasing
from candidates.privacy.enums import Gone
from candidates.privacy.models import Deletion, Notice, Objection
from candidates.privacy.traces import (
    forget_answers,
    forget_authorships,
    forget_code,
    forget_likeness,
    forget_mail_and_notices,
    forget_operators_log,
    forget_searches,
    forget_sources,
)
from candidates.watches.erasing import forget_readings
from workspace.activity.actions import log_activity
from workspace.files.actions import forget_file
from workspace.files.models import StoredFile
from workspace.staff.models import User

ERASED_NAME = "Erased candidate"


@transaction.atomic
def erase_candidate(
    *, candidate: Candidate, why: Gone = Gone.BY_HAND, now: dt.datetime | None = None, by: User | None
) -> None:
    """Erase a person for good: everything that says who they are or what was written about them, in every app.

    What stays cannot name them: a row without fields, that somebody came by this channel, and every stage change, so that
    counts over past months do not move. Records merged into this one go with it. Bytes are deleted after the commit.
    """
    records = records_of(candidate)
    keys, people = [record.pk for record in records], [record.uuid for record in records]
    names = {record.name for record in records}
    # Files first, then the candidate: the task that reads a file locks them in this order.
    files = list(StoredFile.objects.select_for_update().filter(candidate_file__candidate__in=keys).order_by("pk"))
    locked(candidate)
    forget_mail_and_notices(people)
    forget_answers(people)
    forget_searches(names)
    names_erasing.send(Candidate, names=names)
    forget_sources(names)
    forget_readings(keys, names)
    forget_authorships(keys, names)
    forget_likeness(keys)
    forget_operators_log(keys)
    forget_code(keys)
    CandidateFile.with_deleted.filter(candidate__in=keys).delete()
    for file in files:
        forget_file(file)
    for model in (Note, Evidence, Identity):
        model.with_deleted.filter(candidate__in=keys).delete()
    # Nameless before the other apps hear of it: a cancelled interview is told to its people without the name.
    for record in records:
        empty_record(record)
    for record in records:
        candidate_erasing.send(Candidate, candidate=record, by=by)
    Notice.objects.filter(candidate__in=keys).delete()
    Objection.objects.filter(candidate__in=keys).update(candidate=None)
    count_deletion(why, now or timezone.now())
    log_activity(verb="erased_candidate", subject=candidate, by=by, candidate=candidate.uuid)


def count_deletion(why: Gone, now: dt.datetime) -> None:
    """Count that somebody went; that is all that is kept of it."""
    Deletion.objects.get_or_create(day=now.date(), why=why)
    Deletion.objects.filter(day=now.date(), why=why).update(records=F("records") + 1)


def records_of(candidate: Candidate) -> list[Candidate]:
    """Return a candidate and every record that was merged into it, or into one of those."""
    found, fresh = [candidate], [candidate.pk]
    while fresh:
        absorbed = list(Candidate.objects.filter(merged_into__in=fresh).order_by("pk"))
        fresh = [record.pk for record in absorbed]
        found += absorbed
    return found


def empty_record(record: Candidate) -> None:
    """Take every word out of a candidate's row."""
    record.name = ERASED_NAME
    for field in ("headline", "location", "time_zone", "channel_detail", "follow_up_note", "search_text"):
        setattr(record, field, "")
    record.owner = record.follow_up_by = record.follow_up_on = None
    record.do_not_contact = False
    record.erased_at = timezone.now()
    record.save()
    record.tags.clear()
    record.motivations.clear()
