"""Which part of a role's text a heading or a sentence opens."""

import re
from difflib import get_close_matches
from functools import lru_cache

from hiring.linter.terms import Kind

LONGEST_HEADING = 70
SAME_WORD = 0.88  # how alike, from 0 to 1: one letter wrong, missing or doubled in a long word
_SPELLINGS = (
    "requirements", "requirement", "qualifications", "responsibilities", "experience", "preferred", "desirable", "essential", "mandatory", "benefits", "compensation",
    "education", "knowledge", "minimum", "profile", "advantage", "interview", "application", "remuneration", "salary", "success", "strength",
)  # fmt: skip

# In this order: "preferred qualifications" is no must-have, "what we teach" no duty.
_HEADINGS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.NICE,
        r"(nice|good|great)[ -]to[ -]haves?|(nice|great|good|lovely|bonus|plus|even nicer)( to have)? if( you)?\b.*|nice|merit(orious|s|ing)?|differentials?|(it )?(will|would|may) be (a )?(differential|valued|appreciated|considered|advantage|plus).*|valued|mile widziane|(also )?(valued|appreciated|of interest)|(the )?(icing|cherry) on .*|extras?|an? (additional |extra |further )?(advantage|asset|plus|bonus)( (if|would be|is).*)?|(additional|further) (assets|advantages|pluses)|considered (an? )?(plus|asset|advantage)|stand out (if|with).*|you stand out.*|wish ?list|on our wish ?list|(bonus|extra)( points| credit| skills)?( if| for)?|(\w+ ){0,2}(preferred|desirable|desired|optional|nice[ -]to[ -]haves?)( (qualifications?|skills?|experience|requirements?|attributes|criteria|background|but not required))?( \(.*\))?"
        r"|(big )?plus(es)?|(it )?would be (a plus|great|nice)|it helps if.*|ideally( you)?( have)?|we('d| would) (also )?love( it if)?.*"
        r"|even better( if)?|(extra|plus) points( (if|for).*)?|what (would|will|could|might) (set you apart|make you stand out)|strong (candidates|applicants) (may|might|will|often) .*|we('d| would) be (extra|especially|particularly) .*|brownie points.*|welcome( skills?| experience)?|(welcome|nice|helpful|useful|good|handy|optional),? ?(but )?not (needed|required|necessary|essential)|helpful|useful|handy|advantageous|assets?|you (might|may|could) also (have|bring|know|be).*"
        r"|.* ?[–—:-] (desirable|desired|preferred|optional|nice[ -]to[ -]haves?)",
    ),
    (
        Kind.TAUGHT,
        r"(what )?(we|you)('ll| will| can)? (teach|learn|train)( you)?( here| on the job)?|(what )?you (do not|don['’]t) need( to (know|have))?.*|not (needed|required|necessary)|what (we )?(do not|don['’]t) (need|ask|require).*|(who|what) (we|you)( are|['’]re)? (not|never) .*",
    ),
    (
        Kind.BAR,
        r"(the )?min(imum|imal) (bars?|level)s?\b.*|(the )?(least|minimum)( we (need|ask|expect|want))?( (on|for|in) (?!.*\b(role|position|job|post|candidates?|qualif\w+)\b).*)|(the |our )?([\w-]+ ){0,2}bars?( (for|in|on) .*)?|(the )?floor (for|in|on) .*",
    ),
    (
        Kind.STRENGTH,
        r"(the )?((main|primary|one|core|key|central) )*(strength|thing)s?( (that |which )?we('re| are)? (hire|hiring|look|looking) for)?|(the |our )?([\w-]+ )?strength( (sought|wanted|needed|required|(that |which )?we .*))?|what we hire .*|what you (\w+ )?be (unusually|exceptionally|really|very) (good|strong) .*|strengths? we hire for|we hire for",
    ),
    (
        Kind.OUTCOME,
        r"(what )?success( looks like.*| in .*)?|what (good|great) looks like.*|outcomes?|what will be different.*|(in |after |by |within )?(the |your )?first .*|(in|after|by|within) (month |year )?\w+( (days|weeks|months))?|(your|the) (first|next) (year|months|\d+ .*)|(day|month|year|week) \d+|(30|60|90)[ /-].*|(expected )?results|(\d{1,2}|three|six|nine|twelve) (days|weeks|months)",
    ),
    (
        Kind.STACK,
        r"(our |the )?(tech(nology|nical)? ?)?stack|(our |the )?(tools|technologies)( we use)?|what we (use|work with)|our set-?up",
    ),
    (
        Kind.PROCESS,
        r"(our |the )?((hiring|interview|application|recruitment|recruiting|selection) )+(process|steps|stages)?|(our |the )?process|how (we hire|to apply|we interview|we decide)|(the )?interviews?|next steps|what (to expect|happens next)|to apply|apply( now)?|applications?|hiring|steps",
    ),
    (
        Kind.PAY,
        r"(our )?((base|annual|yearly) )?(pay|salar(y|ies)|income|compensation|comp|wages?|remuneration)( range| band)?( (and|&) benefits)?|what we pay|the money",
    ),
    (
        Kind.BENEFIT,
        r"(our )?(benefits|perks)( (and|&) .*)?|(what|why) (we|do we|can we) offer.*|we offer|what you('ll)? get|what's in it for you|why (join )?us|why (you('ll)?|join|work|come).*|in return",
    ),
    (
        Kind.DUTY,
        r"((your|key|main|core|the|day[ -]to[ -]day|primary|job|essential) )*(missions|activities|attributions|assignments?|responsibilit(y|ies)|duties|tasks|mission|functions|accountabilities)( (include|are).*)?|what you('ll| will| would)? (do|be (doing|working on|building)|work on|own|build)( here)?.*|as (an? |our )[^.]{3,45},? you('ll| will)( be)?|(in this role,? )?you('ll| will)( be)?|day[ -]to[ -]day|the (job|work)|your (role|work|job|days?|impact)|what you do|the role in brief|a typical (day|week)|a day in the life.*|responsibilities and attributions|what awaits you|what (will|would) you do|work you.ll do|the gig|scope of (work|duties)",
    ),
    (
        Kind.MUST,
        r"((minimum|min|basic|key|hard|essential|technical|core|required|mandatory|your|main|job|our|the|role|absolute|necessary|professional|person|work) )*(requirements?|qualifications?|skills?|attributes|abilities|must[ -]haves?|must|musts|experience|education|essentials?|essential criteria|non-negotiables?|competenc(y|ies)|profile|background|specification|expertise|knowledge|prerequisites?|credentials)(,? (and|&|/) (experience|qualifications?|skills|education|background|knowledge|requirements))?( required| needed| requirements)?"
        r"|(what |skills |things )?you('ll| will| would)? (also )?(need|have|must have|must|should have|bring|should bring|are|must be|need to have|need to)( to .*)?|what you('ll| will) (need|bring).*|what (we (need|expect|require|ask|want|demand).*|it takes.*|we('re| are)? look(ing)? for.*)|who (you are|we('re| are)? look(ing)? for)|about you|you|we('re| are) looking for.*|(the |our |an? )?(ideal|successful|right|perfect) (candidate|person|applicant)( .*)?|we (need|require|expect|ask|are looking for|ask for|want)( you)?( to have)?|required( .*)?|to (be successful|succeed|qualify).*|candidates? (must|should).*|what you('ll| will)? bring .*|you('ll| will| may| might| could| would)? (also )?(be (an? )?((good|great|strong|right) )?(fit|match)|thrive|do well|succeed|enjoy|love)\b.*|(who|you) (should|can|may) apply.*|(\w+ )profile|please bring|(we )?expect(ed|ations)?|.* ?[–—:-] (essential|required|mandatory|must[ -]haves?)|eligibility( (criteria|requirements?))?|(please )?apply if.*|we('re| are) excited about you.*|(what|this) makes you .*|(the )?(ideal|typical) (background|profile)|(what|things) we (value|care about)|does this sound like you|requires|necessary|essential|(what |it )?(is |['’]s )?important (to|for) us.*|(we('d| would) like|it is important) (for )?you to.*|(the |our )?(demands|expectations|hard requirements|deal ?breakers|table stakes|wish(es)? for you)|bring along|what you bring along|your (toolbox|backpack|toolkit|superpowers|assets|formation)|that['’]s you|this is you|is this you|you (know|master|know how)( how)?|you (are|have|know|can)( .*)? if|you('ll| will)? (be|feel) (a |an |the )?(\w+ )?(great|happy|perfect|right|at home|ideal|good)( here| one| person)?( (for|in|at|with) (this|the|us|our)\b.*)?( if( you)?)?|(we want|we need|we seek|seeking|wanted|who we (want|need|seek)|who you('ll| will) be|who we hope you are)( .*)?|are you the one|asked|we ask you|(physical|language|formal|legal|entry|admission|selection|other|general|further) (requirements|demands|criteria|conditions|qualifications)|conditions|selection criteria|criteria|what we('re| are) after|hard skills|soft skills|tech skills",
    ),
    (
        Kind.ABOUT,
        r"about( .*)?|(the |our )?(company|team|problem|mission|context|background|product|project|challenge|data|opportunity|position|role)|who we are|what we do|(job )?(summary|overview|description|purpose|details)|why this (role|matters).*|our (story|values|culture|vision)|equal opportunit(y|ies).*|location|evidence.*|diversity.*|accommodations?|adjustments",
    ),
)
_TABLE = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _HEADINGS)

