"""Two take-homes: one handed in, waiting for people who do not know whose it is, and one they have rated."""

import datetime as dt
import hashlib

from django.core.files.base import ContentFile
from django.db.models import OuterRef, Subquery

from config.demo.people import handle
from config.demo.rows import Log, at, create
from hiring.pipeline.models import Application
from hiring.roles.enums import StageKind
from interviews.kits.models import Kit
from interviews.scorecards.draft import NOT_ASSESSED, STRENGTH, Draft, TypedRating
from interviews.scorecards.models import Scorecard
from interviews.scorecards.queries import Criterion
from interviews.take_homes.choosing import possible_raters
from interviews.take_homes.enums import CleanState
from interviews.take_homes.models import HandIn, TakeHome, TakeHomeRating
from interviews.take_homes.rating import asked_of, submit_rating
from workspace.activity.models import Activity
from workspace.files.models import StoredFile, TextState
from workspace.files.sniff import TEXT
from workspace.staff.enums import Persona
from workspace.staff.models import User

KIT = "take-home-claim"
STAGES = (StageKind.SCREEN, StageKind.ASSESSMENT, StageKind.ONSITE)
REWARD = "150 euros for your three hours, whatever comes of it, and written feedback within a week."
REPORT = """{name}
Does noise on the inputs help when labels are few?

Short answer: yes, a little, and a weight penalty does the same.

What I ran: the script as given, then thirty seeds instead of three, paired by seed. Noise adds 1.1 points of accuracy at 60 rows, give or
take 0.3. A penalty of 0.3 on the weights, tuned on ten other seeds like the noise, adds 1.7, give or take 0.3. At 500 rows noise costs 0.3.

Why I believe it: for a linear model the noise, averaged over its draws, adds a term that grows with the squared weights. So I expected the
penalty to match it before I ran it, and it did.

What I am least sure of: one label in four is wrong on purpose. With clean labels I would expect less of both. I did not run that.

To run it again: python claim.py --seeds 30
"""
NOTE = "The page and the script are in the file. I had read about the trick before, but not this check of it. Best, {first}"
SAID = {
    "analysis": (
        "Thirty seeds, paired, with a range, and a penalty that was tuned on other seeds just as kindly as the noise.",
        "Ran the fair rival first and compared seed by seed. The sizes between 60 and 500 rows were left out, and the page says so.",
    ),
    "communication": (
        "One page that begins with the answer; every figure says how far it can be trusted.",
        "I could have repeated the verdict after three lines. The limit comes late, but it comes.",
    ),
    "software-engineering": (
        "One command makes every figure on the page. No test, which three hours excuse.",
        "The numbers came out the same on my machine. The seeds are set in two places.",
    ),
    "care-about-past-work": (
        "Named the claim they trust least by themselves, and the run it would take.",
        "Says what was not tried and which way it might turn the result.",
    ),
}


def write_take_homes(now: dt.datetime, log: Log) -> None:
    """Give two people at the beginning of a research role the same task."""
    kit = Kit.objects.current().select_related("assessment_type").filter(slug=KIT).first()
    rows = Application.objects.active().filter(role__profile__slug="ml-researcher", stage__kind__in=STAGES)
    rows = rows.exclude(candidate__do_not_contact=True).select_related(
        "candidate", "role__recruiter", "role__hiring_manager"
    )
    # The earliest in the pipeline among those who were here before the task was given.
    here = rows.filter(applied_at__lt=now - dt.timedelta(days=10))
    found = list(here.order_by("stage__position", "-applied_at", "pk")[:12])
    if kit is None or len(found) < 2:
        return
    # The one that waits, waits for the interviewer as whom the demo is shown, where they may rate somebody's.
    waiting = next((one for one in found if _shown() in _able(one, kit)), found[0])
    rated = next(one for one in found if one != waiting)
    _give(rated, kit, now - dt.timedelta(days=9), finished=now - dt.timedelta(days=2), now=now, is_rated=True, log=log)
    _give(
        waiting,
        kit,
        now - dt.timedelta(days=6),
        finished=now - dt.timedelta(hours=20),
        now=now,
        is_rated=False,
        log=log,
    )


