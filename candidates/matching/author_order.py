"""Whether the authors of a paper stand in alphabetical order, where “first author” means nothing."""

from collections.abc import Sequence

from candidates.people.names import skeleton, take_apart

# Four names stand in order by chance once in 24 papers, three once in six: with fewer the notice would mostly be wrong.
FEWEST_AUTHORS = 4


def is_alphabetical(names: Sequence[str]) -> bool:
    """Say whether at least four authors stand in the order of their family names."""
    if len(names) < FEWEST_AUTHORS:
        return False
    plain = [_sort_key(name) for name in names]
    with_particles = [_sort_key(name, particles=True) for name in names]
    return all(plain) and (plain == sorted(plain) or with_particles == sorted(with_particles))


def _sort_key(name: str, *, particles: bool = False) -> str:
    parts = take_apart(name)
    family = (*parts.particles, *parts.family) if particles else parts.family
    return " ".join(skeleton(word) for word in family)