# “Our expectations” are expectations.
_WHOSE = re.compile(r"^(our|your|my|the|an?|some|all|key) +", re.IGNORECASE)
# Marks, numbers and pictures around a heading.
_EDGES = re.compile(r"^[\W\d_]+(?=[^\W\d_])|[\W_]+$")
_CUES: tuple[tuple[Kind, str], ...] = (
    (Kind.BAR, r"\b(our|the) minimum (is|on|for|here)\b|\b(is|that['’]s) (also )?(the|our) [\w -]{2,30}\bbar\b"),
    (
        Kind.TAUGHT,
        r"\b(we('ll| will| can)? (also )?(teach|train)\b|you (can|will|'ll) learn|(is|are) not (needed|required|necessary|expected)\b|\bnot (needed|required|necessary)\b"
        r"|no (list of |prior |previous |formal |particular )?[\w /-]{1,40}(needed|required|necessary)|(do not|don['’]t|does not|doesn['’]t) (need|have to|require|expect|ask|care|mind|count)|you need not|no need|never mind|without needing|(can|will) be (learn(ed|t)|taught|picked up)\b|you (can|will|['’]ll) pick (it )?up|(neither|nor) [^.]{2,60}\b(asked|needed|required|expected|necessary)|no interest in|never ask|not the only (one|way)|counts? (just )?as much as)",
    ),
    (
        Kind.NICE,
        r"\b(nice[ -]to[ -]have|(is|are|would be|as|but|definitely|strong|huge|big) an? (big |strong |real |huge |definite )?(plus|bonus|advantage)|an? (plus|bonus|advantage)\b|\((plus|bonus|optional|nice)\)|\bmile widziane\b|(is|are|will be|would be) (a )?(differential|valued|an added value)\b|\bnice to (know|see)\b|\bnot a (deal ?breaker|hard requirement|condition)\b|(earns?|scores?|gets?) you (extra |bonus )?points|preferred|preferably|desirable|advantageous|beneficial|(is|are|would be) an asset|ideally|optional(ly)?|(is|also) welcome|(skills|tools|languages|certificates|qualifications|topics) are (also )?welcome|helps but|would (help|be (nice|great|helpful|useful))|bonus points|(is|are) appreciated|counts in your favou?r|not a must)",
    ),
)
_CUE_TABLE = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _CUES)

