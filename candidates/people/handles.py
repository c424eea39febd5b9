"""From what somebody typed to a person's handle: one spelling each, so that equal handles are equal strings."""

import re
from dataclasses import dataclass

from candidates.connectors.links import Link, LinkKind, find_links
from candidates.people.enums import IdentityKind
from candidates.people.refusals import IdentityRefused

OF_LINK: dict[LinkKind, IdentityKind] = {
    LinkKind.EMAIL: IdentityKind.EMAIL,
    LinkKind.ORCID: IdentityKind.ORCID,
    LinkKind.OPENREVIEW_PROFILE: IdentityKind.OPENREVIEW,
    LinkKind.GITHUB: IdentityKind.GITHUB,
    LinkKind.SCHOLAR: IdentityKind.SCHOLAR,
    LinkKind.LINKEDIN: IdentityKind.LINKEDIN,
    LinkKind.HUGGINGFACE: IdentityKind.HUGGINGFACE,
    LinkKind.HOMEPAGE: IdentityKind.HOMEPAGE,
}

# How a bare handle of each kind reads as a link, so that both go through the same recogniser.
AS_LINK: dict[IdentityKind, str] = {
    IdentityKind.GITHUB: "https://github.com/{}",
    IdentityKind.SCHOLAR: "https://scholar.google.com/citations?user={}",
    IdentityKind.ORCID: "https://orcid.org/{}",
    IdentityKind.LINKEDIN: "https://www.linkedin.com/in/{}",
    IdentityKind.HUGGINGFACE: "https://huggingface.co/{}",
    IdentityKind.OPENREVIEW: "https://openreview.net/profile?id={}",
}
PHONE = re.compile(r"\+?[0-9]{5,18}")
ARXIV_AUTHOR = re.compile(
    r"(?:https?://)?arxiv\.org/a/([a-z0-9_.'-]{2,60})/?|([a-z0-9_.'-]{2,60}_[a-z]_\d+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Handle:
    """A kind, its canonical value, and the page it leads to ("" where there is none)."""

    kind: IdentityKind
    value: str
    url: str = ""


def handle_of(kind: str, text: str) -> Handle:
    """Return the handle that `text` is, if it is one of `kind`; raises IdentityRefused."""
    kind = IdentityKind(kind)
    text = text.strip()
    if kind == IdentityKind.PHONE:
        return _phone(text)
    if kind == IdentityKind.ARXIV:
        return _arxiv_author(text)
    for attempt in (
        text,
        AS_LINK[kind].format(text.removeprefix("@")) if kind in AS_LINK and " " not in text else text,
    ):
        for found in handles_in(attempt):
            if found.kind == kind:
                return found
    raise IdentityRefused(f"“{text[:60]}” is not a handle of the kind {kind.label}.")


def handles_in(text: str) -> list[Handle]:
    """Return every handle of a person in a text, in its order."""
    return [_of_link(link) for link in find_links(text) if link.kind in OF_LINK]


def _of_link(link: Link) -> Handle:
    return Handle(OF_LINK[link.kind], link.identifier[:300], "" if link.kind == LinkKind.EMAIL else link.url[:500])


def _phone(text: str) -> Handle:
    digits = re.sub(r"[\s()./-]", "", text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if not PHONE.fullmatch(digits):
        raise IdentityRefused(f"“{text[:60]}” is not a phone number. Write it with its country, like +41 44 123 45 67.")
    return Handle(IdentityKind.PHONE, digits)


def _arxiv_author(text: str) -> Handle:
    if not (found := ARXIV_AUTHOR.fullmatch(text)):
        raise IdentityRefused(f"“{text[:60]}” is not an arXiv author page. It looks like arxiv.org/a/vasquez_e_1.")
    author = (found[1] or found[2]).lower()
    return Handle(IdentityKind.ARXIV, author, f"https://arxiv.org/a/{author}")
