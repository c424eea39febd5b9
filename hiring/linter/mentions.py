"""Finding many words of many lists in one pass over a text: tokens are looked up, not tried one by one."""

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

_TOKEN = re.compile(r"[^\W_]+(?:\+\+|#)?")
_LINKS = frozenset(" -–‑/.&'’%\u00a0")
# A capital that starts an item may be that of a verb: “Excel at …”, “Go beyond …”.
_VERB_GOES_ON = frozenset({"to", "at", "in", "beyond", "above", "ahead", "on", "through", "from", "the", "your", "us"})
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A word or phrase of a list: which list, what the list calls it, and where it stands."""

    group: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    group: str
    name: str
    words: tuple[str, ...]
    is_stem: bool
    exact: str
    links: frozenset[str]


def tokens_in(text: str) -> tuple[Token, ...]:
    """Split a text into words, where they stand; “front-end” is two, “C++” is one."""
    return tuple(Token(one.start(), one.end(), one.group().lower()) for one in _TOKEN.finditer(text))


def mentions_in(text: str, tokens: tuple[Token, ...]) -> tuple[Mention, ...]:
    """Return every word and phrase of the lists, in the text's order."""
    whole, stems = _lists()
    found = []
    for index, token in enumerate(tokens):
        for phrase in whole.get(token.word, ()):
            if mention := _at(phrase, text, tokens, index):
                found.append(mention)
        for length in range(3, min(len(token.word), 14) + 1):
            for phrase in stems.get(token.word[:length], ()):
                if mention := _at(phrase, text, tokens, index):
                    found.append(mention)
    return tuple(found)


def _at(phrase: _Phrase, text: str, tokens: tuple[Token, ...], index: int) -> Mention | None:
    last = index + len(phrase.words) - 1
    if last >= len(tokens):
        return None
    for offset, word in enumerate(phrase.words):
        token = tokens[index + offset]
        is_last = index + offset == last
        if not (token.word.startswith(word) if is_last and phrase.is_stem else token.word == word):
            return None
        if offset and not phrase.links.issuperset(text[tokens[index + offset - 1].end : token.start]):
            return None
    start, end = tokens[index].start, tokens[last].end
    if phrase.exact and not _is_name(phrase.exact, text[start:end], tokens, last):
        return None
    return Mention(phrase.group, phrase.name, start, end)


def _is_name(exact: str, found: str, tokens: tuple[Token, ...], last: int) -> bool:
    """Whether a word that is also a verb stands here as a name: spelt like one, and no verb's next word after it."""
    follows = tokens[last + 1].word if last + 1 < len(tokens) else ""
    return found == exact and follows not in _VERB_GOES_ON


@cache
def _lists() -> tuple[dict[str, tuple[_Phrase, ...]], dict[str, tuple[_Phrase, ...]]]:
    """The lists by first word: whole words, and stems of single words."""
    whole: dict[str, list[_Phrase]] = defaultdict(list)
    stems: dict[str, list[_Phrase]] = defaultdict(list)
    files = [tomllib.loads((FOLDER / name).read_text(encoding="utf-8")) for name in ("words.toml", "manners.toml")]
    for group, entries in chain.from_iterable(one.items() for one in files):
        for name, spellings in _entries(entries):
            for spelling in spellings:
                phrase = _phrase(group, name, spelling)
                is_lone_stem = phrase.is_stem and len(phrase.words) == 1
                (stems if is_lone_stem else whole)[phrase.words[0]].append(phrase)
    return {key: tuple(value) for key, value in whole.items()}, {key: tuple(value) for key, value in stems.items()}


def _entries(entries: list[str] | dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """A list names each word by itself; a table gives several spellings one name."""
    if isinstance(entries, dict):
        return list(entries.items())
    return [(entry.strip("=*"), [entry]) for entry in entries]


def _phrase(group: str, name: str, spelling: str) -> _Phrase:
    """“=Go” is spelt exactly so; “recommend*” is the beginning of a word."""
    exact = spelling[1:] if spelling.startswith("=") else ""
    words = tuple(one.group().lower() for one in _TOKEN.finditer(spelling))
    if not words:
        raise ValueError(f"“{spelling}” in the list “{group}” holds no word")
    # A comma parts two things, but in “work hard, play hard”, which the list spells with one.
    links = _LINKS | {","} if "," in spelling else _LINKS
    return _Phrase(group, name, words, spelling.endswith("*"), exact, links)
