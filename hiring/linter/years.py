"""Rules about years of experience: asked for at all, and more of them than a tool has had."""

import datetime as dt
import re
import tomllib
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
YEARS = re.compile(
    rf"\b(?P<low>\d{{1,2}}|{_WORDS})(?: ?\(\d{{1,2}}\))? ?\+?(?: ?(?:-|–|—|to) ?(?P<high>\d{{1,2}}|{_WORDS}))? ?\+?(?: or more|[ -]plus)?[ -]?(?:full )?(?:years?|yrs?|yoe)\b['’]?|\ba decade\b",
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
_BETWEEN = frozenset({
    "of", "in", "with", "using", "experience", "experiences", "professional", "hands", "on", "production", "working", "work", "building", "developing", "commercial", "industry", "industrial", "practical", "proven", "solid", "strong", "relevant", "prior", "doing", "deploying", "training", "models", "programming", "and", "or", "the", "a", "as", "at", "least", "fine", "tuning", "llm", "llms", "agent", "agents", "agentic", "apps", "applications", "systems", "services", "pipelines", "products", "software", "machine", "learning", "ml", "ai", "running", "shipping", "writing", "use", "applied",
})  # fmt: skip


def years_numeric(role: RoleText, facts: Facts) -> Iterator[Hit]:
    found = list(asked_years(role))
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
    for match, years in asked_years(role):
        for tool, place in _tools_beside(role, match):
            age = (facts.today - _since()[tool]).days / 365.25
            if years > age:
                words = {"years": years, "tool": role.text[place.start : place.end], "age": f"{max(age, 0):.1f}"}
                yield Hit(Severity.ERROR, (span_of(match), place), words)


def asked_years(role: RoleText) -> Iterator[tuple[re.Match[str], int]]:
    """Years asked of a person: those of a company, a contract or a fund are none."""
    for match in islice(role.matches(YEARS), MOST):
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
                r"[\s(:,|–—-]*(for|at least|experience|minimum|min\.?|of|\s)*", between, re.IGNORECASE
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