def _give(
    application: Application,
    kit: Kit,
    given: dt.datetime,
    *,
    finished: dt.datetime,
    now: dt.datetime,
    is_rated: bool,
    log: Log,
) -> None:
    by = application.role.recruiter or application.role.hiring_manager
    email = application.candidate.identities.filter(kind="email").order_by("pk").first()
    # An address of ours has its letters of a code by chance; here the same seed must make the same rows.
    code = hashlib.sha256(f"{kit.slug}{application.candidate.name}".encode()).hexdigest()[:6].upper()
    take_home = TakeHome(
        application=application,
        kit=kit,
        code=code.translate(str.maketrans("01AE", "7XKR")),
        address=email.value if email else "",
        minutes=kit.homework_minutes,
        reward=REWARD,
        closes_at=given + dt.timedelta(days=10),
        given_by=by,
        opened_at=given + dt.timedelta(hours=5),
        finished_at=finished,
        **at(given),
    )
    create(TakeHome, [take_home])
    log.on(application, "gave_take_home", "takehome", take_home.uuid, moment=given, by=by, kit=kit.slug)
    log.on(application, "handed_in_take_home", "takehome", take_home.uuid, moment=finished, by=None, kit=kit.slug)
    create(HandIn, [_handed_in(take_home, finished)])
    raters = _raters(application, kit)
    create(
        TakeHomeRating, [TakeHomeRating(take_home=take_home, rater=user, asked_by=by, **at(given)) for user in raters]
    )
    if is_rated:
        _rate(take_home, now)


def _rate(take_home: TakeHome, now: dt.datetime) -> None:
    ratings = take_home.ratings.select_related("rater", "take_home__kit", "take_home__application__role")
    for place, rating in enumerate(ratings):
        typed = (_typed(one, place) for one in asked_of(rating) if one.is_expected)
        draft = Draft(
            ratings=tuple(sorted(typed, key=lambda one: one.key)),
            summary="A careful piece of work for three hours." if place == 0 else "",
        )
        moment = now - dt.timedelta(hours=30 - 9 * place)
        card = submit_rating(rating=rating, draft=draft, revision=0, at=moment, by=rating.rater)
        # The log is told at once; in this story it was told then.
        Activity.erasable.filter(subject=card.uuid).update(**at(moment))


def _handed_in(take_home: TakeHome, moment: dt.datetime) -> HandIn:
    candidate = take_home.application.candidate
    plain = handle(candidate.name)
    original = _stored(f"{plain}-report.txt", REPORT.format(name=candidate.name), moment)
    cleaned = _stored(f"{take_home.code}.txt", REPORT.format(name=candidate.name), moment)
    create(StoredFile, [original, cleaned])
    return HandIn(
        take_home=take_home,
        text=NOTE.format(first=candidate.name.split()[0]),
        link=f"https://code.example/{plain}/claim",
        statement="An assistant drew the two plots; I checked both against the numbers.",
        minutes_spent=185,
        file=original,
        raters_file=cleaned,
        clean_state=CleanState.CLEANED,
        handed_in_at=moment,
        **at(moment),
    )


def _stored(name: str, text: str, moment: dt.datetime) -> StoredFile:
    content = text.encode()
    file = StoredFile(
        name=name,
        content_type=TEXT,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        text=text,
        text_state=TextState.READ,
        **at(moment),
    )
    file.content.save("upload", ContentFile(content), save=False)
    return file


def _raters(application: Application, kit: Kit) -> list[User]:
    shown = _shown()
    return sorted(_able(application, kit), key=lambda user: (user != shown, user.name))[:2]


def _able(application: Application, kit: Kit) -> list[User]:
    return [one.user for one in possible_raters(application, kit, is_blind=True) if not one.is_trainee]


def _shown() -> User | None:
    """The interviewer as whom the demo is shown: the one with the oldest scorecard to write."""
    owed = Scorecard.objects.owed().filter(author=OuterRef("pk")).order_by("due_at").values("due_at")[:1]
    known = User.objects.filter(persona=Persona.INTERVIEWER, is_active=True).annotate(since=Subquery(owed))
    return known.exclude(since=None).order_by("since", "pk").first()


def _typed(criterion: Criterion, place: int) -> TypedRating:
    slug, scale = criterion.competency.slug, criterion.scale.value
    if slug not in SAID:
        return TypedRating(scale, slug, NOT_ASSESSED)
    choice = "3" if scale == STRENGTH else ("clearly_above" if slug == "analysis" else "just_above")
    return TypedRating(scale, slug, choice, SAID[slug][place % 2])
