"""Which role profiles a text asks for at once."""

import re
from dataclasses import dataclass

from hiring.linter.mentions import Mention
from hiring.linter.reading import RoleText
from hiring.linter.terms import Kind, Span

# Role profiles by the slugs they are shipped under; managing people and building front ends are jobs of their own, and no profile of ours.
_PROFILES = {
    "research": ("ml-researcher", "ML researcher"),
    "software": ("ml-engineer", "ML engineer"),
    "data engineering": ("data-engineer", "Data engineer"),
    "infrastructure": ("ml-platform-engineer", "ML platform engineer"),
    "management": ("", "Manager of people"),
    "front end": ("", "Front-end developer"),
}
_PRODUCT = ("ml-product-manager", "ML product manager")
_ANALYTICS = ("data-scientist", "Data scientist")
_ANALYTICS_WORDS = ("dashboard", "tableau", "power", "looker", "business", "kpi", "a/b", "excel", "report", "advanced")
# What a title says first counts: a “research engineer” is a researcher.
_TITLES = (
    ("ml-researcher", "ML researcher", r"research(er)?( (scientist|engineer|associate|fellow|intern))?|postdoc\w*"),
    ("ml-product-manager", "ML product manager", r"product (manager|owner|lead)"),
    ("data-engineer", "Data engineer", r"data engineer"),
    ("ml-platform-engineer", "ML platform engineer", r"ml ?ops|(platform|infrastructure) engineer"),
    ("data-scientist", "Data scientist", r"data scien(tist|ce)|analyst"),
    (
        "ml-engineer",
        "ML engineer",
        r"(machine[ -]learning|ml|ai|nlp|llm|deep learning|vision|speech|search|robotics) (\w+ )?(engineer|developer|programmer)|applied scientist",
    ),
)
ENOUGH_IN_DUTIES = 2
CROWDED = 3  # kinds of job among the must-haves from which on a tool's name alone stands for one


@dataclass(frozen=True)
class AskedProfile:
    """A kind of job the text asks for, by the words that say so. `slug` is empty where we have no such profile."""

    slug: str
    name: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]


def profiles_asked(role: RoleText) -> tuple[AskedProfile, ...]:
    """Return the profiles, the one with most words first: the title's, those one must-have names, those two duties or tools name."""
    found: dict[tuple[str, str], list[Mention]] = {}
    musts = role.mentioned("family", Kind.MUST)
    is_crowded = len({one.name for one in musts}) >= CROWDED
    tools = set() if is_crowded else {one.start for one in role.mentioned("tool", Kind.MUST)}
    telling = {one.start for one in musts} - tools
    for one in _titled(role):
        found[(one.group, one.name)] = [one]
        telling.add(one.start)
    for one in role.mentioned("family", Kind.MUST, Kind.DUTY, Kind.TITLE):
        found.setdefault(_profile_of(role, one), []).append(one)
    asked = [
        _asked(role, key, mentions)
        for key, mentions in found.items()
        if len(mentions) >= ENOUGH_IN_DUTIES or any(one.start in telling for one in mentions)
    ]
    return tuple(sorted(asked, key=lambda one: -len(one.words)))


def _titled(role: RoleText) -> list[Mention]:
    """The profile a title names, under its slug and name, where the text has a title."""
    title = next(iter(role.of(Kind.TITLE)), None)
    for slug, name, words in _TITLES if title else ():
        if title and (match := re.search(rf"\b({words})\b", title.words, re.IGNORECASE)):
            return [Mention(slug, name, title.start + match.start(), title.start + match.end())]
    return []


def _profile_of(role: RoleText, one: Mention) -> tuple[str, str]:
    if one.name in _PROFILES:
        return _PROFILES[one.name]
    is_analytics = role.text[one.start : one.end].lower().startswith(_ANALYTICS_WORDS)
    return _ANALYTICS if is_analytics else _PRODUCT


def _asked(role: RoleText, key: tuple[str, str], mentions: list[Mention]) -> AskedProfile:
    words = dict.fromkeys(role.text[one.start : one.end] for one in mentions)
    return AskedProfile(*key, tuple(words), tuple(Span(one.start, one.end) for one in mentions))