_OUTCOME_CUE = re.compile(
    r"^before the (year|quarter|season|winter|summer) (is (out|over)|ends)\b|^(\d{1,3}|two|three|four|six|nine|twelve|thirty|sixty|ninety|a) (days|weeks|months|year) (in|on|from now)\b|^(in|after|within|by|at)( the end of)? (the |your )?(first|next|\d{1,2}|three|six|nine|twelve)\b[^.]{0,20}\b(days|weeks|months?|quarters?|years?)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\S@\w|\badjustments?\b|\banything you need\b|^(if|should|when|let us|tell us|can) you\b|\b(accommodations?|disabilit\w+|equal[- ]opportunity)\b",
    re.IGNORECASE,
)
_MUST_CUE = re.compile(
    r"\b(you (have|must|need|bring|hold|possess|should|are (an? )?(expert|proficient|fluent|experienced|comfortable|able))|you['’]ve|must (have|be|hold|possess)"
    r"|(is|are) (required|essential|mandatory|a must|expected|necessary)|we (require|expect|insist|demand)|requires?|requirements? (include|are)"
    r"|(candidates?|applicants?) (must|should|need|has|have|will have|with)|at least|minimum (of )?\d|only (candidates|applicants)|mandatory|needs? to (have|be)"
    r"|(seeking|looking for|searching for|hiring|need|want) (an? |someone|somebody|people|candidates|the )[^.]{0,60}\b(with|who)\b)",
    re.IGNORECASE,
)
_DUTY_CUE = re.compile(
    r"\b(you(['’]ll| will)|responsible for|your (job|task|role|work) (is|will)|(he|she|they) will|the (role|position|job) (involves|includes))",
    re.IGNORECASE,
)


