"""Rules about stand-ins for skill: years, degrees, publications, titles."""

import datetime as dt
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice

from hiring.linter.mentions import FOLDER
from hiring.linter.reading import RoleText, span_of
from hiring.linter.terms import Facts, Hit, Kind, Rewrite, Severity, Span

MOST = 300  # numbers of years looked at: what comes after as many changes nothing
REACH = 160  # characters within which one thing qualifies another
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_WORDS = "|".join(_NUMBERS)
_YEARS = re.compile(
    rf"\b(?P<low>\d{{1,2}}|{_WORDS})(?: ?\(\d{{1,2}}\))? ?\+?(?: ?(?:-|–|—|to) ?(?P<high>\d{{1,2}}|{_WORDS}))? ?\+?(?: or more| plus)?[ -]?(?:full )?(?:years?|yrs?|yoe)\b['’]?|\ba decade\b",
    re.IGNORECASE,
)
_NO_EXPERIENCE = re.compile(
    r"^[’']? ?(ago|old|or older|of age|contract|fixed|from now|ahead|later|in a row|runway|of (funding|data|history|growth|runway|age)|programme|program\b|plan|vesting|warranty|horizon|post\b|position)",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"experience|\bexp\b|background|industry|professional|hands-on|working (as|in|with|on)|track record", re.IGNORECASE
)
_COMPANY = re.compile(
    r"\b(our|we|us|the company|founded|for the (last|past)|over the|combined|together|in business|team has|founders?|fellowship|contract|visa)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"\b(founded|funded|contract|fixed[- ]term|runs? for|lasts?|lasting|grant|valid for|visa)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_BETWEEN = frozenset(
    [
        "of",
        "in",
        "with",
        "using",
        "experience",
        "experiences",
        "professional",
        "hands",
        "on",
        "production",
        "working",
        "work",
        "building",
        "developing",
        "commercial",
        "industry",
        "industrial",
        "practical",
        "proven",
        "solid",
        "strong",
        "relevant",
        "prior",
        "doing",
        "deploying",
        "training",
        "models",
        "programming",
        "and",
        "or",
        "the",
        "a",
        "as",
        "at",
        "least",
        "fine",
        "tuning",
    ]
)
_PHD = re.compile(r"\b(ph\.? ?d\b\.?'?s?|doctorates?|doctoral degrees?|d\.?phil)", re.IGNORECASE)
_LOWER_DEGREE = re.compile(
    r"\b(bachelor['’]?s?\b|master['’]s\b|masters\b|master (degree|of|in)\b|master(?= ?,? or )|b\.?sc\b\.?|m\.?sc\b\.?|b\.?tech\b|m\.?tech\b|m\.?eng\b|b\.?eng\b|m\.?s\.?(?= ?(in|or|degree|/|,))|b\.?s\.?(?= ?(in|or|degree|/|,))|diploma (in|from)|(university|college|graduate|undergraduate|advanced|technical|quantitative|stem|4-year|four-year|higher|academic|postgraduate|engineering) (degree|diploma)|degrees? (in|from|required|or|\()|graduate of)",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(
    r"\b(equivalent|equal)\b|\b(similar|comparable|corresponding|relevant|related|practical) (\w+ )?(experience|background|training|qualifications?)\b|\bor (\d|at least)|\bor (a |an |any )?(piece|body|years|demonstrable|demonstrated|practical|proven|relevant|other|work|self|experience|the|evidence|something|what)\b|\bself[ -]taught\b|\bwhatever (your|the) (path|background|degree)|\bwith or without\b|\bany (route|path)\b|\bor none\b|\bor not\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(students?|candidates? with|internships?|supervis|interns?|alongside|advis|reimburse|sponsor|pursue|part-time|finish (your|a))",
    re.IGNORECASE,
)
_PUBLICATIONS = re.compile(
    r"\b(\d+|several|multiple|many|numerous|a number of|strong|solid|excellent|outstanding|proven|impressive|extensive|good|significant|first[ -]author(ed)?|track record of|record of|history of|top[ -]tier|peer[ -]reviewed|high[ -]impact|leading)\+?( or more)?[\w ,/-]{0,30}?\b(publications?|publishing|published|papers?|publication (list|record|history))\b"
    r"|\b(publications?|published|publishing|papers?( published| accepted)?|articles)( record| work| papers?| research| list)?( \w+){0,3} (in|at|to) (?=\S)"
    r"|\bpublication (record|list|history)\b|\bh-?index\b|\bcitations?\b|\bfirst[ -]author\w*\b|\bpublications? (are )?(required|mandatory|expected)|\blist of publications\b",
    re.IGNORECASE,
)
_READING = re.compile(
    r"\b(read(ing)?|implement(ing|ed|s)?|reproduc\w+|reimplement\w*|follow(ing)?|discuss(ing)?|turn(ing)?|summari[sz]\w+|understand(ing)?|keep\w* up|scan\w*|search\w*|index\w*)\b[\w ,'’-]{0,40}$|\b(one|a)( (?!or\b|and\b)[\w’'-]+){0,2} $",
    re.IGNORECASE,
)
_JUNIOR = re.compile(
    r"\b(junior|jr\.?|graduate|entry[ -]level|intern|trainee|early[ -]career|apprentice|working student)\b",
    re.IGNORECASE,
)
_SENIOR = re.compile(r"\b(senior|sr\.?|staff|principal|lead|head|director|distinguished|vp)\b", re.IGNORECASE)
_SCOPE = re.compile(
    r"\b(own(s|ing|er|ership)?|lead(s|ing)?|mentor\w*|coach\w*|across (the )?(\w+ )?(teams?|company|organi[sz]ation)|(set|sets|setting|shape|shapes|define|defines|defining) (the |our |a )?(technical )?(direction|strategy|roadmap|agenda|standards?|architecture)|roadmaps?|decid\w+|choos\w+|accountab\w+|responsib\w+ for|architect(s|ing|ure)?|strategy|manag(e|es|ing)|direct reports|guide\w*|review (designs|others)|design reviews?|final say|owner)\b",
    re.IGNORECASE,
)
_TEACHABLE = re.compile(
    r"\b(knowledge|famili\w+|skills?|understanding|experience|proficien\w+|fluen\w+|degree|english|communicat\w*|exposure|command|good|able to|interest|willing\w*|years?)\b",
    re.IGNORECASE,
)
_DEPTH = re.compile(
    r"\b(led|built|run|ran|shipped|owned|designed|architect\w*|mentor\w*|deep\w*|original|publish\w*|scale\w*|years?|production|managed|invent\w*|research\w*|hard|defend|taken|launched|ph\.?d|maintained|repaired|proved|judg\w+|lead\w*|thinking|creativ\w+|debug\w*)\b",
    re.IGNORECASE,
)


def years_numeric(role: RoleText, facts: Facts) -> Iterator[Hit]:
    found = list(_asked_years(role))
    if not found:
        return
    most = max(years for _, years in found)
    severity = Severity.ERROR if most >= 5 else Severity.WARNING
    yield Hit(
        severity,
        tuple(span_of(match) for match, _ in found),
        {"years": most},
        tuple(_instead(role, match) for match, _ in found),
    )


def _instead(role: RoleText, match: re.Match[str]) -> Rewrite:
    """“5+ years of experience with Kafka” → “[[built or run what]] with Kafka”: the number goes, a person says what was done."""
    tail = re.compile(
        r"['’]? ?(of )?((professional|hands-on|industry|work|working|relevant|practical|proven) ){0,3}(experience )?(of |in |with )?",
        re.IGNORECASE,
    )
    rest = tail.match(role.text, match.end())
    return Rewrite(Span(match.start(), rest.end() if rest else match.end()), "[[what they have built or run]] with ")


def years_impossible(role: RoleText, facts: Facts) -> Iterator[Hit]:
    for match, years in _asked_years(role):
        for tool, place in _tools_beside(role, match):
            age = (facts.today - _since()[tool]).days / 365.25
            if years > age:
                words = {"years": years, "tool": role.text[place.start : place.end], "age": f"{max(age, 0):.1f}"}
                yield Hit(Severity.ERROR, (span_of(match), place), words)


def degree_phd(role: RoleText, facts: Facts) -> Iterator[Hit]:
    for match in role.matches(_PHD, Kind.MUST, Kind.TITLE):
        words = _around(role, match)
        if _EQUIVALENT.search(words) or _LOWER_DEGREE.search(words) or _NOT_ASKED.search(words):
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
            or re.match(r" of (freedom|autonomy)", role.text[match.end() : match.end() + 14])
        ):
            continue
        end = role.piece_at(match.start())
        at = len(role.text[: end.end].rstrip(" .;,")) if end else match.end()
        yield Hit(Severity.WARNING, (span_of(match),), {}, (Rewrite(Span(at, at), ", or equivalent experience"),))
        return


def publications_count(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """A number of papers, a record, or places they must have appeared in. Reading, or one paper, is no count."""
    venues = sorted(one.start for one in role.mentioned("venue", Kind.MUST))
    spans = []
    for match in role.matches(_PUBLICATIONS, Kind.MUST):
        piece = role.piece_at(match.start())
        if piece is None or _READING.search(role.text[max(piece.start, match.start() - 80) : match.start()]):
            continue
        places = match.group().lower().rstrip().endswith((" in", " at", " to"))
        if places and not _names_a_venue(role, match, venues):
            continue
        spans.append(span_of(match))
    if spans:
        rewrites = (Rewrite(spans[0], "one piece of work you can take apart with us "),) if len(spans) == 1 else ()
        yield Hit(Severity.ERROR, tuple(spans), {}, rewrites)


def _names_a_venue(role: RoleText, match: re.Match[str], venues: list[int]) -> bool:
    """Whether a place to publish in follows within the sentence."""
    words = _around(role, match)
    if re.search(r"conference|journal|venue|proceedings", words, re.IGNORECASE):
        return True
    next_one = bisect_left(venues, match.start())
    return next_one < len(venues) and venues[next_one] <= match.end() + REACH


def level_mismatch(role: RoleText, facts: Facts) -> Iterator[Hit]:
    title = re.split(r"[.;:\n]", role.title, maxsplit=1)[0][:80].strip()
    if _JUNIOR.search(title):
        asked = [(match, years) for match, years in _asked_years(role) if years >= 2]
        if asked:
            match, years = max(asked, key=lambda one: one[1])
            yield Hit(Severity.ERROR, (span_of(match),), {"title": title, "years": years})
    elif _SENIOR.search(title):
        rest = role.text[len(title) :]
        if not _SCOPE.search(rest) and len(rest.split()) >= 15:
            yield Hit(
                Severity.ERROR,
                (Span(role.pieces[0].start, role.pieces[0].start + len(title)),),
                {"title": title},
                variant="scope",
            )


def junior_possible(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """A senior title whose every must-have is a tool, a subject or a manner, and none is something done."""
    if not _SENIOR.search(role.title[:80]) or not role.musts:
        return
    for piece in role.musts:
        words = _YEARS.sub("", piece.words)
        if _DEPTH.search(words) or not (
            _TEACHABLE.search(words) or role.mentions_between("tool", piece.start, piece.end)
        ):
            return
    yield Hit(Severity.INFO)


def _asked_years(role: RoleText) -> Iterator[tuple[re.Match[str], int]]:
    """Years asked of a person: those of a company, a contract or a fund are none."""
    for match in islice(role.matches(_YEARS), MOST):
        piece = role.piece_at(match.start())
        if piece is None or piece.kind in (Kind.NICE, Kind.TAUGHT, Kind.BENEFIT, Kind.PAY, Kind.PROCESS, Kind.OUTCOME):
            continue
        after, before = (
            role.text[match.end() : match.end() + 60],
            role.text[max(piece.start, match.start() - 80) : match.start()],
        )
        if _NO_EXPERIENCE.match(after) or re.search(
            r"\b(in|within|after|by|next|first|last|past) (the )?(next |first |last |past )?$", before, re.IGNORECASE
        ):
            continue
        if _TERM.search(before):
            continue
        if piece.kind is not Kind.MUST and (_COMPANY.search(before) or not _EXPERIENCE.search(after.split("\n")[0])):
            continue
        yield match, _number(match)


def _number(match: re.Match[str]) -> int:
    low = match["low"]
    if low is None:
        return 10  # a decade
    return int(low) if low.isdecimal() else _NUMBERS[low.lower()]


def _tools_beside(role: RoleText, years: re.Match[str]) -> Iterator[tuple[str, Span]]:
    """The dated tools these years are of: after them, with nothing but small words and other tools between, or just before."""
    piece = role.piece_at(years.start())
    end = min(piece.end if piece else years.end() + REACH, years.end() + REACH)
    start = max(piece.start if piece else 0, years.start() - 60)
    reached = years.end()
    dated = [(match.group().lower(), Span(*match.span())) for match in _dated().finditer(role.text, start, end)]
    tools = role.mentions_between("tool", years.end(), end)
    for name, span in dated:
        if span.end <= years.start():
            between = role.text[span.end : years.start()]
            if len(between) <= 24 and re.fullmatch(
                r"[\s(:,–—-]*(for|at least|experience|minimum|min\.?|of|\s)*", between, re.IGNORECASE
            ):
                yield name, span
            continue
        between = role.text[reached : span.start]
        for tool in tools:
            if reached <= tool.start < span.start:
                between = between.replace(role.text[tool.start : tool.end], " ")
        if all(word in _BETWEEN for word in re.findall(r"[a-z]+", between.lower())):
            yield name, span
            reached = span.end


@cache
def _since() -> dict[str, dt.date]:
    return tomllib.loads((FOLDER / "tools.toml").read_text(encoding="utf-8"))["since"]


@cache
def _dated() -> re.Pattern[str]:
    names = sorted(_since(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


def _around(role: RoleText, match: re.Match[str]) -> str:
    """The sentence a match stands in, as far as “or equivalent” may stand from it."""
    piece = role.piece_at(match.start())
    start, end = (piece.start, piece.end) if piece else match.span()
    return role.text[max(start, match.start() - REACH) : min(end, match.end() + REACH)]


def _is_research(role: RoleText) -> bool:
    return bool(re.search(r"\bresearch(er)?\b", role.title.split("\n")[0][:80], re.IGNORECASE))
