"""A mention is a name on one paper with what stands around it. What goes into resolving, and what comes out."""

import dataclasses
import enum


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """One author's place on one paper. Only `mid`, `name` and `paper` are needed; the more is known, the surer the answer.

    `ids` holds strong identifiers as (scheme, value): orcid, openreview, github, email.
    """

    mid: str
    name: str
    paper: str
    position: int = 0
    title: str = ""
    keywords: tuple[str, ...] = ()
    venue: str = ""
    year: int = 0
    coauthors: tuple[str, ...] = ()
    affiliation: str = ""
    domain: str = ""
    career: str = ""
    ids: tuple[tuple[str, str], ...] = ()


class Lane(enum.Enum):
    """What a link may be used for."""

    AUTO = "auto"
    REVIEW = "review"
    APART = "apart"


@dataclasses.dataclass(frozen=True, slots=True)
class Assignment:
    """Which person a mention belongs to: at best judgement (`cluster`), and by what is sure enough to act on (`auto_cluster`).

    `lane` is how sure the mention's strongest tie to the rest of its cluster is; `evidence` says in words what ties it there.
    """

    mid: str
    cluster: str
    auto_cluster: str
    lane: Lane
    evidence: tuple[str, ...]
