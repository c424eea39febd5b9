"""What stands around two mentions, as numbers that can be weighed: co-authors, organisations, topics, venues and years."""

import dataclasses
import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse

from candidates.identity.mentions import Mention
from candidates.identity.population import Population, plain_key, population
from candidates.identity.spelling import Relation, Written
from candidates.people.names import fold

Array = np.ndarray[Any, Any]
WORD = re.compile(r"[^\W\d_]{3,}")
STEM = 7
FILLERS = """
the for and with from via using based towards toward into over under are can how what when its their our not all new
more than that this these those between through beyond without does
"""
FILLING = frozenset(FILLERS.split())
RAREST = 1e-4
LONG_AGO = 25
# A co-author of so many others links everybody to everybody.
MOST_PARTNERS = 400
STUDENT, STAFF, PROFESSOR = 1, 2, 3


@functools.lru_cache(maxsize=300_000)
def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the telling words of a text."""
    return frozenset(word[:STEM] for word in WORD.findall(fold(text)) if word not in FILLING)


@functools.lru_cache(maxsize=10_000)
def rung(career: str) -> int:
    """Return where on a career somebody stands: 0 unknown, then student, staff, professor."""
    words = career.casefold()
    if not words:
        return 0
    if "prof" in words or "lecturer" in words:
        return PROFESSOR
    return STUDENT if any(part in words for part in ("student", "undergrad", "intern", "postdoc")) else STAFF


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """Everything known around mentions, ready to be compared pair by pair. Rows are mentions."""

    people: Population
    rarity: Array  # log of the expected bearers of the name
    syllables: Array
    spelt: Array
    year: Array
    venue: Array
    venue_rarity: Array
    domain: Array
    domain_weight: Array
    rung: Array
    partners: Array
    whole: sparse.csr_matrix  # co-authors by whole name, weighted by rarity
    short: sparse.csr_matrix  # co-authors by initial and family name
    partners_of: sparse.csr_matrix
    partners_of_partners: sparse.csr_matrix
    topics: sparse.csr_matrix
    titles: sparse.csr_matrix
    organisations: sparse.csr_matrix


def surroundings(
    mentions: Sequence[Mention], names: Sequence[Written], people: Population | None = None
) -> Surroundings:
    """Read all mentions once. Without `people`, how common names are is told from these mentions and their co-authors."""
    people = people or population(itertools.chain((one.name for one in mentions), *(one.coauthors for one in mentions)))
    bearers = {name.text: math.log(people.bearers(name.text) + RAREST) for name in names}
    coauthors = [_company(one) for one in mentions]
    shortened = [frozenset((first[:1], family) for _, first, family in keys) for keys in coauthors]
    titles = [stems(one.title) for one in mentions]
    venues = Counter(one.venue for one in mentions)
    domains = Counter(one.domain for one in mentions)
    direct, indirect = _circles(mentions, names, coauthors, people)
    count = len(mentions)
    telling = functools.partial(_telling, count)
    rare = functools.partial(_rare, people)

    return Surroundings(
        people=people,
        rarity=np.array([bearers[name.text] for name in names]),
        syllables=np.array([name.syllables for name in names]),
        spelt=_codes(name.text for name in names),
        year=np.array([one.year for one in mentions]),
        venue=_codes(one.venue for one in mentions),
        venue_rarity=np.array([math.log(count / venues[one.venue]) if one.venue else 0.0 for one in mentions]),
        domain=_codes(one.domain for one in mentions),
        domain_weight=np.array([1 / math.log(2 + domains[one.domain]) for one in mentions]),
        rung=np.array([rung(one.career) for one in mentions]),
        partners=np.array([len(keys) for keys in coauthors]),
        whole=_table(coauthors, rare),
        short=_table(shortened, rare),
        partners_of=direct,
        partners_of_partners=indirect,
        topics=_unit(
            _table([a | stems(" ".join(one.keywords)) for a, one in zip(titles, mentions, strict=True)], telling)
        ),
        titles=_unit(_table(titles, telling)),
        organisations=_unit(_table([stems(one.affiliation) for one in mentions], telling)),
    )


def _telling(count: int, _: list[Any], seen: Array) -> Array:
    """Weigh words: the fewer of `count` texts have one, the more it tells."""
    return np.log((count + 1) / (seen + 0.5))


def _rare(people: Population, keys: list[Any], seen: Array) -> Array:
    """Weigh co-authors, keys that end in first and family name: the fewer may bear the name and the fewer papers, the more."""
    weights = [1 / (1 + people.expected(first, family)) for *_, first, family in keys]
    return np.sqrt(np.array(weights) / np.log(seen + 2.7))


def _codes(values: Iterable[str]) -> Array:
    """Number the values; an empty one is -1."""
    numbers: dict[str, int] = {"": -1}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])


def _table(bags: Sequence[frozenset[Any]], weigh: Callable[[list[Any], Array], Array]) -> sparse.csr_matrix:
    """Return a matrix of bags by things, each thing with the weight that `weigh(things, how often each is seen)` gives it."""
    places: dict[Any, int] = {}
    columns = [places.setdefault(thing, len(places)) for bag in bags for thing in bag]
    starts = np.zeros(len(bags) + 1, dtype=np.int64)
    np.cumsum([len(bag) for bag in bags], out=starts[1:])
    at = np.array(columns, dtype=np.int32)
    seen = np.bincount(at, minlength=len(places)).astype(float) if len(at) else np.zeros(len(places))
    values = weigh(list(places), seen)[at] if len(at) else np.zeros(0)
    return sparse.csr_matrix((values.astype(np.float32), at, starts), shape=(len(bags), max(len(places), 1)))


def _unit(table: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel()) + 1e-9
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ table, dtype=np.float32)


def _circles(
    mentions: Sequence[Mention],
    names: Sequence[Written],
    coauthors: Sequence[frozenset[tuple[str, str, str]]],
    people: Population,
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Return each mention's co-authors, weighted by rarity, and those its co-authors wrote with on any paper here."""
    own = [plain_key(name.text)[0] for name in names]
    on_paper: dict[str, set[str]] = defaultdict(set)
    for one, mine, keys in zip(mentions, own, coauthors, strict=True):
        on_paper[one.paper].update((mine, *(key[0] for key in keys)))
    authors: dict[str, int] = {}
    for group in on_paper.values():
        for name in group:
            authors.setdefault(name, len(authors))
    papers = _grid([[authors[name] for name in group] for group in on_paper.values()], len(authors))
    seen = np.asarray(papers.sum(axis=0)).ravel()
    busy = sparse.diags((seen <= MOST_PARTNERS).astype(np.float32))
    together = sparse.csr_matrix((papers @ busy).T @ papers)
    together.data[:] = 1
    direct = _grid([[authors[key[0]] for key in keys] for keys in coauthors], len(authors))
    indirect = sparse.csr_matrix(direct @ together)
    indirect.data[:] = 1
    myself = _grid([[authors[name]] for name in own], len(authors))
    indirect = sparse.csr_matrix(indirect - indirect.multiply(myself))
    indirect.eliminate_zeros()
    expected = np.array([people.bearers(name) for name in authors])
    weights = sparse.diags(1 / (1 + expected) / np.log(seen + 1.7))
    return sparse.csr_matrix(direct @ weights, dtype=np.float32), indirect


