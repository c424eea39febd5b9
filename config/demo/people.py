"""Invented candidates: names from all over, what they do, where they are, how they are found."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from faker import Faker

from config.demo.company import Featured
from config.demo.works import headlines
from workspace.catalogue.entries import Entry, read_entries

FILE = Path(__file__).parent / "people.toml"


@dataclass(frozen=True)
class Region:
    """Names that go together, and places with their time zones."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@dataclass
class Somebody:
    """A candidate as invented. `identities` are pairs of kind and value."""

    name: str
    headline: str
    place: str
    time_zone: str
    identities: list[tuple[str, str]] = field(default_factory=list)


@cache
def regions() -> tuple[Region, ...]:
    """Where invented people come from."""
    return read_entries(FILE, "region", _region, name="nothing")


def _region(entry: Entry) -> Region:
    return Region(given=entry.texts("given"), family=entry.texts("family"), places=tuple(entry.pairs("places")))


def invent_people(rng: random.Random, taken: set[str]) -> Iterator[Somebody]:
    """Candidates without end, no two of one name. `taken` are names that may not come up again."""
    fake = Faker("en_GB")
    fake.seed_instance(rng.random())
    while True:
        region = rng.choice(regions())
        name = f"{rng.choice(region.given)} {rng.choice(region.family)}"
        if name in taken:
            # A second given name, as people of one name use to tell themselves apart.
            name = f"{name.split()[0]} {rng.choice(region.given)[0]}. {' '.join(name.split()[1:])}"
        if name in taken:
            continue
        taken.add(name)
        place, zone = rng.choice(region.places)
        yield Somebody(name, "", place, zone, _identities(name, rng, fake))


def featured_person(one: Featured, rng: random.Random) -> Somebody:
    """Somebody whose state is arranged."""
    fake = Faker("en_GB")
    fake.seed_instance(rng.random())
    return Somebody(one.name, "", one.place, one.time_zone, _identities(one.name, rng, fake))


def headline_for(draw: str, rng: random.Random) -> str:
    """What somebody does who is drawn to a role of this kind."""
    return rng.choice(headlines()[draw])


def _identities(name: str, rng: random.Random, fake: Faker) -> list[tuple[str, str]]:
    plain = handle(name)
    found = [("email", f"{plain.replace('-', '.')}@mail.example")]
    if rng.random() < 0.55:
        # The word at the end keeps an invented handle from being somebody's.
        found.append(("github", f"{plain}-demo"))
    if rng.random() < 0.3:
        found.append(("orcid", invented_orcid(rng)))
    if rng.random() < 0.35:
        found.append(("openreview", f"~{name.replace(' ', '_').replace('.', '')}99"))
    if rng.random() < 0.4:
        found.append(("homepage", f"https://{plain}.example"))
    if rng.random() < 0.25:
        found.append(("phone", f"+44 7700 900{rng.randint(0, 999):03}"))
    if rng.random() < 0.2:
        found.append(("linkedin", f"{plain}-{fake.hexify('^^^^')}-demo"))
    return found


def handle(name: str) -> str:
    """A name in plain letters with hyphens: “Mei Sørensen” is mei-sorensen."""
    from candidates.people.names import fold

    return "-".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(name).split())


def invented_orcid(rng: random.Random) -> str:
    """A well-formed ORCID from a block that is never given out, so that it belongs to nobody."""
    digits = f"00000000{rng.randint(0, 9_999_999):07}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    whole = digits + ("X" if check == 10 else str(check))
    return "-".join(whole[at : at + 4] for at in range(0, 16, 4))
