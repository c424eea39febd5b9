"""Looking at new mentions and new candidates in the background. The rows are the memory: running twice looks at nobody twice."""

import time

from celery import shared_task
from django.utils import timezone

BATCH = 200
SECONDS = 90.0


@shared_task(name="candidates.identity.look_at_mentions", acks_late=True, time_limit=240, soft_time_limit=200)
def look_at_mentions() -> int:
    """Compare what is new with what we have, for a minute and a half at most; return how many links were found."""
    # Only a worker pays for the numerical libraries.
    from candidates.identity.looking import due_candidates, look_at_new, look_for, sample_of_names, unread_mentions

    until, found = time.monotonic() + SECONDS, 0
    people = None
    while time.monotonic() < until and (rows := unread_mentions(BATCH)):
        people = people or sample_of_names()
        found += look_at_new(rows, people)
    while time.monotonic() < until and (candidates := due_candidates(BATCH)):
        people = people or sample_of_names()
        for candidate in candidates:
            found += look_for(candidate, people, timezone.now())
            if time.monotonic() > until:
                break
    return found
