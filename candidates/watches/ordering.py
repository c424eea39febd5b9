"""Ranking a watch and writing its places down. Loaded by tasks only: the web process does without numpy."""

import collections

import structlog
from django.db import transaction
from django.utils import timezone

from candidates.papers.models import Paper
from candidates.watches.arranging import arrange, blocking
from candidates.watches.enums import Verdict
from candidates.watches.models import Opinion, PaperVector, Place, Watch
from candidates.watches.pools import followed_authors, pool_for
from candidates.watches.ranking import Pool, Ranked, Taste, Text, pool_of, rank
from candidates.watches.vectors import vectors_for

log = structlog.get_logger(__name__)

# A worker keeps the pools it made ready last, so that a like is learnt in a tenth of a second.
KEPT_POOLS = 4
_pools: "collections.OrderedDict[tuple[object, ...], Pool]" = collections.OrderedDict()


def rank_watch_now(watch: Watch) -> int:
    """Order the papers of a watch by what its members said; return how many stand in it. Running twice gives the same places."""
    began = timezone.now()
    papers = {str(paper.pk): paper for paper in pool_for(watch)}
    taste = taste_of(watch, papers)
    pool = _ready(watch, papers)
    ranked = {one.key: one for one in rank(pool, taste)}
    # What a member likes stays in the order, so that colleagues can still read it.
    named = [key for key in (*taste.positives, *taste.dislikes) if key not in ranked]
    follows = followed_authors(watch, [paper.pk for paper in papers.values()])
    order = arrange([*ranked], seed=str(watch.uuid))
    rows = [
        _place(watch, papers[key], number, ranked.get(key), is_trial=is_trial, follows=follows)
        for number, (key, is_trial) in enumerate([*order, *((key, False) for key in named)], 1)
    ]
    with transaction.atomic():
        # Two rankings of one watch would write the same places: the second waits, and writes what is newer.
        locked = Watch.objects.select_for_update(of=("self",)).get(pk=watch.pk)
        if locked.ranked_at and locked.ranked_at > began:
            return len(rows)
        Place.objects.filter(watch=watch).delete()
        Place.objects.bulk_create(rows, batch_size=500)
        Watch.objects.filter(pk=watch.pk).update(ranked_at=began)
    log.debug("watch.ranked", watch=str(watch.uuid), papers=len(rows))
    return len(rows)


def taste_of(watch: Watch, papers: dict[str, Paper]) -> Taste:
    """Return what the members said. Where they differ, a paper is neither liked nor disliked."""
    said: dict[str, set[str]] = collections.defaultdict(set)
    for paper, verdict in Opinion.objects.filter(watch=watch).exclude(verdict="").values_list("paper", "verdict"):
        said[str(paper)].add(verdict)
    agreed = {paper: next(iter(verdicts)) for paper, verdicts in said.items() if len(verdicts) == 1 and paper in papers}
    likes = [paper for paper, verdict in agreed.items() if verdict == Verdict.LIKE]
    dislikes = [paper for paper, verdict in agreed.items() if verdict == Verdict.DISLIKE]
    seeds = [str(key) for key in watch.seeds.values_list("pk", flat=True) if agreed.get(str(key)) != Verdict.DISLIKE]
    return Taste(likes=likes, dislikes=dislikes, seeds=seeds, wanted=watch.wanted, struck=watch.struck)


def _ready(watch: Watch, papers: dict[str, Paper]) -> Pool:
    vectors = PaperVector.objects.filter(paper__in=list(papers.values())).count()
    key = (watch.pk, vectors, hash(tuple((paper.pk, paper.updated_at) for paper in papers.values())))
    if key not in _pools:
        texts = [Text(name, paper.title, paper.abstract) for name, paper in papers.items()]
        _pools[key] = pool_of(texts, vectors_for(list(papers.values())) if vectors else None)
        while len(_pools) > KEPT_POOLS:
            _pools.popitem(last=False)
    _pools.move_to_end(key)
    return _pools[key]


def _place(
    watch: Watch, paper: Paper, number: int, ranked: Ranked | None, *, is_trial: bool, follows: dict[int, str]
) -> Place:
    follow = follows.get(paper.pk, "")
    return Place(
        watch=watch,
        paper=paper,
        number=number,
        score=round(ranked.score, 4) if ranked else 0.0,
        up=[list(push) for push in ranked.up] if ranked else [],
        down=[list(push) for push in ranked.down] if ranked else [],
        is_trial=is_trial,
        follows=follow,
        # Whom we follow is never hidden.
        hidden_by="" if follow else blocking(f"{paper.title} {paper.abstract}", watch.blocked),
    )
