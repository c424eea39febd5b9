"""Reading sprints: a whole venue, by several people, every paper once."""

import dataclasses
import datetime as dt

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone

from candidates.papers.models import Paper
from candidates.watches.models import Place, Sprint, SprintPaper, Watch
from candidates.watches.refusals import WatchError
from workspace.staff.models import User

AT_A_TIME = 5
# Whoever claimed papers and left gives them back after so long.
CLAIM_HOLDS = dt.timedelta(hours=2)
MOST_PAPERS = 20_000


@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a sprint is."""

    papers: int
    read: int
    claimed: int

    @property
    def share(self) -> float:
        return self.read / self.papers if self.papers else 0.0


@transaction.atomic
def start_sprint(*, watch: Watch, venue: str, by: User) -> Sprint:
    """Freeze the papers of a venue in the watch's order, the best first; a sprint that runs already is joined."""
    place = Place.objects.filter(watch=watch, paper=OuterRef("pk")).values("number")[:1]
    papers = Paper.objects.filter(venue=venue).annotate(number=Subquery(place))
    keys = list(papers.order_by(F("number").asc(nulls_last=True), "pk").values_list("pk", flat=True)[:MOST_PAPERS])
    if not venue or not keys:
        raise WatchError("No paper of this venue is here yet. Choose one from the list.")
    sprint, is_new = Sprint.objects.get_or_create(watch=watch, venue=venue, defaults={"started_by": by})
    if is_new:
        rows = (SprintPaper(sprint=sprint, paper_id=key, number=number) for number, key in enumerate(keys, 1))
        SprintPaper.objects.bulk_create(rows, batch_size=1_000)
    return sprint


@transaction.atomic
def claim_papers(*, sprint: Sprint, by: User, now: dt.datetime | None = None) -> list[SprintPaper]:
    """Return what this reader is to read: what they hold, filled up with the next that nobody holds.

    The rows are locked, and rows others are just claiming are passed over, so no paper goes to two readers.
    """
    now = now or timezone.now()
    open_rows = SprintPaper.objects.filter(sprint=sprint, read_at=None)
    held = list(open_rows.filter(reader=by, claimed_at__gt=now - CLAIM_HOLDS).order_by("number"))
    free = Q(reader=None) | Q(claimed_at__lte=now - CLAIM_HOLDS)
    wanted = max(AT_A_TIME - len(held), 0)
    taken = list(open_rows.filter(free).select_for_update(skip_locked=True).order_by("number")[:wanted])
    for row in taken:
        row.reader, row.claimed_at = by, now
    SprintPaper.objects.bulk_update(taken, ["reader", "claimed_at"])
    return sorted([*held, *taken], key=lambda row: row.number)


@transaction.atomic
def finish_paper(*, sprint: Sprint, paper: Paper, by: User, now: dt.datetime | None = None) -> None:
    """Mark a paper as read by who holds it; somebody else's is refused."""
    row = SprintPaper.objects.select_for_update(of=("self",)).filter(sprint=sprint, paper=paper).first()
    if row is None or row.reader_id != by.pk:
        raise WatchError("Somebody else reads this paper now. Go on with your next one.")
    if row.read_at is None:
        row.read_at = now or timezone.now()
        row.save(update_fields=["read_at"])


def progress_of(sprint: Sprint) -> Progress:
    counted = sprint.papers.aggregate(
        papers=Count("pk"),
        read=Count("pk", filter=Q(read_at__isnull=False)),
        claimed=Count("pk", filter=Q(read_at=None, reader__isnull=False)),
    )
    return Progress(**counted)
