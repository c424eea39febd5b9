"""Whether somebody of ours stands too close to a candidate to judge them: what papers, handles and their own word say. Free of Django.

What is found is a proposal with its evidence; a person decides. Years are calendar years.
"""

import dataclasses
import datetime as dt
import re

from candidates.conflicts.enums import ConflictKind, TieKind
from candidates.matching.names import Names, compare_names
from candidates.people.names import fold, take_apart

LONGEST_TITLE = 120
# Words that say what kind of place it is, not which.
PLACELESS = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "at",
        "in",
        "de",
        "der",
        "die",
        "das",
        "du",
        "des",
        "la",
        "le",
        "fur",
        "und",
        "et",
        "a",
        "an",
        "university",
        "universitat",
        "universite",
        "universidad",
        "universita",
        "institute",
        "institut",
        "instituto",
        "department",
        "dept",
        "school",
        "college",
        "faculty",
        "lab",
        "labs",
        "laboratory",
        "laboratories",
        "group",
        "team",
        "research",
        "center",
        "centre",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "ag",
        "corp",
        "corporation",
        "company",
        "co",
        "sa",
        "bv",
        "plc",
    ]
)
DEPARTMENTS = frozenset(["department", "dept", "school", "faculty", "division", "group", "team", "chair"])
ORGANISATIONS = frozenset(
    [
        "university",
        "universitat",
        "universite",
        "universidad",
        "universita",
        "institute",
        "institut",
        "instituto",
        "college",
        "laboratory",
        "laboratories",
        "lab",
        "labs",
        "research",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "ag",
        "corp",
        "corporation",
        "company",
    ]
)
PARTS = re.compile(r"[,;/|·]")


