"""Looking for duplicates in the background. `Looked` is the memory: running twice looks at nobody twice."""

import time

from celery import shared_task

from candidates.matching.actions import due_for_a_look, look_for_twins
from candidates.people.models import Candidate

BATCH = 200
SECONDS = 90.0


@shared_task(name="candidates.matching.find_duplicates", acks_late=True, time_limit=240, soft_time_limit=200)
def find_duplicates() -> int:
    """Compare those who are new or changed, for a minute and a half at most; return how many were compared."""
    until, compared = time.monotonic() + SECONDS, 0
    while keys := due_for_a_look(BATCH):
        for candidate in Candidate.objects.present().filter(pk__in=keys).defer("search", "search_text"):
            look_for_twins(candidate=candidate)
            compared += 1
            if time.monotonic() > until:
                return compared
    return compared
