"""Which mentions are worth comparing: those whose names one person may write. Blocks are capped, so the work grows with the mentions."""

import itertools
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence

from candidates.identity.mentions import Mention
from candidates.identity.population import plain_key
from candidates.identity.spelling import Relation, Written, relate, written

# Up to so many names under one key are all compared; of more, each with its neighbours in the alphabet.
MOST_NAMES = 150
NAME_NEIGHBOURS = 40
# Up to so many pairs of mentions of two names are all compared; of more, those that share a co-author or an organisation.
MOST_PAIRS = 12_000
NEIGHBOURS = 12


def pairs_of(mentions: Sequence[Mention], names: Sequence[Written]) -> tuple[array, array, array]:
    """Return three arrays of equal length: one mention, another, and how their names go together (`Relation`)."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        by_name[name.text].append(place)
    one, other, relations = array("i"), array("i"), array("b")

    def take(left: list[int], right: list[int] | None, relation: Relation) -> None:
        for first, second in _mention_pairs(mentions, left, right):
            one.append(first)
            other.append(second)
            relations.append(relation)

    for places in by_name.values():
        take(places, None, Relation.SAME)
    for left, right, relation in related_names([written(text) for text in by_name]):
        take(by_name[left.text], by_name[right.text], relation)
    return one, other, relations


def related_names(names: Sequence[Written]) -> Iterator[tuple[Written, Written, Relation]]:
    """Return the pairs of distinct names that go together, each once."""
    blocks: dict[str, list[Written]] = defaultdict(list)
    for name in names:
        for key in name.keys:
            blocks[key].append(name)
    for key, block in blocks.items():
        for one, other in _name_pairs(block):
            # A pair meets under every key it shares; the first one counts.
            if (relation := relate(one, other)) is not None and key == min(set(one.keys) & set(other.keys)):
                yield one, other, relation


def _name_pairs(block: list[Written]) -> Iterator[tuple[Written, Written]]:
    if len(block) <= MOST_NAMES:
        yield from itertools.combinations(block, 2)
        return
    ordered = sorted(block, key=lambda name: (name.given, name.family_key, name.text))
    for place, name in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + NAME_NEIGHBOURS]:
            yield name, other


def _mention_pairs(mentions: Sequence[Mention], left: list[int], right: list[int] | None) -> Iterator[tuple[int, int]]:
    """Return the pairs between two lists of places, or within one."""
    number = len(left) * (len(left) - 1) // 2 if right is None else len(left) * len(right)
    if number <= MOST_PAIRS:
        yield from itertools.combinations(left, 2) if right is None else itertools.product(left, right)
        return
    side = dict.fromkeys(left, 0) | ({} if right is None else dict.fromkeys(right, 1))
    seen: set[tuple[int, int]] = set()
    for bucket in _buckets(mentions, side):
        for at, first in enumerate(bucket):
            for second in bucket[at + 1 : at + 1 + NEIGHBOURS]:
                if (right is None or side[first] != side[second]) and (first, second) not in seen:
                    seen.add((first, second))
                    yield first, second


def _buckets(mentions: Sequence[Mention], places: dict[int, int]) -> Iterator[list[int]]:
    """Return lists of mentions that share a fact, in the order of their years, and the whole list in that order."""
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    ordered = sorted(places, key=lambda place: (mentions[place].year, place))
    for place in ordered:
        for coauthor in mentions[place].coauthors:
            sharing["co-author", plain_key(coauthor)[0]].append(place)
        if mentions[place].domain:
            sharing["domain", mentions[place].domain].append(place)
    yield from sharing.values()
    yield ordered
