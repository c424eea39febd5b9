"""Reading a role's text: lines, headings, lists and sentences, each with its place and what it is for. Linear in the text's length."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from hiring.linter.headings import (
    LONGEST_HEADING,
    asks,
    kind_of_heading,
    kind_of_lead,
    kind_of_sentence,
    tells_a_duty,
    tells_a_result,
)
from hiring.linter.mentions import Mention, Token, mentions_in, tokens_in
from hiring.linter.sentences import sentence_bounds
from hiring.linter.tables import Table, is_row
from hiring.linter.terms import Kind, Span

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"\s*(?:[^\w\s\"'“‘(\[#€$£]{1,2}|\d{1,2}[.)]|[a-zo]\)|o)\s+|\s*[•●▪‣◦・]\s*")
# What opens an item and never a heading; a picture may open either.
_PLAIN_BULLETS = frozenset("-–—*•●·・▪◦‣o✓✔➢")
# One sign for each: places stay what they are.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\t": " "})
_INLINE_HEADING = re.compile(r"([^.:;\n\[]{2,70}?) ?: +(?=\S)|\[(?P<boxed>[^\]\n]{2,40})\] *(?=\S)")
_ASKED_HARD = re.compile(
    r"\b\d{1,2} ?\+? ?((-|–|to) ?\d{1,2} ?\+? ?)?(years?|yrs?)\b(?! (ago|old|contract))|\b(ph\.?\s?d|doctorate|(master|bachelor)['’]?s?( degree)?|degree|diploma)\b|\bpublications?\b|\bnative (speaker|english)|\bonly (for |open to )?(\w+ ){0,2}(citizens|nationals|graduates|grads|candidates|applicants|people|those)\b|\b(citizens|nationals|graduates|grads|holders|speakers|candidates|applicants|men|women) only\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(we|our|us|the team|the company)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b((?:no|not)(?! (?:only|just|older|younger|later|more|less|fewer)\b)|never|without|nor|neither|nobody|instead of|rather than|avoid|against|hate|tired of|stop|\w+n['’]t)\b[^.;:!?\n]{0,45}$",
    re.IGNORECASE,
)
MANY_TOOLS = 3
# What a heading within a line opens for its own sentence only; a list of demands goes on to the end of the line.
_FOR_ONE_SENTENCE = frozenset({Kind.STRENGTH, Kind.BAR, Kind.OUTCOME, Kind.PAY, Kind.TAUGHT, Kind.ABOUT})


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or a part between semicolons. Pieces of one line of a list share its `item`."""

    kind: Kind
    start: int
    end: int
    item: int
    words: str
    is_listed: bool


