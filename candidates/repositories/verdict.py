"""Whose code a repository is, seen from one paper: official, an author's, somebody else's, or not to be told.

The order of the evidence: the paper links the repository; the README says so; the owner is an author or the authors' own
organisation; else the community. Measured in `config/evidence/`. What is not clear stays unknown: a wrong “official” would
hide an implementer, and a wrong “community” would take an author for one.
"""

import dataclasses
import enum
import re

from candidates.connectors.links import LinkKind, find_links
from candidates.people.names import fold
from candidates.repositories.owners import NameLikeness, most_alike

# An author further down the list of contributors says little: upstream's history comes along with a copy.
CONTRIBUTORS_READ = 3
README_READ = 6_000


class Verdict(enum.StrEnum):
    """Whose code it is."""

    OFFICIAL = "official"
    AUTHORS = "authors"
    COMMUNITY = "community"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """The paper, as far as it bears on the question. `text` is all of it that we hold: abstract and comments."""

    title: str
    authors: tuple[str, ...] = ()
    arxiv_id: str = ""
    text: str = ""
    affiliations: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """The repository, as far as it bears on the question. None: not known. Contributors come in the order of their commits."""

    name: str
    readme: str | None = None
    description: str = ""
    owner_is_organisation: bool | None = None
    owner_name: str = ""
    is_fork: bool = False
    parent: str = ""
    contributors: tuple[str, ...] | None = None
    paper_page_names_it: bool = False

    @property
    def owner(self) -> str:
        return self.name.split("/")[0]


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, and what it rests on, in words."""

    verdict: Verdict
    reasons: tuple[str, ...]


# “Unofficial”, “a re-implementation”: whoever writes this is not the author.
DENIES = re.compile(
    r"\bun-?official\b|\bnon-?official\b|\bnot (?:an? |the )?official\b|\bre-?implementation of\b|\bnot affiliated\b"
    r"|\bthird[- ]party implementation\b|\bmy (?:own )?(?:\w+ )?(?:re-?)?implementation of\b"
    r"|\b(?:reproduc|replicat)(?:ion|ing|es|e) (?:of )?(?:the )?(?:results|paper|experiments)\b"
)
OWN_WORDS = re.compile(
    r"\bour (?:[\w-]+ ){0,4}(?:paper|work|article|publication|submission|preprint)\b"
    r"|\b(?:in|of|for|from|with) our (?:[\w-]+ ){0,3}(?:\d{4} )?(?:paper|work)\b|\bwe (?:propose|introduce|present)\b"
)
CLAIMS = re.compile(
    r"\bthis (?:repo|repository|is|project|code|page)\b[^.\n]{0,60}\bofficial\b"
    r"|\bofficial (?:[\w/+.-]+ ){0,5}(?:code|codes|codebase|implementation|repo|repository|release|source)\b"
    r"|\b(?:code|codes|codebase|implementation|repository|repo|data) (?:and \w+ )?(?:release )?(?:for|of|accompanying) (?:the |our )(?:[\w-]+ ){0,4}paper\b"
)
# “The official code is here: …”, “ported from the official implementation”: about somebody else's.
ELSEWHERE = re.compile(
    r"\b(?:from|on|see|using|like|than|with|to|of|in|upon|follow\w*|unlike|original|their|authors'?) (?:the |their |its )?$|\b(?:original|authors'?|their) \W*$"
)


def judge(subject: Subject, code: Code) -> Judged:
    """Say whose code a repository is. Any text is answered; nothing is asked of the network."""
    if _links_to(subject.text, code.name):
        return Judged(Verdict.OFFICIAL, ("The paper itself links to this repository.",))
    if code.is_fork:
        return Judged(Verdict.UNKNOWN, (f"It is a fork of {code.parent or 'another repository'}: look at that one.",))
    readme = fold(f"{code.description}\n{code.readme or ''}"[:README_READ])
    if denial := DENIES.search(readme):
        return Judged(Verdict.COMMUNITY, (f"Its README says “{_quote(denial[0])}”.",))
    alike = most_alike(code.owner, subject.authors)
    named = _names(readme, subject)
    claim = _claim(readme)
    if claim and (named or alike.likeness):
        return Judged(
            Verdict.OFFICIAL, (f"Its README says “{_quote(claim)}”" + (" and names this paper." if named else "."),)
        )
    if code.paper_page_names_it and not _someone_else(code, subject):
        return Judged(Verdict.OFFICIAL, ("The paper's page on Hugging Face names this repository.",))
    return _by_people(subject, code, named=named)


def _by_people(subject: Subject, code: Code, *, named: bool) -> Judged:
    """Decide by who owns the repository and who wrote it."""
    alike = most_alike(code.owner, subject.authors)
    if code.owner_is_organisation is not True and alike.likeness:
        return Judged(
            Verdict.AUTHORS, (f"The owner's login {alike.likeness.words} the name of {alike.name}, an author.",)
        )
    if code.owner_name and _same_name(code.owner_name, subject.authors):
        return Judged(Verdict.AUTHORS, (f"The owner goes by {code.owner_name}, the name of an author.",))
    if lab := _lab(code, subject):
        return Judged(Verdict.AUTHORS, (f"The owner is an organisation of the authors: {lab}.",))
    writer = _writing_author(code, subject)
    if writer and code.owner_is_organisation:
        return Judged(Verdict.AUTHORS, (f"It belongs to an organisation, and {writer} seems to be an author.",))
    if writer:
        words = f"{writer}, who seems to be an author, wrote most of it, yet it is not theirs: it may be a copy of the official code."
        return Judged(Verdict.UNKNOWN, (words,))
    if code.owner_is_organisation is None or code.readme is None:
        words = "Neither the paper nor the owner's name tells, and there is no README that could."
        return Judged(Verdict.UNKNOWN, (words,))
    if code.owner_is_organisation:
        return Judged(
            Verdict.UNKNOWN, ("It belongs to an organisation, and nothing says whether the authors work there.",)
        )
    if not subject.authors:
        return Judged(Verdict.UNKNOWN, ("The paper's authors are not known, so nobody can be compared with them.",))
    reasons = [
        "Neither the paper nor the README calls it official.",
        "Its owner does not read like any of the authors.",
    ]
    if named:
        reasons.append("The README names the paper.")
    return Judged(Verdict.COMMUNITY, tuple(reasons))


def _links_to(text: str, name: str) -> bool:
    return any(link.kind is LinkKind.GITHUB_REPOSITORY and link.identifier == name.lower() for link in find_links(text))


def _names(readme: str, subject: Subject) -> bool:
    """Say whether a README names the paper: its arXiv id, or its title however it is broken into lines."""
    title = _letters(subject.title)
    return bool(subject.arxiv_id and subject.arxiv_id in readme) or (len(title) >= 20 and title in _letters(readme))


def _letters(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _claim(readme: str) -> str:
    """Return the words by which a README calls itself the paper's own code; "" where it does not."""
    for found in CLAIMS.finditer(readme):
        before, after = readme[max(0, found.start() - 30) : found.start()], readme[found.end() : found.end() + 60]
        if ELSEWHERE.search(before) or re.match(
            r"[^.\n]{0,20}\b(?:is|are|can be)\b[^.\n]{0,30}\b(?:here|found|available)\b", after
        ):
            continue
        return found[0]
    own = OWN_WORDS.search(readme)
    return own[0] if own else ""