def kind_of_heading(words: str, *, may_be_misspelt: bool = False) -> Kind | None:
    """Return what a heading of these words opens, or None where it is no heading we know."""
    words = _EDGES.sub("", words)
    if not words or len(words) > LONGEST_HEADING:
        return None
    if may_be_misspelt:
        words = " ".join(map(_spelt, words.split()))
    head = words.split(",")[0].strip()
    for candidate in dict.fromkeys((words, head, _WHOSE.sub("", words))):
        for kind, pattern in _TABLE:
            if pattern.fullmatch(candidate):
                return kind
    return None


@lru_cache(maxsize=256)
def _spelt(word: str) -> str:
    """“Requirments” as it was meant, where it begins alike and is as good as a word that headings are made of."""
    near = [one for one in _SPELLINGS if one[:2] == word[:2].lower() and abs(len(one) - len(word)) <= 1]
    return next(iter(get_close_matches(word.lower(), near, 1, SAME_WORD)), word)


def kind_of_lead(words: str) -> Kind | None:
    """Return what a line opens that breaks off before a list, by how it sounds; None where it says nothing."""
    if own := kind_of_sentence(words):
        return own
    if tells_a_result(words):
        return Kind.OUTCOME
    if asks(words):
        return Kind.MUST
    return Kind.DUTY if tells_a_duty(words) else None


def kind_of_sentence(words: str) -> Kind | None:
    """Return what a sentence says it is, by its own cue, whatever section it stands in; None where it says nothing."""
    return next((kind for kind, pattern in _CUE_TABLE if pattern.search(words)), None)


def asks(words: str) -> bool:
    """Whether a sentence without a section says that something is required."""
    return bool(_MUST_CUE.search(words)) and not _ASIDE.search(words)


def tells_a_result(words: str) -> bool:
    return bool(_OUTCOME_CUE.search(words))


def tells_a_duty(words: str) -> bool:
    return bool(_DUTY_CUE.search(words))
