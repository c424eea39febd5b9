"""Covering in a text what names its author. Free of Django.

What is known of somebody is turned into patterns over a folded text: lower case, without accents, without characters that cannot be seen.
A word is covered where it stands alone, whatever stands beside it that is no letter; a whole name, a handle or a long word also inside longer words.
Too much is covered rather than too little. What nobody told us (a nickname, a picture) cannot be found.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from candidates.people.names import UNDECOMPOSED
from interviews.take_homes.addresses import ADDRESS, PROFILE

COVER = "▮▮▮"
LETTER = r"[^\W\d_]"
BETWEEN = r"[\W\d_]{0,3}"  # between two words of a name: a space, a comma and a space, a dot, nothing
LONG_ENOUGH = 6  # a word of so many letters is covered inside longer ones, too: “lovelacenet”
# Words of schools and companies that say nothing by themselves.
PLAIN = frozenset(
    [
        "academy",
        "and",
        "applied",
        "artificial",
        "business",
        "center",
        "centre",
        "college",
        "company",
        "computer",
        "corp",
        "corporation",
        "data",
        "deep",
        "department",
        "dept",
        "der",
        "des",
        "die",
        "doctoral",
        "engineer",
        "engineering",
        "faculty",
        "for",
        "founder",
        "fur",
        "fuer",
        "group",
        "gmbh",
        "graduate",
        "head",
        "inc",
        "informatics",
        "institut",
        "institute",
        "intelligence",
        "international",
        "lab",
        "laboratory",
        "labs",
        "lead",
        "learning",
        "limited",
        "llc",
        "lead",
        "ltd",
        "machine",
        "manager",
        "master",
        "model",
        "models",
        "national",
        "of",
        "open",
        "phd",
        "postdoc",
        "principal",
        "professor",
        "research",
        "researcher",
        "school",
        "science",
        "sciences",
        "scientist",
        "senior",
        "software",
        "staff",
        "state",
        "student",
        "studio",
        "systems",
        "tech",
        "technical",
        "technische",
        "technologies",
        "technology",
        "the",
        "und",
        "universitaet",
        "universitat",
        "universite",
        "universidad",
        "university",
        "vision",
        "with",
        "works",
    ]
)
# How letters with two dots or a ring are written where a keyboard lacks them.
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
CAMEL = "\x1f"
HUMPS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an author. `handles` hold e-mail addresses and addresses of pages, too; `phrases` are covered as a whole only."""

    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """A text as raters read it, and what was covered in it, the most frequent first."""

    text: str
    found: tuple[tuple[str, int], ...]

    @property
    def is_touched(self) -> bool:
        return bool(self.found)


