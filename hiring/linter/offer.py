"""Rules about what is offered and asked on the way: pay, long tasks, the process, notices, a role that stays open."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hiring.linter.mentions import FOLDER
from hiring.linter.reading import RoleText, span_of
from hiring.linter.terms import Facts, Hit, Kind, Rewrite, Severity

WIDE = 1.6
LONG_HOURS = 4
OPEN_LONG = 90

_CURRENCY = r"(?:[$€£₹¥₩₪₺]|(?<![a-z])(?:usd|eur|gbp|chf|sek|nok|dkk|pln|cad|aud|inr|czk|jpy|krw|cny|rmb|sgd|hkd|nzd|zar|kes|ngn|brl|mxn|ils|aed|try|ron|huf|isk|thb|us\$|c\$|a\$)\b)"
_AMOUNT = (
    r"(\d{1,3}(?:[,.' ]\d{3})+|\d{4,7}|\d{2,3}(?:\.\d)? ?k\b|\d{2,3}(?= ?(?:-|–|—|to) ?[$€£]? ?\d{2,3} ?k\b))( ?k\b)?"
)
_MARK = re.compile(
    rf"{_CURRENCY}|\b(?:euros?|dollars|pounds|francs|crowns|tv-?l|grade|band|stipend|agreement|per hour|an hour)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"{_CURRENCY} ?{_AMOUNT} ?(?:{_CURRENCY})? ?(?:-|–|—|to|and|up to) ?{_CURRENCY}? ?{_AMOUNT}|{_AMOUNT} ?(?:-|–|—|to|and) ?{_AMOUNT} ?{_CURRENCY}|{_AMOUNT} ?(?:-|–|—|to) ?{_AMOUNT} (?:euros?|dollars|pounds|francs|crowns)",
    re.IGNORECASE,
)
_ONE_PAY = re.compile(
    rf"(?:{_CURRENCY} ?{_AMOUNT}|{_AMOUNT} ?(?:{_CURRENCY}|euros?|dollars|pounds|francs|crowns))|\b(tv-?l ?e?\s?1\d|grade [ivx\d]+ (salary|pay)|pay band \w+|salary band \w+|nih (stipend )?(level|scale)|collective agreement|\d(\.\d+)? ?(?:{_CURRENCY})? ?(?<!half )(per|an) hour)\b",
    re.IGNORECASE,
)
# “The base salary range for this post in California is …, plus bonus”: what is called a salary is one.
_SALARY = re.compile(
    r"\b(salar(y|ies)|base pay|pay (range|band|scale)|compensation|comp|remuneration|wages?|ote)\b[^.;!?\n]{0,60}$",
    re.IGNORECASE,
)
_NOT_PAY = re.compile(
    r"\b(raised|raise|funding|series [a-e]|revenue|turnover|budget|valuation|valued|worth|saved?|savings|costs?|lose|losses|loans?|transactions?|customers|users|rows|documents|patients|stipend for|equipment|bonus|referral|allowance|(?<!machine )(?<!deep )learning|fund|grant|turns over|images|requests)\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(current|previous|former|past|last|present|existing|prior|most recent|last[ -](drawn|earned|received)|(currently|previously|presently)[ -](drawn|earned)) (and (expected|desired) )?(annual |gross |base |monthly |yearly |total )?(salar(y|ies)|pay|compensation|earnings|remuneration|wages?|ctc|package)\b(?! (ranges?|bands?|levels?|surveys?|transparency))|\b(salary|pay|compensation|wage|earnings) history\b|\bpay ?(slips?|stubs?)\b|\b(salary|pay|wage|income|earnings) (certificates?|statements?|confirmation|proof)\b|\b(proof|evidence|confirmation) of (your )?(\w+ )?(salary|income|earnings|pay)\b|\b(salary|pay|compensation|earnings|wages?) (in|at|of|from) your (last|current|previous|present|former|most recent)\b|\bsalary slips?\b|\b(what|how much) (do )?you (currently |now )?(earn|make)\b|\bwhat you (currently |now )?(earn|make|were paid)\b|\bearned (in|at) your (last|previous|current)",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"\b(take[- ]?home|home[- ]?work assignment|home (assignment|task|project|exercise)|coding (assignment|challenge|project|task|exercise)|case study|assignment|challenge|test (project|task)|sample project|homework|trial (day|week|project|period|work)s?|work sample|mini[- ]project|technical (project|exercise|task|test)|programming (task|test|assignment)|hackathon|(hand|send|give) you an? (\w+ )?(data ?set|task|problem|exercise|brief)|((shortlisted|selected|invited) )?(applicants|candidates)( will| are| may)?( be)?( asked to| invited to)? (prepare|complete|carry out|submit) an? [\w -]{3,30})\b",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"\b(?P<low>\d{1,3}|an?|one|two|three|four|five|six|eight|ten|twelve|full|whole)(?: ?(?:-|–|to) ?(?P<high>\d{1,3}))?[ -](?:full |working |whole )?(?P<unit>hours?|hrs?|h|days?|weekends?|weeks?|evenings?)\b",
    re.IGNORECASE,
)
_WEEKEND = re.compile(r"\b(over|for|takes?|on|during) (a |the |one |your )?(whole |full )?weekend\b", re.IGNORECASE)
_PAID = re.compile(
    r"(?<!un)\b(is |are |we )?(paid|pay you|pay for|compensated|we pay|remunerated|at our expense)\b", re.IGNORECASE
)
_UNPAID = re.compile(r"\b(unpaid|not (be )?(paid|compensated)|without pay|no pay(ment)?)\b", re.IGNORECASE)
_TO_FINISH = re.compile(
    r"\b(due|deadline|return|within|to (send|return|submit)|you have|take your time|answer|reply|hear|after)\b",
    re.IGNORECASE,
)
_UNITS = {"h": 1, "hour": 1, "hr": 1, "day": 8, "weekend": 16, "week": 40, "evening": 3}
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "full": 1,
    "whole": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
}
_ELSEWHERE = re.compile(
    r"\b(customers?|clients?|hospitals?|users?|ships?|sold|serve|university|shops|stores|founded|offices|acl|workshop|published|trip|travel\w*)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
_A_PEOPLE = re.compile(
    r" (citizens?|nationals?|passports?|AI Act|law|funding|project|market|customers?|clients?)\b", re.IGNORECASE
)
_STAGE = re.compile(
    r"\b(interviews?|conversations?|calls?|meetings?|talks?|chats?|discussions?|hiring|visits?|phone|video|meet|stages?|rounds?|screens?|on-?sites?|process|take-?home|pair(ing)? sessions?|steps|panel|task)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(an?|one|two|three|four|five|six|half an|ninety|sixty|thirty|forty-five)[ -](minutes?|mins?|hours?|hrs?|h)\b|(?<![$€£\d.,])\b\d{1,3}([.,]\d)?[ -]?(minutes?|mins?|m|['’′]|hours?|hrs?|h)(?!\w)",
    re.IGNORECASE,
)
_SCORED = re.compile(
    r"\b(applications?|applicants?|candidates?|cvs?|r[eé]sum[eé]s?|submissions|video interviews?)\b[^.\n]{0,60}\b(scored|ranked|screened|assessed|evaluated|analy[sz]ed|filtered|graded|rated|shortlisted|sorted)\b[^.\n]{0,40}\b(ai|algorithms?|automatic(ally)?|software|machine|model|automated|system|tool|bot)\b"
    r"|\b(ai|algorithm|automated|automatic|our (software|system|model|tool|bot))\b[^.\n]{0,40}\b(scores?|ranks?|screens?|assess(es)?|evaluates?|analy[sz]es|filters?|grades?|rates?|shortlists?|screening|scoring|ranking)\b[^.\n]{0,40}\b(applications?|applicants?|candidates?|cvs?|r[eé]sum[eé]s?|your (application|cv|r[eé]sum[eé]|answers|interview))\b|\bai[- ](screening|interview)\b",
    re.IGNORECASE,
)
_MACHINES = ("automat", "algorithm", "software", " ai", "ai ", "bot", "tool", "system", "model")
_NOTICE = re.compile(
    r"\b(notice|human (review|being|person)|ask (for|that) (a |an )?(person|human)|reviewed by a (person|human)|opt[- ]out|alternative (process|assessment)|bias audit|object to|instead of the (score|tool)|request a (person|human))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """A place whose law asks something of an advertisement."""

    name: str
    pay: bool
    aids: bool
    names: tuple[str, ...]
    code: str = ""
    abroad: tuple[str, ...] = ()


@cache
def places() -> tuple[Place, ...]:
    rows = tomllib.loads((FOLDER / "places.toml").read_text(encoding="utf-8"))["place"]
    return tuple(
        Place(
            row["name"], row["pay"], row["aids"], tuple(row["names"]), row.get("code", ""), tuple(row.get("abroad", ()))
        )
        for row in rows
    )


def place_of(role: RoleText, facts: Facts) -> tuple[Place, ...]:
    """The places of this role whose law we know: from its place, else from the names in its text. A market we sell to is not where people work."""
    if facts.place:
        named_there = {place.name for _, place in _named_in(facts.place)}
        return tuple(one for one in places() if one.name in named_there)
    found: dict[str, Place] = {}
    for match, place in _named_in(role.text):
        if _A_PEOPLE.match(role.text, match.end()):
            continue
        if not _ELSEWHERE.search(role.text[max(0, match.start() - 50) : match.start()]):
            found.setdefault(place.name, place)
    return tuple(found.values())


def _named_in(text: str) -> Iterator[tuple[re.Match[str], Place]]:
    """The places named in a text. “Tel Aviv, IL” is in Israel: a code after a town abroad is a country's, or another state's."""
    named = {name: place for place in places() for name in (*place.names, place.code)}
    for match in _any_place().finditer(text):
        place = named[match.group()]
        before = text[max(0, match.start() - 30) : match.start()].rstrip(", ")
        if match.group() != place.code or not before.endswith(place.abroad):
            yield match, place


@cache
def _any_place() -> re.Pattern[str]:
    names = sorted((name for one in places() for name in one.names), key=len, reverse=True)
    codes = "|".join(one.code for one in places() if one.code)
    return re.compile(rf"\b(?=[A-Z])(?:{'|'.join(map(re.escape, names))}|(?<=, )(?:{codes}))\b")


def pay_missing(role: RoleText, facts: Facts) -> Iterator[Hit]:
    where = next((one for one in place_of(role, facts) if one.pay), None)
    if where and not any(True for _ in _amounts(role)):
        yield Hit(Severity.ERROR, (), {"place": where.name})


def pay_wide(role: RoleText, facts: Facts) -> Iterator[Hit]:
    for match in _near_money(role, _RANGE):
        if _is_pay(role, match):
            numbers = [_money(text) for text in re.findall(r"\d[\d,.' ]*\d|\d", match.group())]
            low, high = numbers[0], numbers[-1]
            while 0 < low < high / 100:
                low *= 1000  # “90–260k”: the thousands are said once
            if low > 0 and high / low > WIDE:
                yield Hit(Severity.WARNING, (span_of(match),), {"ratio": f"{high / low:.1f}"})


def pay_history(role: RoleText, facts: Facts) -> Iterator[Hit]:
    found = list(role.matches(_HISTORY))
    if found:
        yield Hit(
            Severity.ERROR,
            tuple(map(span_of, found)),
            {"words": found[0].group()},
            (Rewrite(span_of(found[0]), "salary expectation"),),
        )


def takehome_long(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """The hours beside a task in the same sentence, or the next; days to hand it in are no work."""
    for task in _TASK.finditer(role.text):
        around_start, around_end = max(0, task.start() - 70), min(len(role.text), task.end() + 110)
        around = role.text[around_start:around_end]
        if _PAID.search(around) and not _UNPAID.search(around):
            continue
        spans = [
            *_HOURS.finditer(role.text, around_start, around_end),
            *_WEEKEND.finditer(role.text, around_start, around_end),
        ]
        # “A weekend, about 10 hours” is ten hours.
        for match in sorted(spans, key=lambda one: one.groupdict().get("unit", "")[:1].lower() != "h"):
            hours = _hours(match)
            before = role.text[max(around_start, match.start() - 30) : match.start()]
            if hours > LONG_HOURS and not (hours >= 8 and _TO_FINISH.search(before)):
                yield Hit(Severity.WARNING, (span_of(task), span_of(match)), {"hours": hours})
                return


def _hours(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if not groups:
        return 16
    unit = groups["unit"].lower().rstrip("s") or "h"
    count = groups["high"] or groups["low"].lower()
    return (int(count) if count.isdecimal() else _COUNTS[count]) * _UNITS.get(unit, 1)


def process_missing(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """Stages and how long they take, near each other."""
    for match in _LENGTH.finditer(role.text):
        if _STAGE.search(role.text[max(0, match.start() - 120) : match.end() + 120]):
            return
    yield Hit(Severity.INFO)


def ai_notice(role: RoleText, facts: Facts) -> Iterator[Hit]:
    if not facts.scores_automatically and not role.has_any(*_MACHINES):
        return
    found = [
        one
        for one in role.matches(_SCORED)
        if role.kind_at(one.start()) not in (Kind.DUTY, Kind.MUST, Kind.NICE, Kind.OUTCOME)
    ]
    where = next((one for one in place_of(role, facts) if one.aids), None)
    if (found or facts.scores_automatically) and where and not _NOTICE.search(role.text):
        yield Hit(Severity.ERROR, tuple(map(span_of, found)), {"place": where.name})


def stale(role: RoleText, facts: Facts) -> Iterator[Hit]:
    if facts.open_days > OPEN_LONG and not facts.hires and facts.unchanged_days > OPEN_LONG:
        yield Hit(Severity.INFO, (), {"days": facts.open_days, "odds": f"{facts.odds} " if facts.odds else ""})


def _amounts(role: RoleText) -> Iterator[re.Match[str]]:
    """What is paid: amounts of money that are no turnover, no budget and no bonus."""
    for pattern in (_RANGE, _ONE_PAY):
        for match in _near_money(role, pattern):
            if _is_pay(role, match):
                yield match


def _near_money(role: RoleText, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What a pattern finds close to a word or sign of money: trying it everywhere would take longer than all other rules."""
    reached = 0
    for mark in _MARK.finditer(role.text):
        match = pattern.search(role.text, max(reached, mark.start() - 24), mark.end() + 30)
        if match:
            reached = match.end()
            yield match


def _is_pay(role: RoleText, match: re.Match[str]) -> bool:
    if re.match(r" ?(m|million|bn|billion|mn)\b", role.text[match.end() : match.end() + 10], re.IGNORECASE):
        return False
    if role.kind_at(match.start()) is Kind.PAY or _SALARY.search(role.text[max(0, match.start() - 80) : match.start()]):
        return True
    after = re.split(r"\+|\bplus\b|\band\b", role.text[match.end() : match.end() + 25])[0]  # “… plus bonus” is no bonus
    return not _NOT_PAY.search((role.text[max(0, match.start() - 45) : match.end()] + after).replace("\n", " "))


def _money(text: str) -> float:
    digits = re.sub(r"[^\d]", "", text)
    return float(digits or 0)
