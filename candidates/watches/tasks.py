"""Ranking in the background: at once after somebody taught a watch, and when new papers came."""

from celery import shared_task
from django.db.models import F, Max, Q

from candidates.papers.models import Paper
from candidates.watches.models import Watch

# On a busy core a paper takes up to half a second.
VECTORS_A_RUN = 500


@shared_task(name="candidates.watches.rank_watch", acks_late=True, time_limit=300, soft_time_limit=270)
def rank_watch(watch_id: int) -> int:
    """Rank one watch, unless everything said is learnt already; return how many papers stand in it."""
    from candidates.watches.ordering import rank_watch_now

    watch = Watch.objects.filter(pk=watch_id).first()
    if watch is None or not watch.is_behind:
        return 0
    return rank_watch_now(watch)


@shared_task(name="candidates.watches.rank_watches", acks_late=True, time_limit=540, soft_time_limit=510)
def rank_watches() -> int:
    """Rank what was taught or got new papers since its last ranking; return how many watches that were."""
    from candidates.watches.ordering import rank_watch_now

    newest = Paper.objects.aggregate(newest=Max("created_at"))["newest"]
    behind = Q(ranked_at=None) | Q(ranked_at__lt=F("taught_at"))
    if newest:
        behind |= Q(ranked_at__lt=newest)
    watches = list(Watch.objects.filter(behind).order_by(F("ranked_at").asc(nulls_first=True), "pk"))
    for watch in watches:
        rank_watch_now(watch)
    return len(watches)


@shared_task(name="candidates.watches.read_vectors", acks_late=True, time_limit=540, soft_time_limit=510)
def read_vectors(most: int = VECTORS_A_RUN) -> int:
    """Read papers that have no sentence vector yet; return how many. Does nothing where the extra is not installed."""
    from candidates.watches.sentences import is_available
    from candidates.watches.vectors import read_missing

    return read_missing(most) if is_available() else 0