@dataclass(frozen=True)
class RoleText:
    """A text as the rules see it."""

    text: str
    pieces: tuple[Piece, ...]
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    @cached_property
    def title(self) -> str:
        """The title, or the first words of a text that has none."""
        first = self.pieces[0] if self.pieces else None
        return first.words[:LONGEST_HEADING] if first else ""

    def piece_at(self, place: int) -> Piece | None:
        """The piece that holds this place; None between pieces."""
        index = bisect_right(self._starts, place) - 1
        piece = self.pieces[index] if index >= 0 else None
        return piece if piece and place < piece.end else None

    def kind_at(self, place: int) -> Kind:
        piece = self.piece_at(place)
        return piece.kind if piece else Kind.PLAIN

    def of(self, *kinds: Kind) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind in kinds]

    @cached_property
    def musts(self) -> list[Piece]:
        return self.of(Kind.MUST)

    @cached_property
    def must_items(self) -> list[tuple[Piece, ...]]:
        """The must-haves: one for each line of a list, one for each sentence elsewhere."""
        items: dict[int, list[Piece]] = {}
        for piece in self.musts:
            key = piece.item if piece.is_listed else -piece.start - 1
            if items and (piece.words[:3].lower() == "or " or self._is_one_more_tool(piece)):
                key = next(reversed(items))  # “…; or a degree in …”, “…; Java; Scala”: still the one before
            items.setdefault(key, []).append(piece)
        return [tuple(pieces) for pieces in items.values()]

    def _is_one_more_tool(self, piece: Piece) -> bool:
        """Whether a part of a sentence is nothing but a tool's name."""
        named = () if piece.is_listed else self.mentions_between("tool", piece.start, piece.end)
        bare = piece.words.strip(" .").removeprefix("and ")
        return any(self.text[one.start : one.end] == bare for one in named)

    def mentioned(self, group: str, *kinds: Kind) -> list[Mention]:
        """The words of a group, as they stand in pieces of these kinds (all, where none is named), denied ones left out."""
        found = self._by_group.get(group, ())
        return [one for one, kind in found if not kinds or kind in kinds]

    def mentions_between(self, group: str, start: int, end: int) -> list[Mention]:
        """The words of a group that begin between two places."""
        found = self._by_group.get(group, [])
        first = bisect_left(found, start, key=lambda one: one[0].start)
        last = bisect_left(found, end, key=lambda one: one[0].start)
        return [one for one, _ in found[first:last]]

    @cached_property
    def _by_group(self) -> dict[str, list[tuple[Mention, Kind]]]:
        groups: dict[str, list[tuple[Mention, Kind]]] = {}
        for one in self.mentions:
            if not self.is_denied(one.start):
                groups.setdefault(one.group, []).append((one, self.kind_at(one.start)))
        return groups

    def is_denied(self, place: int) -> bool:
        """Whether what stands here is said not to be so: “no rockstars”, “we do not ask for …”."""
        piece = self.piece_at(place)
        start = max(piece.start if piece else 0, place - 60)
        return bool(_NEGATION.search(self.text[start:place]))

    def matches(self, pattern: re.Pattern[str], *kinds: Kind) -> Iterator[re.Match[str]]:
        """What a pattern finds in pieces of these kinds, denied matches left out."""
        for match in pattern.finditer(self.text):
            if (not kinds or self.kind_at(match.start()) in kinds) and not self.is_denied(match.start()):
                yield match

    @cached_property
    def _lower(self) -> str:
        return self.text.lower()

    def has_any(self, *hints: str) -> bool:
        """Whether one of these stands anywhere in the text: asked before a costly pattern."""
        return any(hint in self._lower for hint in hints)

    @cached_property
    def word_count(self) -> int:
        return len(self.tokens)


def span_of(match: re.Match[str], group: int = 0) -> Span:
    return Span(match.start(group), match.end(group))


def read(text: str) -> RoleText:
    """Read a text."""
    text = text.translate(_PLAIN)
    tokens = tokens_in(text)
    mentions = mentions_in(text, tokens)
    tools = sorted(one.start for one in mentions if one.group == "tool")
    return RoleText(text, tuple(_Reader(text, tools).pieces()), tokens, mentions)


def _last_sentence(words: str) -> int:
    """Where the last of several sentences begins; 0 for a single one. “We are four. You have:” opens a list with its end."""
    return [begin for begin, _, _ in sentence_bounds(words)][-1]