@dataclasses.dataclass(frozen=True, slots=True)
class Mention:
    """A name on a paper, with what stands beside it."""

    name: str
    orcid: str = ""
    openreview: str = ""
    affiliation: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """A paper of the candidate: the candidate's own mention and those of the others. `year` is None where the source gives none."""

    title: str
    year: int | None
    own: Mention
    others: tuple[Mention, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Tie:
    """What one of us says of themselves. An open end means: still so."""

    kind: TieKind
    name: str
    since: int | None = None
    until: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Colleague:
    """One of us: every spelling of the name, handles by kind, ties, and places that stand beside their own identifier on papers."""

    names: tuple[str, ...]
    handles: frozenset[tuple[str, str]] = frozenset()
    ties: tuple[Tie, ...] = ()
    places: tuple[tuple[str, int], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """A candidate: their name, handles by kind, papers, and where they say they work now."""

    name: str
    handles: frozenset[tuple[str, str]] = frozenset()
    works: tuple[Work, ...] = ()
    headline: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Closeness:
    """One kind of conflict, and what speaks for it, in words that name no third person."""

    kind: ConflictKind
    evidence: tuple[str, ...]


def closeness(colleague: Colleague, subject: Subject, *, today: dt.date, years: int) -> list[Closeness]:
    """Return every kind of conflict that shows, with its evidence. `years`: how long a paper, an employer or a lab counts."""
    first = today.year - years
    found = [
        Closeness(ConflictKind.SAME_PERSON, same_person(colleague, subject)),
        Closeness(ConflictKind.ADVISOR, advised(colleague, subject)),
        Closeness(ConflictKind.COAUTHOR, shared_papers(colleague, subject, first)),
        Closeness(ConflictKind.LAB, shared_places(colleague, subject, first, today.year, TieKind.LAB)),
        Closeness(ConflictKind.EMPLOYER, shared_places(colleague, subject, first, today.year, TieKind.EMPLOYER)),
    ]
    if found[0].evidence:  # whoever is the candidate has every other conflict with them too
        return found[:1]
    return [one for one in found if one.evidence]


def same_person(colleague: Colleague, subject: Subject) -> tuple[str, ...]:
    """Handles that both have; a name alone proves nothing."""
    shared = colleague.handles & subject.handles
    for work in subject.works:
        shared |= colleague.handles & {("orcid", work.own.orcid), ("openreview", work.own.openreview)}
    return tuple(f"The same {kind} handle: {value}." for kind, value in sorted(shared) if value)


def advised(colleague: Colleague, subject: Subject) -> tuple[str, ...]:
    """Ties to an advisor or an advisee of the candidate's name."""
    words = {TieKind.ADVISOR: "Names {} as their advisor.", TieKind.ADVISEE: "Names {} as somebody they advised."}
    return tuple(
        words[tie.kind].format(tie.name)
        for tie in colleague.ties
        if tie.kind in words and compare_names(tie.name, subject.name) is Names.COMPATIBLE
    )


def shared_papers(colleague: Colleague, subject: Subject, first: int) -> tuple[str, ...]:
    """How many papers both wrote since the year `first`, and the last of them. A paper without a year counts: it may be new."""
    sure: list[Work] = []
    by_name: list[Work] = []
    for work in subject.works:
        if work.year is not None and work.year < first:
            continue
        how = [is_on_paper(colleague, mention) for mention in work.others]
        if "identifier" in how:
            sure.append(work)
        elif "name" in how:
            by_name.append(work)
    works = sure + by_name
    if not works:
        return ()
    last = max(works, key=lambda work: work.year or 0)
    count = "1 shared paper" if len(works) == 1 else f"{len(works)} shared papers"
    when = f", the last in {last.year}" if last.year else ""
    lines = [f"{count} since {first}{when}: “{last.title[:LONGEST_TITLE]}”."]
    if by_name:
        some = "All" if not sure else f"{len(by_name)} of them"
        lines.append(f"{some} known by the name alone: it may be somebody else of that name.")
    return tuple(lines)


def is_on_paper(colleague: Colleague, mention: Mention) -> str:
    """Return how we know a mention to be this colleague: by an "identifier", by the "name" alone, or "" where it is not.

    Another person's identifier beside the same name means another person.
    """
    for kind, value in (("orcid", mention.orcid), ("openreview", mention.openreview)):
        if not value:
            continue
        if (kind, value) in colleague.handles:
            return "identifier"
        if any(known == kind for known, _ in colleague.handles):
            return ""
    same = (compare_names(name, mention.name) is Names.COMPATIBLE for name in colleague.names if is_full(name))
    return "name" if is_full(mention.name) and any(same) else ""


def is_full(name: str) -> bool:
    """Whether a name has a given name written out: “J. Lee” fits too many people to speak of a conflict."""
    parts = take_apart(name)
    return bool(parts.family) and any(len(word) > 1 for word in parts.given)


def shared_places(colleague: Colleague, subject: Subject, first: int, this_year: int, kind: TieKind) -> tuple[str, ...]:
    """Employers or labs of both at one time since the year `first`. Affiliations on papers count as employers."""
    theirs = [(work.own.affiliation, work.year, "on a paper") for work in subject.works if work.own.affiliation]
    if subject.headline:
        theirs.append((subject.headline, this_year, "in their headline"))
    ours = [(tie.name, tie.since, tie.until) for tie in colleague.ties if tie.kind == kind]
    if kind == TieKind.EMPLOYER:
        # A place beside their own identifier is only known for its year; a year either side is still the same time there.
        ours += [(name, year - 1, year + 1) for place, year in colleague.places for name in organisations(place)]
    lines: dict[str, str] = {}
    for name, since, until in ours:
        for text, year, where in theirs:
            if year is None or not max(first, since or 0) <= year <= (until or this_year):
                continue
            if place := place_in(name, text):
                lines.setdefault(" ".join(sorted(place)), f"{name[:LONGEST_TITLE]}: the candidate in {year}, {where}.")
    return tuple(lines.values())


def place_in(name: str, text: str) -> frozenset[str]:
    """Return the telling words of a place if one part of an affiliation holds them all; nothing where it does not.

    “University of Oslo” is not found in “Oslo”: where a city alone would tell the place, the part must speak of an organisation as well.
    """
    wanted = telling(name)
    is_city = len(wanted) == 1 and speaks_of_an_organisation(name)
    for part in PARTS.split(text):
        if wanted and wanted <= telling(part) and (not is_city or speaks_of_an_organisation(part)):
            return wanted
    return frozenset()


def speaks_of_an_organisation(text: str) -> bool:
    return bool(set(fold(text).split()) & ORGANISATIONS)


def organisations(affiliation: str) -> list[str]:
    """Return the organisations of an affiliation as papers print it, without departments, cities and countries."""
    parts = [part.strip() for part in PARTS.split(affiliation) if part.strip()]
    whole = [part for part in parts if not set(fold(part).replace(".", " ").split()) & DEPARTMENTS]
    named = [part for part in whole[1:] if set(fold(part).split()) & ORGANISATIONS]
    return whole[:1] + named


def telling(text: str) -> frozenset[str]:
    """The words of a place that tell it from others; all of them where it has no such words."""
    words = re.findall(r"[^\W_]+", fold(text))
    kept = frozenset(word for word in words if word not in PLACELESS)
    return kept or frozenset(words)
