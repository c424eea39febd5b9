"""Which role profiles a text asks for at once."""

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
ENOUGH_IN_DUTIES = 2


@dataclass(frozen=True)
class AskedProfile:
    """A kind of job the text asks for, by the words that say so. `slug` is empty where we have no such profile."""

    slug: str
    name: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]


def profiles_asked(role: RoleText) -> tuple[AskedProfile, ...]:
    """Return the profiles, the one with most words first. One must-have is enough; of duties it takes two words."""
    found: dict[tuple[str, str], list[Mention]] = {}
    in_musts = {one.start for one in role.mentioned("family", Kind.MUST)}
    for one in role.mentioned("family", Kind.MUST, Kind.DUTY, Kind.TITLE):
        found.setdefault(_profile_of(role, one), []).append(one)
    asked = [
        _asked(role, key, mentions)
        for key, mentions in found.items()
        if len(mentions) >= ENOUGH_IN_DUTIES or any(one.start in in_musts for one in mentions)
    ]
    return tuple(sorted(asked, key=lambda one: -len(one.words)))


def _profile_of(role: RoleText, one: Mention) -> tuple[str, str]:
    if one.name in _PROFILES:
        return _PROFILES[one.name]
    is_analytics = role.text[one.start : one.end].lower().startswith(_ANALYTICS_WORDS)
    return _ANALYTICS if is_analytics else _PRODUCT


def _asked(role: RoleText, key: tuple[str, str], mentions: list[Mention]) -> AskedProfile:
    words = dict.fromkeys(role.text[one.start : one.end] for one in mentions)
    return AskedProfile(*key, tuple(words), tuple(Span(one.start, one.end) for one in mentions))
