"""Rules about what is asked for: how many jobs, fields, must-haves and tools, and whether anybody looks at them."""

import re
from collections.abc import Iterable, Iterator

from hiring.linter.headings import kind_of_heading, kind_of_sentence
from hiring.linter.mentions import Mention
from hiring.linter.reading import Piece, RoleText
from hiring.linter.terms import Facts, Hit, Kind, Severity, Span

_STRENGTH = re.compile(
    r"\b(main|primary|one|core|key|single|central|chief|principal|biggest|greatest) strengths?\b|\b(whose|your) (\w+ )?strength (is|lies|must|should|will)\b|\b(that|this|which|here) is the (\w+ )?strength\b|\bthe strength (is|we|that|lies)\b|\bstrength ?:|\bstrengths? (that )?we('re| are)? (hire|hiring|look|looking) for|\bwe('re| are)? (hire|hiring|look|looking) for (one|two) (strengths?|things?)"
    r"|\bthe (one|two|single|main|only) (things?|strengths?|qualit(y|ies)|skills?)\b[^.\n]{0,40}\b(hire|hiring|look|looking|matters?|need|care)|\bunusually (good|strong|able|careful)|\babove all( else)?\b|\bmost of all\b|\b(more|before) (than )?(anything|everything)( else)?\b|\bneed (the )?most\b|\bif we could (only )?(\w+ )?(check|test|ask|see|pick|choose)|\b(what|this|it|that) (decides|counts (most|above))|\b(what|this|that) (is what )?we (select|choose|hire) (people |you |colleagues )?(for|by)\b|\b(is|are) what (we (hire|select|choose|look) for|counts)|\bat the (heart|core) of (this|the) (role|job|post)|\bwhat matters most|\bmatters (most|more than anything)|\bmost important(ly)?\b"
    r"|\bhire (mainly|mostly|first of all|primarily|first and foremost|above all) for|\b(first and foremost)\b|\bmust be (really|very|unusually|exceptionally) good at|\b(exceptionally|really|truly|very) (good|strong) at\b|\bstand out (in|at|by|for)|\bhire for one thing|\b(one|a single) (quality|skill|thing|trait|ability) (more than|above|before) (any|every|all)",
    re.IGNORECASE,
)
_BAR = re.compile(
    r"\bmin(imum|imal) bars?\b|\b(just |only |good )?enough (\w+ ){0,3}(to|that|for)\b|\bcomfortable enough\b|\b(basic|working|reading) (knowledge|understanding|command|level|familiarity)\b|\bgood enough\b|\bat a level (that|where)|\bno (more|deeper) than (that|this|the|an?|what|basic|reading)\b|\bthe basics of\b|\bbasics?:|\b(it )?suffices\b|\b(is|are|be) (sufficient|plenty|all we (ask|need|expect|want))\b|\b(is|that.s|it.s) (quite |fully |already )?enough\b|\bwill do\b(?= ?[.;:,(]|$)|\bthe bar (here )?is\b|\bno more (is )?(needed|asked|expected)\b"
    r"|\b(our|the|its|whose) minimum (is|on|for|in|here|we)\b|\bthe least (we|you)\b|\b(software|coding|programming|engineering|ml|machine[- ]learning|modell?ing|statistics|maths?|research) (bar|floor|minimum)\b"
    r"|\b(can|able to) (read|follow|understand|get by|hold (your|their) own)",
    re.IGNORECASE,
)
# “AlphaFold”, “LitServe”: a capital within a word is how tools are spelt that no list knows yet; titles, fields and plurals are spelt so too.
_SPELT_LIKE_A_TOOL = re.compile(
    r"\b(?!(?:PhDs?|MSc|BSc|MEng|BEng|MPhil|DPhil|MRes|MTech|BTech|LLMs?|VLMs?|[A-Z]+s|[A-Z][a-z]+(?:Tech|Bio|Med)|(?:ML|Dev|AI|LLM|Data|Fin|DevSec)+Ops|[SPI]aaS|IoT|RecSys|GenAI|OpenAI|DeepMind|NeurIPS|arXiv|Linked[iI]n|You[tT]ube|Stack[oO]verflow|Mc[A-Z]\w+|Mac[A-Z]\w+|O[A-Z]\w+|[A-Z]\w*[Cc]orp|iOS|eCommerce|QoS|SoC|CoE|kWh?|km|mRNA|sc?RNA\w*|UpTo|ToF|LoRA|LiDAR|CoT)\b)(?:[A-Z]+[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]{3,}\w*|[a-z]+[A-Z]{2,}\w*)",
)
_ASSESSMENTS = re.compile(
    r"\b(white ?board(ing)?( coding| puzzles?| exercises?| interview| algorithms?)?|brain ?-?teasers?|maths? (puzzles?|tests?)|logic (puzzles?|tests?)|leetcode[\w -]{0,12}|algorithm (puzzles?|interview|round)|iq tests?|personality tests?|psychometric tests?|aptitude tests?|typing tests?|competitive programming)\b",
    re.IGNORECASE,
)


