"""Rules about who is shut out without need: age, origin, gender, nationality, body; and about adjustments. Not legal advice."""

import re
from collections.abc import Iterator
from itertools import islice

from hiring.linter.reading import RoleText, span_of
from hiring.linter.terms import Facts, Hit, Kind, Rewrite, Severity

MOST = 300  # pronouns looked at: what comes after as many changes nothing
REACH = 100  # characters within which a way to ask belongs to what is offered
LANGUAGES = "irish|welsh|catalan|english|german|french|spanish|dutch|italian|portuguese|polish|swedish|norwegian|danish|finnish|mandarin|chinese|japanese|korean|arabic|hindi|hebrew|russian|ukrainian|czech|turkish|greek|hungarian|romanian|bulgarian|croatian|serbian|slovak|slovene|estonian|latvian|lithuanian|icelandic|cantonese|thai|vietnamese|indonesian|persian|urdu|bengali|tamil|swahili"
_AGE = re.compile(
    r"\b(obtained|awarded|completed|received|defended|graduat\w+)\b[^.\n]{0,30}\b(no|not) (more|longer|earlier|later) than (\w+ ){1,2}years? ago\b|\b(recent|new|fresh) (\w+ )?(graduates?|grads?) only|\bonly (recent|new|fresh) (\w+ )?(graduates?|grads?)|\b(graduates?|grads?) (of|from) 20\d\d( or later| onwards?)? only|\b(young|youthful)(,? (and |& )?(\w+,? ){0,2})(team|engineers?|people|professionals?|talent|colleagues|minds|candidates?|researchers?|developers?|company of|crew|environment|collective|person|men|women|man|woman)\b"
    r"|\bdigital natives?\b|\bclass of 20\d\d\b|\b(under|below|younger than|not older than|no older than|at most) (the age of )?(2[0-9]|3[0-9]|4[0-9]|5[0-9])\b(?! ?(%|hours?|minutes|ms|people|euros?|k\b|,|days|weeks|lines|seconds|employees|\w+ (a|per) ))|\b(maximum|max\.?|upper) age\b|\bage limit\b|\baged? (between )?\d{2} ?(-|–|to|and) ?\d{2}\b|\bage (of )?\d{2} ?(-|–|to) ?\d{2}\b|\b(ideal|preferred|desired|target) age\b|\bage (range|group|bracket|limit)s? ?:|\b(up to|until|till|between \d{2} and|from \d{2} to|\d{2} ?(-|–|to)|not (older|more) than|no (older|more) than|max(imum|\.)?|under|below) ?[2-6]\d years (old|of age)\b|\b(mature|energetic young|youngish) (candidates?|applicants?|people|person)\b|\byoung,? (dynamic|energetic|hungry|ambitious|fun)\b|\bno (one )?over (3|4|5)\d\b|\bat the (start|beginning) of (his|her) career\b|\bin (your|their|his) (twenties|thirties|20s|30s)\b",
    re.IGNORECASE,
)
# “Our data are up to 40 years old” is no person's age.
_OLD_THING = re.compile(
    r"\b(our|the|its) (?!(ideal|applicant|candidate|person|successful|team))\w+ (is|are|was|were|reach\w*|go|goes)( back)? $|\b(data|records?|machines?|buildings?|houses|ships?|cars|trees|company|archives?) (of|from|is|are) $",
    re.IGNORECASE,
)
_ALL_AGES = re.compile(
    r"\b(all|any|every) ages?\b|regardless|whatever your age|\bold and young\b|young and old", re.IGNORECASE
)
_NATIVE = re.compile(
    rf"(?<!non-)(?<!non )(?:\b(?:(?:{LANGUAGES}) )?(?:at|on) (?:a )?(?:native|mother[ -]tongue)[ -]level\b|\bnative(?:[ -](?:level|like|or (?:near|bilingual)[ -]?\w*))?[ -](?:proficiency|knowledge|competence|(?:{LANGUAGES})(?:[ -](?:speak\w*|level|writ\w*|skills?|proficiency|fluency|command))?|speaker\w*|speaking|tongue|fluency|command|language)\b|\bnatively speak|\b(?:{LANGUAGES})[ -]natives?\b|\b(?:{LANGUAGES}) ?[-–—:(] ?(?:native|mother tongue)\b|\bmother[ -]tongue\b|\b(?:{LANGUAGES}) (?:as (?:a |your |their )?)(?:first|native) language|\bfirst language (?:must be|is|should be) (?:{LANGUAGES})|\bnative in (?:{LANGUAGES})|\bnative-born\b|\b(?:{LANGUAGES}) mother tongue)",
    re.IGNORECASE,
)
_ORIGIN = re.compile(r"nativ|tongue|first language", re.IGNORECASE)
_HE = re.compile(
    r"\b(he/she|she/he|s/he|his/her|him/her|he or she|his or her|him or her|himself|herself|he|his|him|she|hers|her)\b",
    re.IGNORECASE,
)
_GENDERED = re.compile(
    r"\b(guys|girls|gentlemen|salesm[ae]n|chairm[ae]n|foremen|foreman|craftsm[ae]n|businessm[ae]n|manpower|man-hours|strongmen|right-hand man|middlem[ae]n)\b",
    re.IGNORECASE,
)
_NAMED_PERSON = re.compile(
    r"\b(founder|cto|ceo|cfo|coo|manager|professor|prof\.|dr\.?|head|director|lead|vp|boss|supervisor|advisor|colleague|patient|customer|user|nurse|doctor|driver|mother|father|mechanic|teacher|student|somebody|someone|everyone|farmer|surgeon|radiologist)s?\b",
    re.IGNORECASE,
)
_ACTS = re.compile(r" (will|must|should|can|may|has|is|needs)\b")
_NAME = re.compile(r"\b(by|with|to|join|meet|ask|and|is) [A-Z][a-zé]+\b(?! (is|will|must|should))")
# “A young botanist founded the bank”: whoever an article brings in is who “she” is, unless the job's own word does.
_SOMEBODY = re.compile(
    r"(?:^|[.;:!?]\s{1,3}|\n)(an?|one) (?![^.\n]{0,40}\b(candidate|applicant|engineer|scientist|researcher|developer|hire|person|analyst|expert|specialist|individual)\b)[\w-]+ ",
    re.IGNORECASE,
)
_THE_PERSON = re.compile(
    r"\b(candidate|applicant|(engineer|scientist|researcher|developer|hire|person|analyst|expert|specialist|individual|incumbent))\b",
    re.IGNORECASE,
)
_CITIZEN = re.compile(
    r"\b(must be (an? )?)?(us|u\.s\.|american|eu|european|uk|british|canadian|australian|german|french|swiss|indian|dutch|national|local)?( \w+)? ?\b(citizens?|nationals|passport[ -]holders?)( and (permanent residents|green[ -]card holders))?( or (permanent residents|green[ -]card holders))?( (and|or) (holders of|people with|those with) [^.;\n]{2,40}?)? only\b"
    r"|\bonly (for |open to |accept(ing)? |consider(ing)? )?(us|u\.s\.|american|eu|european|uk|british|canadian|australian|german|french|swiss|indian|dutch) (citizens?|nationals|passports?)\b|\bmust (be|hold|have|possess) (an? )?((us|u\.s\.|american|eu|european|uk|british|canadian|australian|german|french|swiss|indian|dutch) )(citizens?(hip)?|nationals?|nationality|passports?)\b|\b(citizenship|nationality) (is )?(required|mandatory|needed|a must)|\bno (visa|work[ -]permit) holders\b|\bno foreigners\b|\bgreen[ -]card holders only\b|\bcitizens only\b|\bmust be an? citizen of\b|\b(us|u\.s\.|american|british|eu) citizenship\b|\bno immigrants\b",
    re.IGNORECASE,
)
# Papers named among the must-haves, unless any, or a permit instead, will do.
_PAPERS = re.compile(
    r"\b(passports?|citizenship|nationality)\b(?! (photos?|checks?|control|scans?|data|fields?|numbers?))",
    re.IGNORECASE,
)
_OR_A_PERMIT = re.compile(
    r"[ ,]*or (an? |the |another |valid |existing )*(work\w*[ -](permit|visa|authori[sz]ation)|permit|visa|right to work)",
    re.IGNORECASE,
)
_ANY_PAPERS = re.compile(
    r"\b(any|every|all|whatever|regardless|irrespective|no matter|right to work|work(ing)? (permit|authori[sz]ation|visa)|or (a |another )?(valid )?(permit|visa)|residen(t|cy|ce)|sponsor\w*)\b",
    re.IGNORECASE,
)
_NOT_FOR_HOLDERS = re.compile(
    r"\bno (visa|work[ -]permit) holders\b|\bno foreigners\b|\b(not|cannot|never) (be )?(available|open|offered|considered|eligible|consider|accept|hire)\b[^.;\n]{0,40}?\b(((visa|permit|green[ -]card) )holders?|holders of [^.;\n]{0,25}(visas?|permits?)|non-citizens|foreigners)\b",
    re.IGNORECASE,
)
_NATIONAL = ("citizen", "national", "passport", "visa", "permit", "green card", "green-card", "foreigner", "immigrant")
_LEGAL_BASIS = re.compile(
    r"\b(itar|export[ -]control|security clearance|(required|demanded|prescribed) by (law|statute|\w+ law)|the law (requires|demands)|by law|under (the )?\w+ (act|regulations?)|eligib\w+ for (a |an )?(\w+ )?clearance)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?P<load>lift|carry|lifting|carrying)\b[^.\n]{0,40}\b\d{1,3} ?(kg|kilos?|kilograms?|lbs?|pounds)\b|\bstand(ing)? (for )?(long|extended|prolonged|hours|\d|most|up to|several|all day|(a|the) (whole|full)|(two|three|four|five|six|seven|eight|nine|ten|twelve) hours)|\b(prolonged|long periods of) (standing|sitting)|\bsit(ting)?( or stand(ing)?)? for (long|extended|prolonged|hours|up to|\d|(two|three|four|five|six|seven|eight|nine|ten|twelve) hours)|\b(valid |full |clean |own )*(driver['’]?s?|driving) licen[cs]es?\b|\bphysically (fit|able|strong|robust)|\bphysical(ly)? (fitness|stamina|demands)|\bability to (see|hear|speak|walk|stand|climb|drive|kneel|bend)\b|\bmust (be able to )?(drive|climb|kneel|bend|stand|walk|see|hear)\b|\bown (a )?car\b|\bmanual dexterity\b|\b(perfect|20/20|good) (vision|eyesight|hearing)\b|\bable[- ]bodied\b|\bin (good|excellent) (health|physical)\b|\b(healthy|non-smok\w+) (person|candidates?|only)",
    re.IGNORECASE,
)
# What lifts may be a machine: the word before the verb, and who the sentence is about.
_MAY_LIFT = re.compile(
    r"(^|\b(to|must|can|will|may|should|and|or|of|you|for|regularly|occasionally|frequently|involves?|requires?|includes?|heavy)[ ,:]*)$",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"\b(robots?|arms?|drones?|machines?|vehicles?|trucks?|cranes?|grippers?|forklifts?|exoskeletons?|devices?|aircraft|which|that|it)\b[^.\n]*$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(because|since (you|the|we|our|it)|so that|as (you|the|our|we) (will|have|are|need|must|work|visit)|needed to|in order to|essential (for|since|as)|for (site|field) visits|to (reach|visit|install|carry out|get to))\b",
    re.IGNORECASE,
)
_ADJUSTMENT = re.compile(
    r"\b(adjustments?|accommodat\w*|accessib\w+|disab(ilit\w+|led)|barrier[- ]free|special needs|support you need|anything you need|whatever you need|what you need (for|in|at) |extra time|access needs|large print|easy[- ]read|braille|sign language|guaranteed? (you )?an interview)\b",
    re.IGNORECASE,
)
_ASKS_FOR_HELP = re.compile(
    r"\S@\w|\b(need|require|request|adjust\w*|arrange\w*|support|help\w*|assist\w*|officer|representative|let us know|tell|ask|write|call|contact|talk|speak|ring)\b",
    re.IGNORECASE,
)
# An offer to do it otherwise counts beside somebody to ask.
_OTHERWISE = re.compile(
    r"\b(adapt\w*|differently|(another|other|different|alternative) (format|way|arrangement)s?|(harder|easier|difficult) for you|would help you|change it|need (any )?(changes?|something (else|different|changed))|(make|makes|making) (it|this|that|any of (it|this)|things) (work|easier|possible))\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\S@\w|\b(write|talk|speak) to\b|\b(tell|ask|ring|call|phone|e-?mail|contact) [A-Z]|\b(tell|ask|call|e-?mail|contact) us\b"
)
_APPLYING = re.compile(
    r"\S@\w|\bdm (me|us|@\w+)(?!\w)|\b(e-?mail|message|ring|write|contact) (me|us)\b|\bget in touch\b|\bshortlist\w*|\bon application\b|(?:\+|\b0)\d[\d ()/-]{6,16}\d|\b(to apply|apply (now|by|with|at|via|here|to|through|online|today)|how to apply|application (process|form|deadline)|applications? (are|is|to|by|close)|send (us )?(your|a|an|the|current)?|interviews?|take[- ]home|submit (your|a|an)|hiring process|cover letter|your application|cv\b|resum[eé]|trial day|on-?site)\b",
    re.IGNORECASE,
)


