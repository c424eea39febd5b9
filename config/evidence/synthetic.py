"""`python -m config.evidence.synthetic 100000`: invented mentions of a world that grows with their number, and how fast they resolve.

Names are drawn so that few are very common and most are rare, as in life; everybody works in a circle of co-authors at one place.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator

from candidates.identity.mentions import Mention
from candidates.identity.resolution import resolve

SYLLABLES = [
    "an",
    "bo",
    "chi",
    "da",
    "el",
    "fa",
    "gu",
    "hi",
    "jo",
    "ka",
    "lu",
    "mi",
    "na",
    "or",
    "pe",
    "qui",
    "ra",
    "so",
    "tu",
    "vi",
    "wa",
    "xi",
    "yo",
    "ze",
    "bra",
    "dre",
    "fli",
    "gro",
    "kle",
    "pra",
    "ste",
    "tri",
]
COMMON_GIVEN = "Wei Jun Lei Hao Yang Min Anna Maria John David Li Jing Peter Yu Fei".split()  # noqa: SIM905
COMMON_FAMILY = "Wang Li Zhang Liu Chen Kim Lee Nguyen Smith Kumar Yang Zhao".split()  # noqa: SIM905
PAPERS_EACH = 4
CIRCLE = 12
AUTHORS = 4
SHARE_COMMON = 0.08


def invented(count: int, seed: int = 1) -> Iterator[Mention]:
    """Return about `count` mentions, a paper's authors one after the other."""
    draw = random.Random(seed)  # noqa: S311
    people = [name(draw) for _ in range(max(count // PAPERS_EACH, CIRCLE))]
    made = paper = 0
    while made < count:
        paper += 1
        start = draw.randrange(len(people))
        circle = [(start + step) % len(people) for step in range(CIRCLE)]
        authors = draw.sample(circle, AUTHORS)
        names = [written_by(people[one], draw) for one in authors]
        place = start // CIRCLE
        for position, one in enumerate(names, start=1):
            yield Mention(
                mid=f"{paper}#{position}",
                name=one,
                paper=str(paper),
                position=position,
                title=" ".join(draw.choices(SYLLABLES, k=3)) + f" topic{place % 500} method{draw.randrange(2_000)}",
                venue=f"venue{draw.randrange(40)}",
                year=draw.randrange(2005, 2027),
                coauthors=tuple(other for other in names if other is not one),
                domain=f"place{place}.example" if draw.random() < 0.7 else "",
            )
        made += AUTHORS


def name(draw: random.Random) -> tuple[str, str]:
    """Return an invented given and family name; one in twelve is made of common ones."""
    if draw.random() < SHARE_COMMON:
        return draw.choice(COMMON_GIVEN), draw.choice(COMMON_FAMILY)
    given, family = ("".join(draw.choices(SYLLABLES, k=draw.choice((2, 3)))).title() for _ in range(2))
    return given, family


def written_by(person: tuple[str, str], draw: random.Random) -> str:
    """Return how somebody writes their name this time."""
    given, family = person
    chance = draw.random()
    if chance < 0.1:
        return f"{given[0]}. {family}"
    return f"{given} {draw.choice('ABCDEFGH')}. {family}" if chance < 0.15 else f"{given} {family}"


def timed(count: int) -> tuple[float, float]:
    """Resolve so many invented mentions: seconds, and the most memory this process ever held in MiB."""
    mentions = list(invented(count))
    began = time.perf_counter()
    resolve(mentions)
    return time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure for each number given."""
    for count in map(int, sys.argv[1:]):
        took, memory = timed(count)
        sys.stdout.write(f"{count:,} mentions: {took:.0f} s, {count / took:,.0f} a second, at most {memory:,.0f} MiB\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