class _Reader:
    """Walks the lines once, carrying along which section it is in."""

    def __init__(self, text: str, tools: list[int]) -> None:
        self.text, self.tools = text, tools
        self.section: Kind | None = None
        self.has_bullets = False
        self.lines = 0
        self.item = 0
        self.table: Table | None = None

    def pieces(self) -> Iterator[Piece]:
        lines = [line for line in _LINE.finditer(self.text) if line.group().strip()]
        is_first, last_end = True, 0
        for line, following in zip_longest(lines, lines[1:]):
            after_gap = self.text.count("\n", last_end, line.start()) > 1
            last_end = line.end()
            if is_row(line.group()):
                yield from self._row(line.start(), line.group())
                continue
            self.table = None
            yield from self._line(
                line.start(), line.group(), is_first, after_gap, self._opens(line, following, after_gap)
            )
            is_first = False

    def _opens(self, line: re.Match[str], following: re.Match[str] | None, after_gap: bool) -> str:
        """What a line stands before: a list, a paragraph it may be the heading of, or nothing of note."""
        if not following:
            return ""
        if _BULLET.match(following.group()):
            return "list"
        is_next = self.text.count("\n", line.end(), following.start()) == 1
        return "prose" if after_gap and is_next and following.group().rstrip().endswith((".", "!", "?")) else ""

    def _row(self, start: int, line: str) -> Iterator[Piece]:
        self.table = self.table or Table()
        for begin, words, named in self.table.cells(line):
            self.item += 1
            kind = named or self._kind(words, start + begin, self.section, False)
            yield Piece(kind, start + begin, start + begin + len(words), self.item, words, True)

    def _line(self, start: int, line: str, is_first: bool, after_gap: bool, opens: str) -> Iterator[Piece]:
        bullet = _BULLET.match(line)
        indent = bullet.end() if bullet else len(line) - len(line.lstrip())
        words = line[indent:].rstrip()
        if not words:
            return
        if not (bullet and bullet.group().strip() in _PLAIN_BULLETS) and self._opens_section(
            words, "" if bullet else opens
        ):
            return
        if is_first and len(words) <= 120 and not words.endswith(".") and self.text.strip() != words:
            yield Piece(Kind.TITLE, start + indent, start + indent + len(words), self.item, words, False)
            return
        if not bullet and after_gap and self.has_bullets:
            self.section = None  # the list is over
        if bullet or (self.section and not after_gap and self.lines > 0):
            self.has_bullets = True
        if opens == "list" and not bullet and words.endswith(":") and (cut := _last_sentence(words)):
            yield from self._sentences(start + indent, words[:cut].rstrip(), False)
            if self._opens_section(words[cut:], opens):
                return
            indent, words = indent + cut, words[cut:]
        self.lines += 1
        is_listed = bool(bullet) or self.section in (Kind.MUST, Kind.NICE, Kind.DUTY)
        if not (is_listed and not bullet and words[:1].islower() and not after_gap):
            self.item += 1  # a line that goes on in lower case belongs to the item before it
        yield from self._sentences(start + indent, words, bool(bullet) or (is_listed and len(words) < 160))

    def _opens_section(self, words: str, opens: str) -> bool:
        """Take a line of its own as a heading where it is one, or where it breaks off before a list: “You must be able to”."""
        bare = words.strip("#*_ ")
        is_bold = words.startswith(("**", "__")) and words.rstrip(":").endswith(("**", "__"))
        is_marked = is_bold or words.startswith("#") or words.endswith((":", "]"))
        if len(bare) > LONGEST_HEADING or bare.endswith((".", ";", ",")):
            return False
        kind = kind_of_heading(bare, may_be_misspelt=is_marked) or (kind_of_lead(bare) if opens == "list" else None)
        longest = 8 if is_marked else 6 if opens == "prose" and bare[:1].isupper() else 0
        if kind is None and len(bare.split()) > longest:
            return False
        self.section, self.has_bullets, self.lines = kind or Kind.ABOUT, False, 0
        return True

    def _sentences(self, start: int, words: str, is_listed: bool) -> Iterator[Piece]:
        section = self.section
        inherited = False
        for begin, end, after_semicolon in sentence_bounds(words):
            sentence = words[begin:end]
            heading = _INLINE_HEADING.match(sentence)
            named = kind_of_heading(heading.group(1) or heading["boxed"]) if heading else None
            is_boxed = bool(heading and heading["boxed"])
            if named or is_boxed:
                section = named or Kind.ABOUT
                if is_boxed or not is_listed:
                    self.section = None  # it holds for this line only
            elif section in _FOR_ONE_SENTENCE and not after_semicolon:
                section = self.section
            kind = self._kind(sentence, start + begin, section, inherited and after_semicolon)
            inherited = kind is Kind.MUST
            yield Piece(kind, start + begin, start + end, self.item, sentence, is_listed)

    def _kind(self, sentence: str, start: int, section: Kind | None, inherited: bool) -> Kind:
        """A sentence's own words come first, then its section, then what it sounds like."""
        if section not in (Kind.PROCESS, Kind.PAY, Kind.BENEFIT, Kind.BAR) and (own := kind_of_sentence(sentence)):
            return own
        if section is Kind.DUTY and re.search(r"\b(required|mandatory|must have)\b", sentence, re.IGNORECASE):
            return Kind.MUST
        if section is Kind.MUST and tells_a_result(sentence):
            return Kind.OUTCOME
        if section is not None and section is not Kind.ABOUT:
            return section
        if tells_a_result(sentence):
            return Kind.OUTCOME
        if inherited or asks(sentence):
            return Kind.MUST
        if tells_a_duty(sentence):
            return Kind.DUTY
        hard = _ASKED_HARD.search(sentence) or self._tools_between(start, start + len(sentence)) >= MANY_TOOLS
        if hard and not _OWN.search(sentence):
            return Kind.MUST
        return section or Kind.PLAIN

    def _tools_between(self, start: int, end: int) -> int:
        return bisect_right(self.tools, end) - bisect_right(self.tools, start - 1)
