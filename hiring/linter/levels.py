"""Rules about the level: whether the title and what is asked agree, and whether somebody more junior could do it."""

import re
from collections.abc import Iterator

from hiring.linter.reading import RoleText, span_of
from hiring.linter.terms import Facts, Hit, Severity, Span
from hiring.linter.years import YEARS, asked_years

_JUNIOR = re.compile(
    r"\b(junior|jr\.?|graduate|entry[ -]level|intern|trainee|early[ -]career|apprentice|working student)\b",
    re.IGNORECASE,
)
_SENIOR = re.compile(r"\b(senior|sr\.?|staff|principal|lead|head|director|distinguished|vp)\b", re.IGNORECASE)
_SCOPE = re.compile(
    r"\b(own(s|ing|er|ership)?|lead(s|ing)?|mentor\w*|coach\w*|across (the )?(\w+ )?(teams?|company|organi[sz]ation)|(set|sets|setting|shape|shapes|define|defines|defining) (the |our |a )?(technical )?(direction|strategy|roadmap|agenda|standards?|architecture)|roadmaps?|decid\w+|choos\w+|accountab\w+|responsib\w+ for|architect(s|ing|ure)?|strategy|manag(e|es|ing)|direct reports|guide\w*|review (designs|others)|design reviews?|final say|owner|(your|their|his|her) (\w+ )?(analysts|staff|reports|assistants)|(own|two|three|four|five|six) direct reports|supervis\w+|sets? the \w+ for|answers? for)\b",
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
# Who may apply, and in which language: says nothing of how hard the work is.
_ELIGIBLE = re.compile(
    r"\b(native|mother tongue|nationals?|citizen\w*|nationality|permits?|visas?|right to work|clearance|licen[cs]e|willing(ness)? to travel|[abc][12])\b",
    re.IGNORECASE,
)


def level_mismatch(role: RoleText, facts: Facts) -> Iterator[Hit]:
    title = re.split(r"[.;:\n]", role.title, maxsplit=1)[0][:80].strip()
    if _JUNIOR.search(title):
        asked = [(match, years) for match, years in asked_years(role) if years >= 2]
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
    teachable = 0
    for piece in role.musts:
        if _ELIGIBLE.search(piece.words):
            continue
        words = YEARS.sub("", piece.words)
        if _DEPTH.search(words) or not (
            _TEACHABLE.search(words)
            or role.mentions_between("tool", piece.start, piece.end)
            or role.mentions_between("culture", piece.start, piece.end)
        ):
            return
        teachable += 1
    if teachable:
        yield Hit(Severity.INFO)
