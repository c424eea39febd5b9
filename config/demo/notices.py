"""Since when the invented people know that their data is kept. Who came lately and was not written to yet does not know."""

import datetime as dt
import random
from collections.abc import Iterable

from candidates.people.models import Candidate
from candidates.privacy.clock import DAYS, notice_of
from candidates.privacy.enums import Told
from candidates.privacy.models import Notice


def write_notices(candidates: Iterable[tuple[Candidate, bool]], now: dt.datetime, rng: random.Random) -> None:
    """Write the notice of everybody; each candidate comes with whether they were ever talked to."""
    rows = []
    for candidate, was_talked_to in candidates:
        notice = notice_of(candidate, now=candidate.created_at)
        told_at = candidate.created_at + dt.timedelta(days=rng.uniform(0.2, 9))
        if not notice.is_given and (was_talked_to or candidate.created_at < now - DAYS / 2):
            notice.given_at, notice.given_how = min(told_at, now), Told.LETTER
        rows.append(notice)
    Notice.objects.bulk_create(rows, batch_size=2000)
