"""Names of people: folding them for search and sorting, taking them apart, and the keys under which two spellings meet."""

import dataclasses
import itertools
import re
import unicodedata

from candidates.people.nicknames import nickname_initials

# Letters that Unicode does not take apart, written as readers type them on a plain keyboard.
UNDECOMPOSED = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ı": "i",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
    }
)
TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame", "herr", "frau", "dipl", "ing"})
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "msc", "bsc", "mba", "esq"})
PARTICLES = frozenset(
    {
        "af", "al", "av", "bin", "bint", "da", "dal", "de", "degli", "dei", "del", "della", "den", "der", "di", "dos", "du",
        "el", "ibn", "la", "las", "le", "los", "ten", "ter", "van", "vande", "vander", "vom", "von", "zu", "zum", "zur",
    }
)  # fmt: skip
# Family names of two Han characters; every other Han family name has one.
LONG_HAN_FAMILIES = frozenset(
    {"欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "夏侯", "东方", "東方", "皇甫", "尉迟"}
)
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
LONGEST_NAME = 300
MOST_WORDS = 12
MOST_KEYS = 24


def fold(text: str) -> str:
    """Return `text` without accents, in lower case, spaces single: “Mei Sørensen” → “mei sorensen”."""
    plain = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(kept.casefold().split())


@dataclasses.dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart, everything folded. `order_known` says that the source told given and family name apart.

    `given` holds words and initials in order, `family` the words of the family name without `particles`.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    particles: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    order_known: bool = False
    is_east_asian_script: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.family


def take_apart(name: str) -> NameParts:
    """Split a name as written into given and family name; any text is answered, empty parts where there is nothing."""
    name = unicodedata.normalize("NFC", name[:LONGEST_NAME])
    name, also = _without_nicknames(name)
    head, *others = name.split(",")
    tail = " ".join(other for other in others if not _only_suffixes(other))
    if not _words(head):  # “, Ada”: the comma parts nothing
        head, tail = tail or head, ""
    if tail:
        family, particles = _without_particles(_words(head))
        given, trailing = _trailing_particles(_words(tail))
        return NameParts(given, family, trailing + particles, also, order_known=True)
    parts = _in_one_piece(head)
    # A name that stands in brackets as a whole is no nickname.
    return dataclasses.replace(parts, also=also) if parts.words else NameParts((), also)


def _in_one_piece(name: str) -> NameParts:
    if EAST_ASIAN.search(name):
        return _east_asian(name)
    words = _words(name)
    written = [word for word in re.split(r"[\s\-.]+", name) if word]
    capitals = [word for word in written if len(word) > 2 and word.isupper()]  # two may be initials: “JP”
    if 0 < len(capitals) < sum(len(word) > 1 for word in written) and len(words) > 1:
        loud = tuple(itertools.chain.from_iterable(_words(word) for word in capitals))
        given = tuple(word for word in words if word not in loud)
        if given and loud:  # “WANG Wei”, “Jean DUPONT”: the family name is the one in capitals
            family, particles = _without_particles(loud)
            return NameParts(given, family, particles, order_known=True)
    if len(words) < 2:
        return NameParts((), words)
    start = next((place for place in range(1, len(words) - 1) if words[place] in PARTICLES), len(words) - 1)
    family, particles = _without_particles(words[start:])
    return NameParts(words[:start], family, particles)


def _east_asian(name: str) -> NameParts:
    """Family name first, as these scripts are written; without a space the first character is the family name."""
    words = [fold(word) for word in re.sub(r"[·・,.\-]", " ", name).split()]
    if not words:
        return NameParts((), ())
    if len(words) == 1:
        written = unicodedata.normalize("NFC", words[0])
        size = 2 if written[:2] in LONG_HAN_FAMILIES else 1
        words = [fold(written[:size]), fold(written[size:])] if len(written) > size else words
    return NameParts(tuple(words[1:]), (words[0],), order_known=True, is_east_asian_script=True)


def _without_nicknames(name: str) -> tuple[str, tuple[str, ...]]:
    """Take out what stands in brackets or quotes: “Xiaolong (Robert) Wang”."""
    found = re.findall(r"[(\"“„«]([^()\"“”„«»]{1,40})[)\"”“»]", name)
    bare = re.sub(r"[(\"“„«][^()\"“”„«»]{0,40}[)\"”“»]", " ", name)
    nicknames = tuple(word for text in found for word in _words(text) if len(word) > 1)
    return (bare, nicknames) if _words(bare) else (name, ())


def _words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name: hyphens and full stops part them, apostrophes do not."""
    plain = re.sub(r"['’ʼ`´‘]", "", fold(text))
    words = [word for word in re.split(r"[\W\d_]+", plain) if word][:MOST_WORDS]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 2 and words[-1] in SUFFIXES:
        words = words[:-1]
    return tuple(words)


def _only_suffixes(text: str) -> bool:
    """Say whether nothing is left of a text without suffixes and titles."""
    return all(word in SUFFIXES or word in TITLES for word in _words(text))


def _without_particles(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part family name and particles; a name that is nothing but particles keeps them (“Le”, “Du”)."""
    family = tuple(word for word in words if word not in PARTICLES)
    return (family, tuple(word for word in words if word in PARTICLES)) if family else (words[-1:], words[:-1])


def _trailing_particles(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part “Joost van den” in “Berg, Joost van den”."""
    end = len(words)
    while end > 1 and words[end - 1] in PARTICLES:
        end -= 1
    return words[:end], words[end:]


def skeleton(word: str) -> str:
    """Return a word so that “mueller” and “muller” are one; short words stay as they are (“sue” is not “su”)."""
    return re.sub(r"([aou])e", r"\1", word) if len(word) >= 5 else word


def name_keys(name: str) -> list[str]:
    """Return the keys of a name: two spellings of one person's name nearly always share one.

    A key is a word that may be the family name with the initial of a word that may be the given name, so swapped
    orders, dropped middle names, double family names and bare initials still meet.
    """
    parts = take_apart(name)
    given = (*parts.given, *parts.also)
    keys = set()
    for word in given:
        families = [*parts.family, "".join(parts.family), "".join((*parts.particles, *parts.family))]
        keys |= {_key(family, initial) for family in families for initial in nickname_initials(word)}
    if not parts.order_known and given and parts.family:
        keys |= {_key(word, parts.family[0]) for word in given if len(word) > 1}
        if len(parts.given) > 1:  # the last given word may be a first family name: “María García López”
            keys |= {_key(word, parts.given[0]) for word in parts.given[1:] if len(word) > 1}
    if not keys and parts.words:
        keys = {_key(parts.words[0], "")}
    return sorted(keys)[:MOST_KEYS]


def _key(family: str, given: str) -> str:
    return f"{skeleton(family)[:40]} {given[:1]}".strip()
