"""How likely two records are one person, with the reasons in words. It proposes; a person decides.

The rule and its limits come from measurements on author names with known owners: a compatible name alone joins
different people in about one of six cases, a compatible name with a shared co-author or e-mail domain in one of 200.
"""

import dataclasses
import enum
from collections.abc import Iterable

from candidates.matching.names import Names, compare_names
from candidates.people.enums import IdentityKind
from candidates.people.names import fold, take_apart

# Equal values of these belong to one person. A phone may be a household's, a home page a group's: hints only.
STRONG_KINDS = (
    IdentityKind.EMAIL,
    IdentityKind.ORCID,
    IdentityKind.OPENREVIEW,
    IdentityKind.GITHUB,
    IdentityKind.SCHOLAR,
    IdentityKind.LINKEDIN,
    IdentityKind.HUGGINGFACE,
    IdentityKind.ARXIV,
)
HINT_KINDS = (IdentityKind.PHONE, IdentityKind.HOMEPAGE)
# Nobody has two of these by design, so two different ones speak against.
ONE_EACH = (IdentityKind.ORCID,)
# A shared address at these says nothing about who works with whom.
MAIL_PROVIDERS = frozenset(
    {
        "126.com", "163.com", "aol.com", "fastmail.com", "free.fr", "gmail.com", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
        "googlemail.com", "hey.com", "hotmail.com", "icloud.com", "live.com", "mail.com", "mail.ru", "me.com", "msn.com",
        "naver.com", "orange.fr", "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "rediffmail.com",
        "users.noreply.github.com", "web.de", "wp.pl", "yahoo.co.in", "yahoo.co.jp", "yahoo.com", "yandex.com", "yandex.ru",
    }
)  # fmt: skip


class Likeness(enum.IntEnum):
    """How sure the proposal is; the higher, the surer."""

    POSSIBLE = 1
    LIKELY = 2
    STRONG = 3

    @property
    def words(self) -> str:
        return {1: "Same name", 2: "Likely the same person", 3: "Almost certainly the same person"}[self.value]


@dataclasses.dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one person.

    `identities` holds (kind, canonical value); `papers` (paper, place this person has among its authors),
    `coauthors` the other authors' names, folded; `files` the hashes of uploaded files.
    """

    name: str
    identities: frozenset[tuple[str, str]] = frozenset()
    papers: frozenset[tuple[str, int]] = frozenset()
    coauthors: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    @property
    def domains(self) -> frozenset[str]:
        """The e-mail domains that say where somebody works or studies."""
        emails = (value for kind, value in self.identities if kind == IdentityKind.EMAIL)
        return frozenset(domain for email in emails if (domain := email.rpartition("@")[2]) not in MAIL_PROVIDERS)


@dataclasses.dataclass(frozen=True, slots=True)
class Resemblance:
    """A proposal: how likely, why, and what speaks against it."""

    likeness: Likeness
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()


def coauthor_names(names: Iterable[str]) -> frozenset[str]:
    """Return names as `Profile.coauthors` wants them."""
    return frozenset(folded for name in names if (folded := fold(name)))


def resemblance(one: Profile, other: Profile) -> Resemblance | None:
    """Compare two records; None where there is nothing to propose. Symmetric."""
    names = compare_names(one.name, other.name)
    strong, hints = _shared(one, other, STRONG_KINDS), _shared(one, other, HINT_KINDS)
    if one.files & other.files:
        strong.append("the same file")
    places = _same_place(one, other)
    against = _against(one, other, names)
    if places is False and not strong:
        return None  # two authors of one paper are two people
    if places is False:
        against.append("they stand side by side on one paper")
    if places is True:
        strong.append("the same place on the same paper")
    if strong:
        return Resemblance(
            Likeness.LIKELY if against else Likeness.STRONG, tuple(_upper(strong)), tuple(_upper(against))
        )
    # Different ORCID iDs, or names that cannot be one person's, need more than circumstances.
    if names is not Names.COMPATIBLE or against:
        return None
    same = sorted(take_apart(one.name).words) == sorted(take_apart(other.name).words)
    reason = "the same name" if same else "a name one person may write both ways"
    circumstances = hints + _circumstances(one, other)
    likeness = Likeness.LIKELY if circumstances else Likeness.POSSIBLE
    return Resemblance(likeness, tuple(_upper([reason, *circumstances])))


def _shared(one: Profile, other: Profile, kinds: tuple[IdentityKind, ...]) -> list[str]:
    common = one.identities & other.identities
    return [f"the same {_spoken(kind)}" for kind in kinds if any(shared == kind for shared, _ in common)]


def _spoken(kind: IdentityKind) -> str:
    spoken = {
        IdentityKind.EMAIL: "e-mail address",
        IdentityKind.PHONE: "phone number",
        IdentityKind.ORCID: "ORCID iD",
        IdentityKind.HOMEPAGE: "home page",
        IdentityKind.ARXIV: "arXiv author page",
    }
    return spoken.get(kind, f"{kind.label} account")


def _same_place(one: Profile, other: Profile) -> bool | None:
    """True for the same place on a paper both have, False for different places, None without a common paper."""
    if one.papers & other.papers:
        return True
    common = {paper for paper, _ in one.papers} & {paper for paper, _ in other.papers}
    return False if common else None


def _against(one: Profile, other: Profile, names: Names) -> list[str]:
    against = ["the names do not fit together"] if names is Names.INCOMPATIBLE else []
    for kind in ONE_EACH:
        mine = {value for its_kind, value in one.identities if its_kind == kind}
        theirs = {value for its_kind, value in other.identities if its_kind == kind}
        if mine and theirs and not mine & theirs:
            against.append(f"different {_spoken(kind)}s")
    return against


def _circumstances(one: Profile, other: Profile) -> list[str]:
    found = []
    if shared := one.coauthors & other.coauthors:
        found.append("a co-author in common" if len(shared) == 1 else f"{len(shared)} co-authors in common")
    if one.domains & other.domains:
        found.append("an e-mail address at the same organisation")
    return found


def _upper(reasons: list[str]) -> list[str]:
    return [f"{reason[0].upper()}{reason[1:]}" for reason in reasons]