def age(role: RoleText, facts: Facts) -> Iterator[Hit]:
    found = [
        one
        for one in role.matches(_AGE)
        if not _ALL_AGES.search(_sentence(role, one))
        and not _OLD_THING.search(role.text[max(0, one.start() - 60) : one.start()])
    ]
    if found:
        yield _said(Severity.ERROR, found)


def native(role: RoleText, facts: Facts) -> Iterator[Hit]:
    if found := [one for one in _origins(role) if not role.is_denied(one.start())]:
        language = next(
            (one.group() for one in re.finditer(rf"\b({LANGUAGES})\b", found[0].group(), re.IGNORECASE)), "English"
        )
        yield _said(
            Severity.ERROR,
            found,
            (Rewrite(span_of(found[0]), f"{language.capitalize()} good enough to [[write and discuss what]]"),),
        )


def _origins(role: RoleText) -> Iterator[re.Match[str]]:
    """What names an origin, looked for beside the few words that can: trying every language everywhere takes long."""
    reached = 0
    for hint in _ORIGIN.finditer(role.text):
        match = _NATIVE.search(role.text, max(reached, hint.start() - 40), hint.end() + 60)
        if match:
            reached = match.end()
            yield match


def pronoun(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """“He” and “her” for whoever will do the job; not those of a named colleague or of the people we work for."""
    found: list[re.Match[str]] = []
    for one in islice(_HE.finditer(role.text), MOST):
        if _is_the_person(role, one) or (found and _goes_on(role, found[-1], one)):
            found.append(one)
    found += list(role.matches(_GENDERED))
    if found:
        rewrites = tuple(
            Rewrite(span_of(one), "they")
            for one in found
            if one.group().lower() in ("he", "she", "he/she", "she/he", "s/he", "he or she")
        )
        yield _said(Severity.ERROR, sorted(found, key=lambda one: one.start()), rewrites)


def _goes_on(role: RoleText, last: re.Match[str], one: re.Match[str]) -> bool:
    """“He will report with his two analysts”: whoever “he” was in this sentence, with nobody else brought in between."""
    piece = role.piece_at(one.start())
    between = role.text[last.end() : one.start()]
    is_same = last.group()[:1].lower() == one.group()[:1].lower()
    return bool(
        piece
        and piece.start <= last.start()
        and is_same
        and len(between) <= REACH
        and not _NAMED_PERSON.search(between)
    )


def _is_the_person(role: RoleText, match: re.Match[str]) -> bool:
    if match.group().isupper() and match.group().lower() in ("he", "her", "his", "him"):
        return False  # initials
    if "/" in match.group() or " or " in match.group().lower():
        return not re.match(r"\)", role.text[match.end() : match.end() + 1])
    before = role.text[max(0, match.start() - 160) : match.start()]
    spoken_of = list(_THE_PERSON.finditer(before))
    if spoken_of and re.search(r"[.;:]\s+([\w'-]+ ){0,3}$", before) and _ACTS.match(role.text, match.end()):
        return True  # “The candidate reports to the head of data. He will …”: the subject goes on
    others = [*_NAMED_PERSON.finditer(before), *_NAME.finditer(before), *_SOMEBODY.finditer(before)]
    if not spoken_of:
        # “He will …” at once is the person; “her hand” is somebody's whose name stands before.
        acts = match.group().lower() in ("he", "she") and _ACTS.match(role.text, match.end())
        return bool(acts) and not others
    return not others or spoken_of[-1].start() > max(one.start() for one in others)


def citizenship(role: RoleText, facts: Facts) -> Iterator[Hit]:
    if facts.citizenship_basis.strip() or not role.has_any(*_NATIONAL):
        return
    found = [
        one
        for one in role.matches(_CITIZEN)
        if not _LEGAL_BASIS.search(_sentence(role, one, 200))
        and not _OR_A_PERMIT.match(role.text, one.end(), one.end() + REACH)
    ]
    found += [
        one
        for one in role.matches(_PAPERS, Kind.MUST)
        if not found and not _LEGAL_BASIS.search(around := _sentence(role, one, 200)) and not _ANY_PAPERS.search(around)
    ]
    found += [one for one in _NOT_FOR_HOLDERS.finditer(role.text) if not found]
    if found:
        yield _said(Severity.ERROR, found)


def ability_irrelevant(role: RoleText, facts: Facts) -> Iterator[Hit]:
    found = [
        one for one in role.matches(_BODY) if role.kind_at(one.start()) not in (Kind.NICE, Kind.BENEFIT, Kind.TAUGHT)
    ]
    found = [one for one in found if not _WHY.search(_sentence(role, one)) and not _lifts_by_machine(role, one)]
    if found:
        yield _said(Severity.WARNING, found)


def _offers_adjustments(role: RoleText) -> bool:
    """A word on adjustments. That nobody is turned away for a disability, or somebody preferred, tells no one whom to ask."""
    for one in islice(_ADJUSTMENT.finditer(role.text), MOST):
        is_about_people = one.group().lower().startswith(("disab", "special needs"))
        if not is_about_people or _ASKS_FOR_HELP.search(role.text[max(0, one.start() - REACH) : one.end() + REACH]):
            return True
    return False


def _offers_otherwise(role: RoleText) -> bool:
    return any(
        _CONTACT.search(role.text[max(0, one.start() - REACH) : one.end() + REACH])
        for one in islice(_OTHERWISE.finditer(role.text), MOST)
    )


def _lifts_by_machine(role: RoleText, match: re.Match[str]) -> bool:
    piece = role.piece_at(match.start())
    if not match["load"] or piece is None:
        return False
    before = role.text[max(piece.start, match.start() - 80) : match.start()]
    return not _MAY_LIFT.search(before) or bool(_MACHINE.search(before))


def accommodation_missing(role: RoleText, facts: Facts) -> Iterator[Hit]:
    """A whole advertisement, or one that tells how to apply, without a word on adjustments."""
    is_whole = role.word_count >= 150 or bool(role.of(Kind.PROCESS)) or bool(_APPLYING.search(role.text))
    if is_whole and not _offers_adjustments(role) and not _offers_otherwise(role):
        yield Hit(Severity.WARNING)


def _sentence(role: RoleText, match: re.Match[str], reach: int = 120) -> str:
    piece = role.piece_at(match.start())
    start, end = (piece.start, piece.end) if piece else match.span()
    return role.text[max(start, match.start() - reach) : min(max(end, match.end()), match.end() + reach)]


def _said(severity: Severity, found: list[re.Match[str]], rewrites: tuple[Rewrite, ...] = ()) -> Hit:
    return Hit(severity, tuple(span_of(one) for one in found), {"words": found[0].group().strip()}, rewrites)