@lru_cache(maxsize=4096)
def folded(character: str) -> str:
    """Return one character in lower case without accents; nothing for what cannot be seen by itself."""
    plain = unicodedata.normalize("NFKD", character.translate(UNDECOMPOSED))
    # Folding the case of one letter may make it one of those, or one that can be taken apart.
    again = unicodedata.normalize("NFKD", plain.casefold().translate(UNDECOMPOSED))
    return "".join(one for one in again if not _is_unseen(one))


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me", "Cf"}


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text: only letters hold a word together."""
    return tuple(re.findall(rf"{LETTER}+", "".join(map(folded, text))))


class Mask:
    """Covers what is known of one author, in as many texts as there are."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def over(self, text: str) -> Covered:
        """Cover a text. What is left after one pass is looked at again: taking a word out may leave its neighbour standing alone."""
        found: Counter[str] = Counter()
        while spans := self._spans(text):
            parts, at = [], 0
            for start, end in spans:
                found[" ".join(text[start:end].split())] += 1
                parts += [text[at:start], COVER]
                at = end
            text = "".join([*parts, text[at:]])
        return Covered(text, tuple(sorted(found.items(), key=lambda one: (-one[1], one[0]))))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        spans = [match.span() for pattern in (ADDRESS, PROFILE) for match in pattern.finditer(text)]
        for form in _forms(text):
            if self.alone is not None:
                spans += [form.span(match) for match in self.alone.finditer(form.text)]
            if self.inside is not None:
                spans += [form.whole(match) for match in self.inside.finditer(form.text)]
        return _merged(spans)

    @cached_property
    def alone(self) -> re.Pattern[str] | None:
        """Words that are covered where no letter stands beside them, with the “s” that a genitive adds, and the initials of a name before or after."""
        if not self._alone:
            return None
        initials = "".join(sorted({word[0] for name in self.known.names for word in words_of(name)}))
        before = rf"(?:[{re.escape(initials)}]\.?\s?){{0,3}}(?<!{LETTER})" if initials else ""
        after = rf"(?:,\s?(?:[{re.escape(initials)}]\.\s?){{1,3}})?" if initials else ""
        return re.compile(rf"(?<!{LETTER}){before}(?:{_either(self._alone)})s?(?!{LETTER}){after}")

    @cached_property
    def inside(self) -> re.Pattern[str] | None:
        """What is covered wherever it stands, with the rest of the word around it."""
        return re.compile(_either(self._inside)) if self._inside else None

    @cached_property
    def _alone(self) -> set[str]:
        named = {word for name in self._spellings(self.known.names) for word in words_of(name) if _counts(word)}
        plain = {
            word
            for place in self._spellings(self.known.places)
            for word in words_of(place)
            if len(word) > 2 and word not in PLAIN
        }
        short = {handle for handle in map(_folded_text, self.known.handles) if 2 <= len(handle) < LONG_ENOUGH}
        acronyms = {letters.casefold() for place in self.known.places if len(letters := _initials(place)) > 2}
        return {re.escape(one) for one in (named | plain | short | acronyms)}

    @cached_property
    def _inside(self) -> set[str]:
        runs: set[tuple[str, ...]] = set()
        for name in self._spellings(self.known.names):
            words = words_of(name)
            if len(words) > 1:
                runs |= {words, words[::-1], (words[0], words[-1]), (words[-1], *words[:-1])}
            runs |= {(word,) for word in words if len(word) >= LONG_ENOUGH or not _has_case(word)}
        runs |= {
            words for text in self._spellings((*self.known.places, *self.known.phrases)) if (words := words_of(text))
        }
        # A plain word by itself covers half the text.
        runs = {
            run
            for run in runs
            if len(run) > 1 or (run[0] not in PLAIN and len("".join(run)) > 2) or not _has_case(run[0])
        }
        long = {_folded_text(one) for one in self.known.handles}
        return {BETWEEN.join(map(re.escape, run)) for run in runs} | {
            re.escape(one) for one in long if len(one) >= LONG_ENOUGH
        }

    @staticmethod
    def _spellings(texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            yield text
            spelled = unicodedata.normalize("NFC", text).translate(SPELLED_OUT)
            if spelled != text:
                yield spelled


@dataclass(frozen=True, slots=True)
class _Form:
    """A folded text that remembers which character of the original each of its own came from."""

    original: str
    text: str
    origins: list[int]

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        start, end = self.origins[match.start()], self.origins[match.end() - 1] + 1
        while end < len(self.original) and _is_unseen(self.original[end]):
            end += 1
        return start, end

    def whole(self, match: re.Match[str]) -> tuple[int, int]:
        start, end = self.span(match)
        while start > 0 and (self.original[start - 1].isalnum() or _is_unseen(self.original[start - 1])):
            start -= 1
        while end < len(self.original) and (self.original[end].isalnum() or _is_unseen(self.original[end])):
            end += 1
        return start, end


def _forms(text: str) -> Iterator[_Form]:
    """Fold a text three times: as it stands, with words parted where camelCase parts them, with words joined that a line's end broke."""
    characters = [(one, place) for place, character in enumerate(text) for one in folded(character)]
    plain = _Form(text, "".join(one for one, _ in characters), [place for _, place in characters])
    yield plain
    humps = {match.start() for match in HUMPS.finditer(text)}
    if humps:
        parted = [piece for one in characters for piece in ([(CAMEL, one[1]), one] if one[1] in humps else [one])]
        yield _Form(text, "".join(one for one, _ in parted), [place for _, place in parted])
    kept, at = [], 0
    for match in re.finditer(r"-[ \t]*\n\s*", plain.text):
        kept += characters[at : match.start()]
        at = match.end()
    if at:
        kept += characters[at:]
        yield _Form(text, "".join(one for one, _ in kept), [place for _, place in kept])


def _folded_text(text: str) -> str:
    return "".join(map(folded, text.strip()))


def _counts(word: str) -> bool:
    """Whether a word of a name can be covered: one letter of an alphabet stands everywhere."""
    return len(word) > 1 or not _has_case(word)


def _has_case(word: str) -> bool:
    return word.upper() != word.lower()


def _initials(place: str) -> str:
    return "".join(word[0] for word in re.findall(rf"{LETTER}+", place) if word[0].isupper())


def _either(patterns: Iterable[str]) -> str:
    return "|".join(sorted(patterns, key=lambda one: (-len(one), one)))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
