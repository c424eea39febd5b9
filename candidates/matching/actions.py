"""Comparing records with each other, and what people say of the proposals."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from candidates.matching.models import Looked, NotSamePerson, Proposal
from candidates.matching.queries import known_apart, lookalikes, profiles_of
from candidates.people.models import Candidate
from workspace.activity.actions import log_activity
from workspace.staff.models import User

MOST_PROPOSALS = 20


@transaction.atomic
def look_for_twins(*, candidate: Candidate, now: dt.datetime | None = None) -> int:
    """Compare one candidate with all others and rewrite the proposals about them; return how many there are."""
    now = now or timezone.now()
    others = Candidate.objects.present().exclude(pk=candidate.pk)
    near = lookalikes({0: profiles_of([candidate])[candidate.pk]}, within=others, most=MOST_PROPOSALS)[0]
    apart = known_apart([candidate.pk, *(one.candidate.pk for one in near)])
    found = {one.candidate.pk: one for one in near if frozenset({candidate.pk, one.candidate.pk}) not in apart}
    old = Proposal.objects.filter(Q(first=candidate) | Q(second=candidate))
    old.exclude(Q(first__in=found) | Q(second__in=found)).delete()
    for key, one in found.items():
        first, second = sorted((candidate.pk, key))
        Proposal.objects.update_or_create(
            first_id=first,
            second_id=second,
            defaults={
                "likeness": one.likeness.value,
                "reasons": list(one.resemblance.reasons),
                "against": list(one.resemblance.against),
            },
        )
    # Never before the last change, or a clock that runs ahead would make the candidate due for ever.
    Looked.objects.update_or_create(candidate=candidate, defaults={"looked_at": max(now, candidate.active_at)})
    return len(found)


def due_for_a_look(most: int) -> list[int]:
    """Return the keys of candidates that are new or have changed since they were last compared."""
    present = Candidate.objects.present()
    due = present.filter(Q(looked=None) | Q(active_at__gt=F("looked__looked_at"))).order_by("pk")
    return list(due.values_list("pk", flat=True)[:most])


@transaction.atomic
def say_not_same(*, one: Candidate, other: Candidate, by: User) -> NotSamePerson:
    """Say that two records are two people; they are not proposed again."""
    first, second = sorted((one, other), key=lambda candidate: candidate.pk)
    said, is_new = NotSamePerson.objects.get_or_create(first=first, second=second, defaults={"said_by": by})
    Proposal.objects.filter(first=first, second=second).delete()
    if is_new:
        log_activity(verb="said_not_same", subject=first, by=by, candidate=first.uuid)
    return said


@transaction.atomic
def take_back_not_same(*, one: Candidate, other: Candidate, by: User) -> None:
    """Undo `say_not_same`; the two are compared anew."""
    first, second = sorted((one, other), key=lambda candidate: candidate.pk)
    if NotSamePerson.objects.filter(first=first, second=second).delete()[0]:
        log_activity(verb="took_back_not_same", subject=first, by=by, candidate=first.uuid)
    look_for_twins(candidate=first)
