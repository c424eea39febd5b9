"""Rules about how it is said: superlatives, hype, vagueness, results, the problem, readability."""

import re
from collections.abc import Iterator

from hiring.linter.mentions import Mention
from hiring.linter.reading import RoleText
from hiring.linter.terms import Facts, Hit, Kind, Rewrite, Severity, Span

_OUTCOME = re.compile(
    r"\b(in|after|within|by|over|at) (the |your |about )?(first |next )?(\d{1,2}|one|two|three|four|six|nine|twelve|eighteen|thirty|sixty|ninety|a hundred|a few|half a) ?-?(days?|weeks?|months?|years?|quarters?)\b(?! (contract|probation|leave|notice|of (experience|leave|contract)|probationary))"
    r"|\b(the |your )first (\w+ )?(days|weeks?|months?|quarters?|year|half-year)\b|\bby (the )?(end of )?(your |the )?(month|year|quarter) ?(one|two|three|1|2|3|6|12|first)?\b|\b(month|day|week|quarter) (one|three|six|twelve|1|3|6|12|30|60|90|100)\b(?![,.]\d)"
    r"|\b(30|60|90)[ -]?/[ -]?(60|90)|\b30[- ]60[- ]90|\b3/6/12|\bsuccess (looks like|in this role|means|after|in (the|your))|\byear (one|1|two)\b|\bin (three|six|twelve|3|6|12)\b ?:|\bhalf a year\b|\ba year (in|from now|after)\b|\b(\d{1,3}|two|three|four|six|nine|twelve|thirty|sixty|ninety|a hundred) (days|weeks|months) (from now|in|on)(?=[,:])|\bbefore the (year|quarter|season|winter|summer) (is (out|over)|ends)\b|\bby the end of (the|this|next) (\w+ )?(year|quarter|season|winter|summer)\b|\b(weeks|months|a year) from now\b|\bwill be different\b",
    re.IGNORECASE,
)
_ANSWERING = re.compile(
    r"\b(repl(y|ies)|answers?|respond|response|hear (back|from)|decision|decide|process|get back|feedback|offers? (within|in|after)|interviews?|notice|probation|contract|deadline|apply|applications?|bonus|vest\w*|raise[ds]?|review cycle|parental|sabbatical|retire\w*|(we|team|company|headcount|studio|revenue)( (have|has|just|nearly|already)){0,2} (grown|grew|raised|doubled|tripled|quadrupled|launched|expanded)|founded)\b",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b\d+([.,]\d+)? ?(%|percent|per cent)|\b(one|two|three) (time )?(in|out of) (two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|\d+)\b|\b\d+([.,]\d+)? ?(million|billion|thousand|k|tonnes?|tons?|litres?|minutes|seconds)\b|\b(one|two|three|four|five|\d+) (hours|days|weeks|months) (of|later|late|too|for each|behind)\b|\b(every|each) (day|night|week|year|morning|hour)\b|(?<![$€£\d,.])\b\d{1,3}([, ]\d{3})+\b|\b(half|a third|a quarter) of\b|\b(one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (times )?out of (ten|twenty|\d+)\b",
    re.IGNORECASE,
)
_TEAM_NUMBERS = re.compile(
    r"\b(employees|funding|raised|revenue|offices|countries|customers worldwide|valuation|people strong|growth|growing|grew|grown|(month|year|week) (over|on) (month|year|week)|mom|yoy|arr|seed|backed|founders|salary|engineers|budget|equity|remote|bonus|match)\b",
    re.IGNORECASE,
)
_STORY = (Kind.ABOUT, Kind.PLAIN, Kind.DUTY, Kind.OUTCOME, Kind.STRENGTH, Kind.TITLE)
# A researcher's problem may be a question.
_QUESTION = re.compile(
    r"\b(stud(y|ies|ying)|investigat\w+|asks?|find(s|ing)? out|works? on the question|understand(s|ing)?) (of )?(when|why|how|whether|what makes) (?!(to|ai|machine learning|deep learning)\b)",
    re.IGNORECASE,
)
_VOWELS = re.compile(r"[aeiouy]+")


def superlatives(role: RoleText, facts: Facts) -> Iterator[Hit]:
    found = _apart(role.mentioned("superlative"))
    if len(found) >= 3:
        words = ", ".join(dict.fromkeys(_text(role, one).lower() for one in found[:5]))
        rewrites = tuple(Rewrite(_with_space(role, one), "") for one in found)
        yield Hit(Severity.WARNING, _spans(found), {"count": len(found), "words": words}, rewrites)


def hype(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """A build tool, and a wizard that leads through a form, are none."""
    found = [
        one
        for one in role.mentioned("hype")
        if not _is_a_thing(role, one) and role.kind_at(one.start) is not Kind.TAUGHT
    ]
    if found:
        yield Hit(Severity.WARNING, _spans(found), {"words": _text(role, found[0])})


def culture_vague(role: RoleText, facts: Facts) -> Iterator[Hit]:
    found = _apart(role.mentioned("culture"))
    if found:
        yield Hit(Severity.WARNING, _spans(found), {"words": _text(role, found[0])})


def outcomes_missing(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """No word on what is different after some months. When we answer, or how long a contract runs, is no result."""
    if role.of(Kind.OUTCOME):
        return
    for match in role.matches(_OUTCOME):
        piece = role.piece_at(match.start())
        if piece is None or piece.kind in (Kind.PROCESS, Kind.PAY, Kind.BENEFIT, Kind.NICE):
            continue
        if not _ANSWERING.search(role.text[max(piece.start, match.start() - 120) : min(piece.end, match.end() + 120)]):
            return
    yield Hit(Severity.WARNING)


def problem_generic(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """Outside the lists of skills, nothing names people, things or failures of somebody's work, and nothing is measured."""
    # “The right DNA” is no genome.
    manners = {place for one in role.mentioned("culture") for place in range(one.start, one.end)}
    things = [one for one in role.mentioned("concrete", *_STORY) if one.start not in manners]
    things = [one for one in things if role.text[max(0, one.start - 6) : one.start].lower() not in ("green ", "green-")]
    named = {_text(role, one).lower(): one.name for one in things}
    # Somebody at work makes a problem theirs; a bank or a camera alone may be a list of clients or of buzzwords.
    concrete = sum(2 if name == "people" else 1 for name in named.values())
    if facts.is_research and any(role.matches(_QUESTION, *_STORY)):
        concrete += 2
    measured = 0
    for match in _MEASURED.finditer(role.text):
        around = role.text[max(0, match.start() - 40) : match.end() + 40]
        is_told = role.kind_at(match.start()) in _STORY and role.kind_at(match.start()) is not Kind.TITLE
        measured += is_told and not _TEAM_NUMBERS.search(around)
    if concrete + min(measured, 2) < 2:
        yield Hit(Severity.WARNING, _spans(role.mentioned("buzz", *_STORY)))


def gendered_words(role: RoleText, facts: Facts) -> Iterator[Hit]:
    hard, soft = role.mentioned("masculine"), role.mentioned("feminine")
    net = len(hard) - len(soft)
    if abs(net) > 5:
        leaning, lean = (hard, "Masculine") if net > 0 else (soft, "Feminine")
        words = ", ".join(list(dict.fromkeys(_text(role, one).lower() for one in leaning))[:6])
        yield Hit(Severity.INFO, _spans(leaning), {"lean": lean, "net": abs(net), "words": words})


def readability(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """Length, mean sentence, and Flesch–Kincaid grade (Kincaid et al. 1975) with syllables counted as groups of vowels."""
    words, sentences = role.word_count, max(len(role.pieces), 1)
    if not words:
        return
    syllables = sum(max(1, len(_VOWELS.findall(token.word)) - token.word.endswith("e")) for token in role.tokens)
    mean = words / sentences
    grade = 0.39 * mean + 11.8 * syllables / words - 15.59
    faults = []
    if words < 250:
        faults.append(f"{words} words: below 250, some questions stay open")
    elif words > 700:
        faults.append(f"{words} words: above 700, few read to the end")
    if mean > 22:
        faults.append(f"sentences of {mean:.0f} words on average")
    if grade > 13 and sentences >= 3:
        faults.append(f"reads like grade {grade:.0f}")
    if faults:
        yield Hit(Severity.INFO, (), {"faults": "; ".join(faults)})


def _is_a_thing(role: RoleText, one: Mention) -> bool:
    before, after = role.text[max(0, one.start - 24) : one.start].lower(), role.text[one.end : one.end + 20].lower()
    if "ninja" in _text(role, one).lower():
        return bool(
            re.search(r"(cmake|build|bazel|meson)\W+(and |with |or )?$", before)
            or re.match(r"\W+(build|cmake|file)", after)
        )
    if "wizard" in _text(role, one).lower():
        return bool(re.search(r"(setup|set-up|install\w*|config\w*|onboarding|step|form) $", before))
    if _text(role, one).lower() == "a 10x":
        return bool(
            re.match(
                r"[ -](faster|more|growth|larger|smaller|cheaper|speed\w*|increase|reduction|lower|better|improvement|scale)",
                after,
            )
        )
    if _text(role, one).lower() in ("a player", "a players"):
        return _text(role, one)[0] != "A" or "-" not in _text(role, one)
    return False


def _apart(mentions: list[Mention]) -> list[Mention]:
    """Leave out what lies within, or over, the one before it: “extensive” in “extensive expertise”."""
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _with_space(role: RoleText, one: Mention) -> Span:
    return Span(one.start, one.end + (role.text[one.end : one.end + 1] == " "))


def _text(role: RoleText, one: Mention) -> str:
    return role.text[one.start : one.end]


def _spans(mentions: list[Mention]) -> tuple[Span, ...]:
    return tuple(Span(one.start, one.end) for one in mentions)