def unicorn_roles(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """Must-haves that span several jobs; or, more mildly, duties and must-haves together that span five."""
    asked = _first_of_each(role.mentioned("family", Kind.MUST))
    together = _first_of_each(role.mentioned("family", Kind.MUST, Kind.DUTY, Kind.TITLE))
    if len(asked) >= 3:
        severity = Severity.ERROR if len(asked) >= 4 else Severity.WARNING
    elif len(together) >= 5:
        severity, asked = Severity.WARNING, together
    else:
        return
    words = {"count": len(asked), "families": " + ".join(one.name for one in asked)}
    yield Hit(severity, _spans(asked), words)


def unicorn_domains(role: RoleText, facts: Facts) -> Iterator[Hit]:
    named = role.mentioned("domain", Kind.MUST)
    # “Text, images and speech”: what a model is fed with stands for its field where it stands beside one.
    beside = {role.piece_at(one.start) for one in named}
    fed = [one for one in role.mentioned("modality", Kind.MUST) if role.piece_at(one.start) in beside]
    found = _first_of_each(sorted([*named, *fed], key=lambda one: one.start))
    if len(found) >= 4:
        words = {"count": len(found), "domains": ", ".join(one.name for one in found)}
        yield Hit(Severity.WARNING, _spans(found), words)


def strength_missing(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """The role's own criteria answer where they are known; else the text must say what it hires for."""
    if facts.has_strength:
        return
    is_said = bool(role.of(Kind.STRENGTH)) or any(role.matches(_STRENGTH))
    if facts.has_strength is False or not is_said:
        yield Hit(Severity.ERROR, variant="unset" if is_said else "message")


def bar_missing(role: RoleText, facts: Facts) -> Iterator[Hit]:
    if facts.has_bar:
        return
    is_said = bool(role.of(Kind.BAR)) or any(role.matches(_BAR))
    if facts.has_bar is False or not is_said:
        yield Hit(Severity.WARNING, variant="unset" if is_said else "message")


def must_count(role: RoleText, facts: Facts) -> Iterator[Hit]:
    count = len(role.must_items)
    if count > 6:
        spans = tuple(Span(item[0].start, item[-1].end) for item in role.must_items[6:])
        yield Hit(Severity.ERROR if count > 9 else Severity.WARNING, spans, {"count": count})


def tools_list(role: RoleText, facts: Facts) -> Iterator[Hit]:
    known = role.mentioned("tool", Kind.MUST)
    listed = {place for one in known for place in (one.start, one.end)}
    unknown = [
        Mention("tool", one.group().lower(), *one.span())
        for one in role.matches(_SPELT_LIKE_A_TOOL, Kind.MUST)
        if not listed.intersection(one.span())
    ]
    found = _first_of_each(sorted([*known, *unknown], key=lambda one: one.start))
    if len(found) > 8:
        yield Hit(Severity.ERROR if len(found) > 14 else Severity.WARNING, _spans(found), {"count": len(found)})


def must_nice_mixed(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """Wishes among the must-haves of one list, or a long list of demands and no second one for wishes."""
    lists: dict[bool, list[Piece]] = {True: [], False: []}
    for piece in role.of(Kind.NICE):
        # A wish among demands says so itself; under a heading of its own, or after “Nice to have:”, it is a list apart.
        says_so = kind_of_sentence(piece.words) is Kind.NICE
        lists[says_so and (piece.is_listed or kind_of_heading(piece.words.split(":")[0]) is not Kind.NICE)].append(
            piece
        )
    must_items = {piece.item for piece in role.musts}
    near = [piece for piece in lists[True] if {piece.item, piece.item - 1, piece.item + 1} & must_items]
    has_own_list = bool(lists[False])
    if near and not has_own_list and role.musts:
        yield Hit(Severity.WARNING, tuple(Span(one.start, one.end) for one in near))
    elif len(role.must_items) >= 6 and not lists[True] and not has_own_list:
        yield Hit(Severity.WARNING, variant="alone")


def must_untested(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """Only where the interviews are known: a must-have none of them can tell anything about."""
    if not facts.assessments:
        return
    tested = frozenset[str]().union(*(one.topics for one in facts.assessments))
    untested = [piece for piece in role.musts if (asked := topics_in(role, piece)) and not asked & tested]
    if untested:
        shown = "; ".join(f"“{_short(piece.words)}”" for piece in untested[:3])
        yield Hit(Severity.WARNING, tuple(Span(one.start, one.end) for one in untested), {"musts": shown})


def test_unasked(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """An interview about something the role never mentions; from the text alone, only the kinds of test few jobs ask for."""
    asked = {one.name for one in role.mentioned("topic") if role.kind_at(one.start) is not Kind.PROCESS}
    if facts.assessments is not None:
        idle = [one.name for one in facts.assessments if one.topics and not one.topics & asked]
        if idle:
            yield Hit(Severity.WARNING, (), {"tests": ", ".join(idle)})
        return
    found = [match for match in role.matches(_ASSESSMENTS) if role.kind_at(match.start()) is not Kind.MUST]
    if found and "maths" not in asked:
        spans = tuple(Span(*match.span()) for match in found)
        yield Hit(Severity.WARNING, spans, {"tests": ", ".join(dict.fromkeys(one.group().lower() for one in found))})


def topics_in(role: RoleText, piece: Piece) -> frozenset[str]:
    """What a piece of the text is about, as far as an interview could look at it."""
    return frozenset(one.name for one in role.mentions_between("topic", piece.start, piece.end))


def _first_of_each(mentions: Iterable[Mention]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for one in mentions:
        found.setdefault(one.name, one)
    return list(found.values())


def _spans(mentions: Iterable[Mention]) -> tuple[Span, ...]:
    return tuple(Span(one.start, one.end) for one in mentions)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