def _grid(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    columns = np.fromiter(itertools.chain.from_iterable(rows), dtype=np.int32, count=int(starts[-1]))
    return sparse.csr_matrix(
        (np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(rows), max(width, 1))
    )


def _company(mention: Mention) -> frozenset[tuple[str, str, str]]:
    """The co-authors by whole name, without whoever is written like the person."""
    return frozenset(plain_key(name) for name in mention.coauthors) - {("", "", ""), plain_key(mention.name)}


def measure(around: Surroundings, one: Array, other: Array, relation: Array) -> dict[str, Array]:
    """Return the figures of pairs of mentions, by name; the weights go by these names."""
    rarity = np.maximum(around.rarity[one], around.rarity[other])
    both_east_asian = (around.syllables[one] > 0) & (around.syllables[other] > 0)
    fewest = np.where(both_east_asian, np.minimum(around.syllables[one], around.syllables[other]), 0)
    whole, short = _shared(around.whole, one, other), _shared(around.short, one, other)
    apart = short < 1e-6
    circle = np.maximum(_acquainted(around, one, other), _acquainted(around, other, one))
    known = (around.domain[one] >= 0) & (around.domain[other] >= 0)
    same_place = known & (around.domain[one] == around.domain[other])
    dated = (around.year[one] > 0) & (around.year[other] > 0)
    gap = np.abs(around.year[one] - around.year[other]) * dated
    same_venue = (around.venue[one] >= 0) & (around.venue[one] == around.venue[other])
    rungs = np.sort([around.rung[one], around.rung[other]], axis=0)
    partners = np.sort([around.partners[one], around.partners[other]], axis=0)
    figures = {f"name: {kind.name.lower()}": relation == kind for kind in Relation}
    figures |= {
        "rarity": rarity,
        "one syllable": fewest == 1,
        "two syllables": fewest == 2,
        "typed differently": (relation == Relation.SAME) & (around.spelt[one] != around.spelt[other]),
        "co-authors": np.sqrt(whole),
        "co-authors by initial": np.sqrt(short),
        "co-authors, many": np.log1p(partners[1]) * ~apart,
        "no co-author in common": np.log1p(partners[0]) * apart,
        "circle": np.sqrt(circle) * apart,
        "organisation": same_place,
        "organisation, rare": same_place * around.domain_weight[one],
        "organisation's words": _shared(around.organisations, one, other) * ~same_place,
        "other organisation": known & ~same_place,
        "other organisation at once": known & ~same_place & (gap <= 1),
        "topic": np.sqrt(_shared(around.topics, one, other)),
        "title": np.sqrt(_shared(around.titles, one, other)),
        "years apart": np.minimum(gap, LONG_AGO) / 10,
        "venue": same_venue,
        "venue, rare": same_venue * around.venue_rarity[one] / 5,
        "career": (rungs[0] == STUDENT) & (rungs[1] == PROFESSOR),
    }
    return _crossed({name: np.asarray(values, dtype=np.float64) for name, values in figures.items()}, apart)


def _crossed(figures: dict[str, Array], apart: Array) -> dict[str, Array]:
    """Add what only means something together: above all, how much a fact says depends on how rare the name is."""
    common = (figures["rarity"] + 3) / 3
    for name in (
        "name: same", "name: middle_missing", "name: initial", "co-authors", "circle", "organisation",
        "other organisation", "no co-author in common", "venue", "topic",
    ):  # fmt: skip
        figures[f"{name} × common"] = figures[name] * common
    facts = ("co-authors", "organisation", "circle", "topic", "venue")
    for first, second in itertools.combinations(facts, 2):
        figures[f"{first} × {second}"] = figures[first] * figures[second]
    nothing = (apart & (figures["organisation"] == 0) & (figures["circle"] < 1e-6)).astype(float)
    figures["nothing"] = nothing
    for name in ("one syllable", "two syllables", "other organisation"):
        figures[f"nothing × {name}"] = nothing * figures[name]
    figures["one syllable × other organisation"] = figures["one syllable"] * figures["other organisation"]
    return figures


def _shared(table: sparse.csr_matrix, one: Array, other: Array) -> Array:
    return np.maximum(np.asarray(table[one].multiply(table[other]).sum(axis=1)).ravel(), 0.0)


def _acquainted(around: Surroundings, one: Array, other: Array) -> Array:
    shared = around.partners_of[one].multiply(around.partners_of_partners[other])
    return np.asarray(shared.sum(axis=1)).ravel()
