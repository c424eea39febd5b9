"""Rules about stand-ins for skill: degrees and publications."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from hiring.linter.reading import Piece, RoleText, span_of
from hiring.linter.terms import Facts, Hit, Kind, Rewrite, Severity, Span

REACH = 160  # characters within which one thing qualifies another
_PHD = re.compile(r"\b(ph\.? ?d\b\.?'?s?|doctorates?|doctoral degrees?|d\.?phil)", re.IGNORECASE)
_LOWER_DEGREE = re.compile(
    r"\b(bachelor['’]?s?\b|master['’]s\b|masters\b|master (degree|of|in)\b|master(?= ?,? or )|b\.?sc\b\.?|m\.?sc\b\.?|b\.?tech\b|m\.?tech\b|m\.?eng\b|b\.?eng\b|m\.?s\.?(?= ?(in|or|degree|/|,))|b\.?s\.?(?= ?(in|or|degree|/|,))|diploma (in|from)|(completed|finished|successful) ([\w-]+ ){0,2}(studies|degree|education)|\bstud(y|ies) (of|in) (?=[a-z]+ (science|engineering)|mathematics|statistics|physics|informatics|computing)|bac ?\+ ?\d|2[:.][12] (or|degree|in)|(first|upper second|second)[ -]class (honours|degree)|honours degree|(university|higher|academic) (studies|education)|engineering school|grande [eé]cole|diplom\b|laurea\b|licenciatura\b|(university|college|graduate|undergraduate|advanced|technical|quantitative|stem|4-year|four-year|higher|academic|postgraduate|engineering) (degree|diploma)|(?<!doctoral )degrees? (in|from|required|or|\()|graduate of)",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(
    r"\b(equivalent|equal)\b|\b(similar|comparable|corresponding|relevant|related|practical) (\w+ )?(experience|background|training|qualifications?)\b|\bor (\d|at least)|\bor (a |an |any )?(piece|body|years|demonstrable|demonstrated|practical|proven|relevant|other|work|self|experience|the|evidence|something|what)\b|\bself[ -]taught\b|\bwhatever (your|the) (path|background|degree)|\bwith or without\b|\bany (route|path)\b|\bor none\b|\bor not\b|\bnot the only\b|\bone (way|route|path) (to|of|into|in)\b|\b(substitut\w+|in lieu|in place of|instead of a degree|can replace|counts? (just )?as much)\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(students?|candidates? with|internships?|supervis|interns?|alongside|advis|reimburse|sponsor|pursue|part-time|finish (your|a))",
    re.IGNORECASE,
)
_PUBLICATIONS = re.compile(
    r"\b(\d+|best[ -]in[ -]class|world[ -]class|notable|influential|impactful|prestigious|well[ -]cited|demonstrated|demonstrable|robust|consistent|several|multiple|many|numerous|a number of|strong|solid|excellent|outstanding|proven|impressive|extensive|good|significant|first[ -]author(ed)?|track record of|record of|history of|top[ -]tier|peer[ -]reviewed|high[ -]impact|leading|(a |two |half a )?dozen|two|three|four|five|six|ten)\+?( or more)?[\w /-]{0,30}?\b(publications?|publishing|published|papers?|articles|publication (list|record|history))\b"
    r"|\b(publications?|published|publishing|publish(es)?|papers?( published| accepted)?|articles)( record| work| papers?| research| list)?( \w+){0,3},?( \(?e\.?g\.?,?| such as| including| for example)? \(?(in|at|to) (?=\S)"
    r"|\bpublication (record|list|history)\b|\bh-?index\b|\bcitations?\b|\bfirst[ -]author\w*\b|\bpublications? (are )?(required|mandatory|expected)|\blist of publications\b",
    re.IGNORECASE,
)
_A_VENUE = re.compile(r"conference|journal|venue|proceedings", re.IGNORECASE)
_READING = re.compile(
    r"\b(read(ing)?|implement(ing|ed|s)?|reproduc\w+|reimplement\w*|follow(ing)?|discuss(ing)?|turn(ing)?|summari[sz]\w+|understand(ing)?|keep\w* up|scan\w*|search\w*|index\w*)\b[\w ,'’-]{0,40}$|\b(one|a)( (?!or\b|and\b)[\w’'-]+){0,2} $",
    re.IGNORECASE,
)


def degree_phd(role: RoleText, facts: Facts) -> Iterator[Hit]:
    for match in role.matches(_PHD, Kind.MUST, Kind.TITLE):
        words = _around(role, match)
        if _EQUIVALENT.search(words) or _LOWER_DEGREE.search(words) or _NOT_ASKED.search(words):
            continue
        if _is_one_of_two_ways(role, match):
            continue
        severity = Severity.WARNING if facts.is_research or _is_research(role) else Severity.ERROR
        rewrite = Rewrite(Span(match.end(), match.end()), ", or a piece of original work you can defend in depth,")
        yield Hit(severity, (span_of(match),), {}, (rewrite,))
        return


def degree_equivalent(role: RoleText, facts: Facts) -> Iterator[Hit]:
    for match in role.matches(_LOWER_DEGREE, Kind.MUST):
        words = _around(role, match)
        if (
            _EQUIVALENT.search(words)
            or _NOT_ASKED.search(words)
            or _is_one_of_two_ways(role, match)
            or re.match(r" of (freedom|autonomy)", role.text[match.end() : match.end() + 14])
        ):
            continue
        end = role.piece_at(match.start())
        at = len(role.text[: end.end].rstrip(" .;,")) if end else match.end()
        yield Hit(Severity.WARNING, (span_of(match),), {}, (Rewrite(Span(at, at), ", or equivalent experience"),))
        return


def publications_count(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """A number of papers, a record, or places they must have appeared in. Reading, or one paper, is no count."""
    venues = [Span(one.start, one.end) for one in role.mentioned("venue", Kind.MUST)]
    spans = []
    for match in role.matches(_PUBLICATIONS, Kind.MUST):
        piece = role.piece_at(match.start())
        if piece is None or _READING.search(role.text[max(piece.start, match.start() - 80) : match.start()]):
            continue
        named = _venues_after(match, piece, venues)
        says_where = match.group().lower().rstrip().endswith((" in", " at", " to"))
        if says_where and not named and not _A_VENUE.search(_around(role, match)):
            continue
        spans.append(Span(match.start(), max(match.end(), *(one.end for one in named)) if named else match.end()))
    if spans:
        rewrites = (Rewrite(spans[0], "one piece of work you can take apart with us "),) if len(spans) == 1 else ()
        yield Hit(Severity.ERROR, tuple(spans), {}, rewrites)


def _venues_after(match: re.Match[str], piece: Piece, venues: list[Span]) -> list[Span]:
    """The places to publish in that follow within the sentence."""
    first = bisect_left(venues, match.start(), key=lambda one: one.start)
    last = bisect_left(venues, min(piece.end, match.end() + REACH), key=lambda one: one.start)
    return venues[first:last]


def _around(role: RoleText, match: re.Match[str]) -> str:
    """The sentence a match stands in, as far as “or equivalent” may stand from it."""
    piece = role.piece_at(match.start())
    start, end = (piece.start, piece.end) if piece else match.span()
    return role.text[max(start, match.start() - REACH) : min(end, match.end() + REACH)]


def _is_one_of_two_ways(role: RoleText, match: re.Match[str]) -> bool:
    """“One year of experience with …; or a degree in …”: the first way needs no degree."""
    line = role.text.rfind("\n", max(0, match.start() - 2 * REACH), match.start()) + 1
    before = role.text[max(line, match.start() - 2 * REACH) : match.start()]
    first = re.search(r"^(.*\bexperience\b.*)\bor (an? |the )?([\w-]+ ){0,2}$", before, re.IGNORECASE | re.DOTALL)
    return bool(first) and not _LOWER_DEGREE.search(before) and not _PHD.search(before)


def _is_research(role: RoleText) -> bool:
    return bool(re.search(r"\bresearch(er)?\b", role.title.split("\n")[0][:80], re.IGNORECASE))
