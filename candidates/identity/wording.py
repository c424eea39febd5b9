"""Why two mentions are held to be one person, or not, in words that anybody can check."""

from candidates.identity.circumstances import STEM, WORD, rung, stems
from candidates.identity.mentions import Mention
from candidates.identity.population import Population, plain_key
from candidates.identity.spelling import Relation, relate, written

MOST_NAMED = 3
RARE, COMMON = 0.02, 0.5
FEW_YEARS, MANY_YEARS = 3, 12
SPELT = {
    Relation.SAME: "the same name",
    Relation.SPACING: "the same name, written together or apart",
    Relation.MIDDLE_AGREES: "the same name with a middle name that agrees",
    Relation.MIDDLE_MISSING: "the same name, a middle name left out",
    Relation.INITIAL: "the same family name and initial",
    Relation.SHORT_FORM: "the same family name and a short form of the given name",
    Relation.MISSPELT: "the same family name and a given name a letter apart",
    Relation.FAMILY_PART: "the same given name and one half of a double family name",
    Relation.REORDERED: "the same words in another order",
    Relation.FAMILY_MISSPELT: "the same given name and a family name a letter apart",
}
SCHEMES = {
    "orcid": "ORCID iD",
    "openreview": "OpenReview profile",
    "github": "GitHub account",
    "email": "e-mail address",
}


def evidence(one: Mention, other: Mention, people: Population, *, name_people: bool = True) -> tuple[str, ...]:
    """Return what speaks for the two being one person, the strongest first, then what speaks against it.

    Without `name_people` co-authors are counted, not named.
    """
    relation = relate(written(one.name), written(other.name))
    ids = _same_ids(one, other)
    name = SPELT[relation] if relation is not None else "names that do not fit together"
    return (
        *ids,
        name + _how_common(one, other, people),
        *_common_ground(one, other, name_people),
        *_against(one, other),
    )


def facts(one: Mention, other: Mention) -> list[str]:
    """Return what beside the name and the time speaks for one person: identifiers, co-authors, an organisation."""
    found = _same_ids(one, other)
    if _shared_coauthors(one, other):
        found.append("co-authors in common")
    if one.domain and one.domain == other.domain:
        found.append("the same organisation")
    return found


def _same_ids(one: Mention, other: Mention) -> list[str]:
    return [
        f"the same {SCHEMES[scheme]}" for scheme, value in one.ids if scheme in SCHEMES and (scheme, value) in other.ids
    ]


def _how_common(one: Mention, other: Mention, people: Population) -> str:
    expected = max(people.bearers(one.name), people.bearers(other.name))
    if expected <= RARE:
        return ", a rare one"
    return ", a common one" if expected >= COMMON else ""


def _common_ground(one: Mention, other: Mention, name_people: bool) -> list[str]:
    found = []
    if shared := _shared_coauthors(one, other):
        named = ": " + ", ".join(shared[:MOST_NAMED]) + (" …" if len(shared) > MOST_NAMED else "")
        found.append(f"{len(shared)} co-author{'s' if len(shared) > 1 else ''} in common{named if name_people else ''}")
    if one.domain and one.domain == other.domain:
        found.append(f"the same organisation: {one.domain}")
    elif one.affiliation and stems(one.affiliation) & stems(other.affiliation):
        found.append("similar words in the affiliation")
    words = _shared_words(one, other)
    if len(words) > 1:
        found.append(f"similar topics: {', '.join(words[:MOST_NAMED])}")
    if one.venue and one.venue == other.venue:
        found.append(f"the same venue: {one.venue}")
    if one.year and other.year and abs(one.year - other.year) <= FEW_YEARS:
        gap = abs(one.year - other.year)
        found.append("the same year" if not gap else f"{gap} year{'s' if gap > 1 else ''} apart")
    return found


def _shared_words(one: Mention, other: Mention) -> list[str]:
    """Return the words of one's title and keywords whose beginnings the other's have too, the longest first."""
    theirs = stems(f"{other.title} {' '.join(other.keywords)}")
    words = dict.fromkeys(WORD.findall(f"{one.title} {' '.join(one.keywords)}".casefold()))
    found = {word[:STEM]: word for word in words if word[:STEM] in theirs}
    return sorted(found.values(), key=lambda word: (-len(word), word))


def _shared_coauthors(one: Mention, other: Mention) -> list[str]:
    theirs = {_short(name) for name in other.coauthors}
    return [name for name in one.coauthors if _short(name) in theirs]


def _short(name: str) -> tuple[str, str]:
    _, first, family = plain_key(name)
    return first[:1], family


def _against(one: Mention, other: Mention) -> list[str]:
    found = []
    if one.domain and other.domain and one.domain != other.domain:
        found.append(f"but different organisations: {one.domain} and {other.domain}")
    if one.coauthors and other.coauthors and not _shared_coauthors(one, other):
        found.append("but no co-author in common")
    if one.year and other.year and abs(one.year - other.year) > MANY_YEARS:
        found.append(f"but {abs(one.year - other.year)} years apart")
    if {rung(one.career), rung(other.career)} == {1, 3}:
        found.append("but a student there and a professor here")
    return found
