"""Which papers a watch looks at."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from candidates.papers.models import Authorship, Paper
from candidates.watches.models import Opinion, Watch

# What was published last; older papers have been read or will not be.
POOL = 2_000
UNDATED = 200
FOLLOWED = 200
JUDGED = 500


def pool_for(watch: Watch) -> list[Paper]:
    """Return the newest papers of the watch's categories and venues, those of people it follows, its seeds and what was judged.

    Six queries at most, each bounded by an index.
    """
    columns = Paper.objects.only("uuid", "title", "abstract", "published_on", "updated_at")
    subject = columns.filter(subject_of(watch))
    # Papers without a day would stand before all others in the index.
    dated = subject.filter(published_on__isnull=False).order_by("-published_on", "-id")[:POOL]
    undated = subject.filter(published_on=None).order_by("-id")[:UNDATED]
    found = {paper.pk: paper for paper in (*dated, *undated)}
    wanted = set(watch.seeds.values_list("pk", flat=True))
    judged = Opinion.objects.filter(watch=watch).exclude(verdict="").order_by("-updated_at", "-pk")
    wanted |= set(judged.values_list("paper", flat=True)[:JUDGED])
    if watch.followed:
        wanted |= set(written_by(watch.followed).order_by("-pk").values_list("pk", flat=True)[:FOLLOWED])
    if missing := wanted - found.keys():
        found |= columns.in_bulk(missing)
    return sorted(found.values(), key=lambda paper: -paper.pk)


def subject_of(watch: Watch) -> Q:
    """Return the condition that a paper is of the watch's subject; a watch of no category and no venue takes every paper."""
    condition = Q()
    if watch.categories:
        condition |= Q(categories__overlap=watch.categories)
    if watch.venues:
        condition |= Q(venue__in=watch.venues)
    return condition


def written_by(names: list[str]) -> "QuerySet[Paper]":
    return Paper.objects.filter(Exists(Authorship.objects.filter(paper=OuterRef("pk"), name__in=names)))


def followed_authors(watch: Watch, papers: list[int]) -> dict[int, str]:
    """Return which followed person wrote which of these papers."""
    if not watch.followed:
        return {}
    rows = Authorship.objects.filter(paper__in=papers, name__in=watch.followed).order_by("-position")
    return dict(rows.values_list("paper", "name"))
