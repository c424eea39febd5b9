"""Feeds as pages show them. Every count of queries is constant."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from candidates.matching.author_order import is_alphabetical
from candidates.papers.models import Authorship, Paper
from candidates.people.models import Candidate, walls_before_candidates
from candidates.watches.actions import leads_of
from candidates.watches.enums import Act, Verdict
from candidates.watches.models import Opinion, Place, Reading, Watch, WatchFlag
from candidates.watches.signals import outcomes_wanted
from workspace.staff.models import User

SHOWN_AUTHORS = 12
PAGE = 20
BEST_FIRST = ("number", "pk")
SHOWS = (
    ("", "To read"),
    ("saved", "Saved for later"),
    ("liked", "Liked"),
    ("below", "Below the threshold"),
    ("hidden", "Hidden by a word"),
)


@dataclasses.dataclass
class AuthorName:
    """An author in a feed, and who they are to us as far as the viewer may know."""

    name: str
    candidate: Candidate | None = None
    leads: bool = False


@dataclasses.dataclass
class Card:
    """A paper in a feed."""

    watch: Watch
    paper: Paper
    place: Place | None = None
    authors: list[AuthorName] = dataclasses.field(default_factory=list)
    more_authors: int = 0
    is_alphabetical: bool = False
    mine: Opinion | None = None
    others: list[Opinion] = dataclasses.field(default_factory=list)
    notes: list[Reading] = dataclasses.field(default_factory=list)
    is_flagged: bool = False
    is_seed: bool = False

    @property
    def verdict(self) -> str:
        return self.mine.verdict if self.mine else ""

    @property
    def is_saved(self) -> bool:
        return bool(self.mine and self.mine.is_saved)

    @property
    def must_not_be_written(self) -> list[AuthorName]:
        return [one for one in self.authors if one.candidate and one.candidate.do_not_contact]


def places_shown(watch: Watch, *, viewer: User, show: str = "") -> "QuerySet[Place]":
    """Return the places one view of a feed shows."""
    places = Place.objects.filter(watch=watch).select_related("paper").defer("paper__search", "paper__comment")
    said = Opinion.objects.filter(watch=watch, paper=OuterRef("paper"))
    high = Q(score__gte=watch.threshold) | Q(is_trial=True) | ~Q(follows="")
    if show == "saved":
        return places.filter(Exists(said.filter(person=viewer, is_saved=True)))
    if show == "liked":
        return places.filter(Exists(said.filter(verdict=Verdict.LIKE)))
    if show == "hidden":
        return places.exclude(hidden_by="")
    unread = places.filter(~Exists(said.filter(person=viewer).exclude(verdict="")), hidden_by="")
    return unread.exclude(high) if show == "below" else unread.filter(high)


def cards_of(watch: Watch, papers: Sequence[Paper], *, viewer: User, places: Sequence[Place] = ()) -> list[Card]:
    """Return the papers as cards, in their order. Six queries."""
    keys = [paper.pk for paper in papers]
    standing = {place.paper_id: place for place in places}
    cards = {paper.pk: Card(watch, paper, standing.get(paper.pk)) for paper in papers}
    _add_authors(cards, viewer)
    for opinion in Opinion.objects.filter(watch=watch, paper__in=keys).select_related("person").order_by("pk"):
        card = cards[opinion.paper_id]
        if opinion.person_id == viewer.pk:
            card.mine = opinion
        elif opinion.verdict:
            card.others.append(opinion)
    notes = Reading.objects.filter(watch=watch, paper__in=keys, act=Act.NOTE).select_related("person").order_by("pk")
    for note in notes:
        cards[note.paper_id].notes.append(note)
    for key in WatchFlag.objects.filter(watch=watch, paper__in=keys).values_list("paper", flat=True):
        cards[key].is_flagged = True
    for key in watch.seeds.filter(pk__in=keys).values_list("pk", flat=True):
        cards[key].is_seed = True
    return list(cards.values())


def card_of(watch: Watch, paper: Paper, *, viewer: User) -> Card:
    places = list(Place.objects.filter(watch=watch, paper=paper))
    return cards_of(watch, [paper], viewer=viewer, places=places)[0]


def _add_authors(cards: dict[int, Card], viewer: User) -> None:
    rows: dict[int, list[Authorship]] = defaultdict(list)
    for row in Authorship.objects.filter(paper__in=cards).order_by("paper", "position"):
        rows[row.paper_id].append(row)
    linked = {row.candidate_id for each in rows.values() for row in each if row.candidate_id}
    visible = Candidate.objects.visible_to(viewer).filter(pk__in=linked).only("uuid", "name", "do_not_contact")
    known = {person.pk: person for person in visible}
    for key, each in rows.items():
        card = cards[key]
        leads = {row.pk for row in leads_of(each)}
        card.is_alphabetical = is_alphabetical([row.name for row in each])
        names = [AuthorName(row.name, known.get(row.candidate_id or 0), leads=row.pk in leads) for row in each]
        # Somebody we know is shown wherever they stand.
        card.authors = names[:SHOWN_AUTHORS] + [one for one in names[SHOWN_AUTHORS:] if one.candidate]
        card.more_authors = len(names) - len(card.authors)


def hidden_by(watch: Watch) -> list[tuple[str, int]]:
    """Return how many papers each blocked word hides, most first."""
    rows = Place.objects.filter(watch=watch).exclude(hidden_by="").values("hidden_by").annotate(papers=Count("pk"))
    return list(rows.order_by("-papers", "hidden_by").values_list("hidden_by", "papers"))


def outcome_of(watch: Watch, viewer: User) -> str:
    """Return in one line what came of those whom this watch flagged, as far as the viewer may know of them; empty where nobody was."""
    flags = WatchFlag.objects.filter(watch=watch).exclude(walls_before_candidates.q(viewer, "candidate"))
    flagged = set(flags.values_list("candidate", flat=True))
    if not flagged:
        return ""
    counted: dict[str, set[int]] = {}
    answers: list[tuple[Any, Any]] = outcomes_wanted.send(Watch, candidates=flagged)
    for _, answer in answers:
        for key, word in answer or []:
            counted.setdefault(word, set()).add(key)
    return " → ".join([f"{len(flagged)} flagged", *(f"{len(keys)} {word}" for word, keys in counted.items())])


def fresh_for(watch: Watch, *, member: User, now: dt.datetime, most: int = 10) -> list[Place]:
    """Return what a day brought that is worth a mail: new here, above the threshold or by somebody followed, not judged yet."""
    said = Opinion.objects.filter(watch=watch, paper=OuterRef("paper"), person=member).exclude(verdict="")
    worth = Q(score__gte=watch.threshold) | ~Q(follows="")
    places = Place.objects.filter(worth, ~Exists(said), watch=watch, hidden_by="", is_trial=False)
    new = places.filter(paper__created_at__gt=now - dt.timedelta(days=1), paper__created_at__lte=now)
    return list(new.select_related("paper").order_by(*BEST_FIRST)[:most])


def watches_shown(viewer: User) -> list[Watch]:
    """Return the watches this viewer sees, with how many papers each holds. Two queries."""
    watches = Watch.objects.visible_to(viewer).annotate(
        flagged=Count("flags__candidate", distinct=True, filter=~walls_before_candidates.q(viewer, "flags__candidate"))
    )
    return list(watches.prefetch_related("members").order_by("name"))


def flags_shown(viewer: User) -> "QuerySet[WatchFlag]":
    """Return flagged authors whom the viewer may see, through watches they see."""
    flags = WatchFlag.objects.filter(watch__in=Watch.objects.visible_to(viewer), candidate__erased_at=None)
    flags = flags.exclude(walls_before_candidates.q(viewer, "candidate"))
    if viewer.is_recruiting:  # they see everybody else, so nobody has to be looked up among all candidates
        flags = flags.filter(Q(candidate__merged_into=None) | Q(by=viewer))
    else:
        flags = flags.filter(Q(candidate__in=Candidate.objects.visible_to(viewer)) | Q(by=viewer))
    return flags.select_related("watch", "paper", "candidate", "by")


def venues_known(watch: Watch, most: int = 50) -> list[str]:
    """Return the venues of the watch's papers, the commonest first, then those it names."""
    rows = Place.objects.filter(watch=watch).exclude(paper__venue="").values(venue=F("paper__venue"))
    common = rows.annotate(papers=Count("pk")).order_by("-papers", "venue").values_list("venue", flat=True)[:most]
    return list(dict.fromkeys([*common, *watch.venues]))


def day_of(member: User, now: dt.datetime) -> dt.datetime:
    return timezone.localtime(now, member.zone)
