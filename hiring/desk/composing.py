"""A first text, made of what a role says already. Free of Django."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What a role says in its own fields."""

    title: str
    problem: str = ""
    outcomes: str = ""
    strengths: Sequence[str] = ()
    musts: Sequence[str] = ()
    nices: Sequence[str] = ()
    duties: Sequence[str] = ()
    bars: Sequence[tuple[str, str]] = ()

    @property
    def says_anything(self) -> bool:
        """Whether there is more than a title: a role of which nothing is written has no text to find fault with."""
        return bool(self.problem.strip() or self.outcomes.strip() or self.musts or self.nices or self.duties)


def compose(said: Said) -> str:
    """Put it in the order people read it in, under headings the linter knows; nothing is added to it."""
    strength = (
        f"Main strength we hire for: {' or '.join(_lower(one) for one in said.strengths)}." if said.strengths else ""
    )
    parts = [
        said.title.strip(),
        said.problem.strip(),
        strength,
        _part("What will be different", [said.outcomes.strip()] if said.outcomes.strip() else []),
        _list("What you will do", said.duties),
        _list("You need", said.musts),
        _list("Nice to have", said.nices),
        _list("Minimum bars", [f"{name}: {anchor.strip()}" for name, anchor in said.bars]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _list(heading: str, lines: Iterable[str]) -> str:
    return _part(heading, [f"- {line}" for line in lines])


def _part(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *lines]) if lines else ""


def _lower(words: str) -> str:
    """“Generalist software engineering” in the middle of a sentence; “ML debugging” stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