def _someone_else(code: Code, subject: Subject) -> bool:
    """Say whether a person owns it who reads like none of the authors."""
    return (
        code.owner_is_organisation is False
        and bool(subject.authors)
        and not most_alike(code.owner, subject.authors).likeness
    )


def _same_name(name: str, authors: tuple[str, ...]) -> bool:
    words = sorted(fold(name).split())
    return len(words) > 1 and any(sorted(fold(author).split()) == words for author in authors)


def _lab(code: Code, subject: Subject) -> str:
    """Return the affiliation that the owning organisation's name or login spells, if one does."""
    if code.owner_is_organisation is not True:
        return ""
    names = {_letters(code.owner), _letters(code.owner_name)}
    names = {name for name in names if len(name) >= 5}
    return next(
        (
            place
            for place in subject.affiliations
            if any(name in _letters(place) or _letters(place) == name for name in names)
        ),
        "",
    )


def _writing_author(code: Code, subject: Subject) -> str:
    """Return the login among the first contributors that spells an author's name; "" where none does."""
    for login in (code.contributors or ())[:CONTRIBUTORS_READ]:
        if most_alike(login, subject.authors).likeness is NameLikeness.FULLY:
            return login
    return ""


def _quote(text: str) -> str:
    return " ".join(text.split())[:80]
