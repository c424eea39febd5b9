"""Nobody learns anything of another's scorecard of an application before submitting their own.

One row per surface. What a blind viewer is shown must be the same to the letter before and after a colleague submits and amends; the
second column says whether the surface tells a viewer who is not blind, so that each row is known to be able to fail.
"""

import dataclasses
import datetime as dt
import io
import re
import zipfile

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from interviews.models import Scorecard
from interviews.schedule.actions import book_interview, cancel_interview, reassign_interview
from interviews.scorecards.actions import amend_scorecard, submit_scorecard
from interviews.scorecards.rules import blinded_applications, is_blinded, may_read_scorecard, sees_clearly
from tests import factories
from workspace.reminders.actions import times_of
from workspace.reminders.registry import KINDS
from workspace.tokens.actions import make_token
from workspace.tokens.models import Scope

pytestmark = pytest.mark.django_db

# Whatever the hour of the test run: two days after the interviews, when every reminder has come due.
NOW = dt.datetime(2027, 3, 4, 12, 0, tzinfo=dt.UTC)  # a Thursday
CHANGES_EACH_TIME = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|name="tab" value="[^"]*"|nonce="[^"]*"'
)


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hiring_manager(db):
    """Sees the whole role, and holds an interview too: the hardest person to keep blind."""
    return factories.UserFactory(hiring_manager=True, name="Hari Manager")


@pytest.fixture
def admin(db):
    return factories.UserFactory(admin=True, name="Ada Admin")


@pytest.fixture
def book(application, kit, recruiter):
    def book_at(hours, *people, shadows=(), **fields):
        return book_interview(
            **{"application": application, "kit": kit, **fields},
            starts_at=NOW + dt.timedelta(hours=hours),
            minutes=45,
            interviewers=people,
            shadows=shadows,
            at=NOW - dt.timedelta(days=9),
            by=recruiter,
        )

    return book_at


@pytest.fixture
def seats(book, hiring_manager, admin, colleague):
    """Everybody interviewed; nobody has submitted."""
    book(-60, hiring_manager)
    book(-58, admin)
    book(-56, colleague)


@pytest.fixture
def colleague_speaks(application, colleague, filled):
    """Return a function with which the colleague submits, and amends."""

    def speak():
        card = Scorecard.objects.get(application=application, author=colleague)
        draft = filled(level="4", mark="clearly_below", summary="Unforgettable.")
        submit_scorecard(scorecard=card, draft=draft, by=colleague)
        amend_scorecard(
            scorecard=card, draft=dataclasses.replace(draft, summary="More.", reason="Forgot."), by=colleague
        )

    return speak


def page(name, *arguments, **query):
    """A surface that is a page: its address from the application, its text without what changes each time."""

    def look(client, application, _viewer):
        fill = {"application": application.uuid, "role": application.role.slug, "candidate": application.candidate.uuid}
        answer = client.get(reverse(name, args=[fill[one] for one in arguments]), query)
        assert answer.status_code == 200, name
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return CHANGES_EACH_TIME.sub("", text.decode())

    return look


def own_scorecard(client, application, viewer):
    card = Scorecard.objects.filter(application=application, author=viewer).first()
    return page_of(client, reverse("interviews:scorecard", args=[card.uuid])) if card else ""


def others_scorecard(client, application, viewer):
    card = Scorecard.objects.filter(application=application, author__name="Carla Colleague").first()
    return str(client.get(reverse("interviews:scorecard", args=[card.uuid])).status_code)


def own_interview(client, application, viewer):
    interview = application.interviews.filter(seats__user__name="Carla Colleague").get()
    return page_of(client, reverse("interviews:interview", args=[interview.uuid]))


def page_of(client, url):
    return CHANGES_EACH_TIME.sub("", client.get(url).content.decode())


def palette(client, _application, _viewer):
    answer = client.get(reverse("workspace:palette"), {"q": "Unforgettable"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def over_the_api(resource):
    """A surface for programs: everything a token of the viewer may list."""

    def look(_client, _application, viewer):
        _, secret = make_token(user=viewer, name="test", scopes=Scope.values, days=30)
        answer = APIClient().get(f"/api/v1/{resource}/", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, answer.content
        return answer.content.decode()

    return look


def copy_for_the_candidate(client, application, _viewer):
    answer = client.get(reverse("candidates:copy", args=[application.candidate.uuid]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as copy:
        return {name: copy.read(name) for name in copy.namelist()}


def reminders(_client, _application, viewer):
    """Notices and mails, alone or in a digest, are made of these."""
    found = [
        due for kind in KINDS.values() for due in kind.due(timezone.now(), times_of(kind)) if due.recipient == viewer.pk
    ]
    return sorted(f"{due.key} {due.subject} {due.body}" for due in found)


SURFACES = {
    # surface: (how to look, whether it tells somebody who is not blind)
    "own scorecard": (own_scorecard, False),
    "another's scorecard by its address": (others_scorecard, True),
    "application page and timeline": (page("hiring:application", "application"), True),
    "interview page": (own_interview, False),
    "plan": (page("interviews:plan", "application"), True),
    "debrief": (page("interviews:debrief", "application"), True),
    "what comes after the debrief": (page("interviews:debrief_more", "application"), True),
    "board: counts and glyphs": (page("hiring:board", "role"), True),
    "list": (page("hiring:applications", "role"), True),
    "list by name": (page("hiring:applications", "role", sort="name"), True),
    "list by waiting": (page("hiring:applications", "role", sort="-waiting"), True),
    "export": (page("hiring:export_applications", "role"), True),
    "role page": (page("hiring:role", "role"), False),
    "candidate page": (page("candidates:candidate", "candidate"), False),
    "candidate list": (page("candidates:list"), False),
    "search": (page("candidates:list", q="Unforgettable"), False),
    "calendar": (page("interviews:calendar"), False),
    "own week": (page("interviews:week"), False),
    "home": (page("insights:home"), False),
    "dashboard: counts": (page("insights:overview"), True),
    "rows behind the dashboard": (page("insights:applications"), False),
    "reminders, notices and digest": (reminders, False),
    "notices": (page("workspace:notifications"), False),
    "search over everything": (page("workspace:search", q="Unforgettable"), False),
    "palette": (palette, False),
    "API: scorecards": (over_the_api("scorecards"), True),
    "API: decisions": (over_the_api("decisions"), False),
    "API: applications": (over_the_api("applications"), False),
    "API: interviews": (over_the_api("interviews"), False),
}
# Those that only an admin, or somebody who recruits, opens.
ADMINS_SURFACES = {
    "activity log": page("workspace:activity_log", kind="acts"),
    "copy for the candidate": copy_for_the_candidate,
}


@pytest.mark.parametrize("surface", SURFACES)
def test_blind_viewer_is_shown_the_same_before_and_after(
    surface, sign_in, application, hiring_manager, seats, colleague_speaks
):
    look, _ = SURFACES[surface]
    client = sign_in(hiring_manager)
    page_of(client, reverse("interviews:week"))  # the first page of a session says hello
    before = look(client, application, hiring_manager)

    colleague_speaks()

    assert look(client, application, hiring_manager) == before


@pytest.mark.parametrize("surface", [name for name, (_, tells) in SURFACES.items() if tells])
def test_same_surface_tells_who_is_not_blind(surface, sign_in, application, recruiter, seats, colleague_speaks):
    look, _ = SURFACES[surface]
    client = sign_in(recruiter)
    page_of(client, reverse("interviews:week"))
    before = look(client, application, recruiter)

    colleague_speaks()

    assert look(client, application, recruiter) != before


@pytest.mark.parametrize("surface", ADMINS_SURFACES)
def test_blind_admin_is_shown_the_same(surface, sign_in, application, admin, seats, colleague_speaks):
    look = ADMINS_SURFACES[surface]
    client = sign_in(admin)
    page_of(client, reverse("interviews:week"))
    before = look(client, application, admin)
    colleague_speaks()

    blind = look(client, application, admin)
    Scorecard.objects.filter(author=admin).update(released_at=timezone.now())

    assert blind == before
    assert look(client, application, admin) != before


def test_blind_hiring_manager_as_a_shadow_is_not_told_that_all_are_in(
    book, application, hiring_manager, colleague, filled
):
    book(-60, colleague, shadows=[hiring_manager])
    submit_scorecard(scorecard=Scorecard.objects.get(author=colleague), draft=filled(), at=NOW, by=colleague)

    with time_machine.travel(NOW + dt.timedelta(hours=40), tick=False):
        told = [line for line in reminders(None, application, hiring_manager) if line.startswith("decision")]

    assert is_blinded(hiring_manager, application)
    assert told == []


# --- The holes -----------------------------------------------------------------------------------------------------


def readable(user):
    return set(
        Scorecard.objects.submitted().exclude(author=user).readable_by(user).values_list("author__name", flat=True)
    )


@pytest.fixture
def said(seats, colleague_speaks):
    colleague_speaks()


def test_submitting_opens_the_others(said, application, hiring_manager, filled):
    card = Scorecard.objects.get(author=hiring_manager)
    assert readable(hiring_manager) == set()

    submit_scorecard(scorecard=card, draft=filled(), by=hiring_manager)

    assert readable(hiring_manager) == {"Carla Colleague"}


def test_two_seats_on_one_application_blind_until_both_are_written(said, book, hiring_manager, filled):
    book(-50, hiring_manager)
    first, second = Scorecard.objects.filter(author=hiring_manager).order_by("pk")

    submit_scorecard(scorecard=first, draft=filled(), by=hiring_manager)
    after_one = readable(hiring_manager)
    version = submit_scorecard(scorecard=second, draft=filled(), by=hiring_manager)

    assert after_one == set()
    assert readable(hiring_manager) == {"Carla Colleague"}
    assert version.after_reading is False


def test_booked_again_after_reading_is_blind_again_and_marked(said, book, application, hiring_manager, filled):
    submit_scorecard(scorecard=Scorecard.objects.get(author=hiring_manager), draft=filled(), at=NOW, by=hiring_manager)
    assert readable(hiring_manager) == {"Carla Colleague"}

    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        book_interview(
            application=application,
            kit=factories.KitFactory(),
            starts_at=NOW + dt.timedelta(days=2),
            minutes=45,
            interviewers=[hiring_manager],
            by=hiring_manager,
        )
        again = Scorecard.objects.owed().get(author=hiring_manager)

        assert readable(hiring_manager) == set()
    with time_machine.travel(NOW + dt.timedelta(days=2), tick=False):
        version = submit_scorecard(scorecard=again, draft=filled(summary="Twice."), by=hiring_manager)
    assert version.after_reading is True


def test_giving_ones_seat_away_to_read_and_taking_it_back_is_marked(said, book, hiring_manager, recruiter, filled):
    interview = book(30, hiring_manager)
    submit_scorecard(
        scorecard=Scorecard.objects.filter(author=hiring_manager).earliest("pk"),
        draft=filled(),
        at=NOW,
        by=hiring_manager,
    )
    assert readable(hiring_manager) == set()
    interview = reassign_interview(
        interview=interview, interviewers=[factories.UserFactory()], at=NOW + dt.timedelta(hours=1), by=hiring_manager
    )
    assert readable(hiring_manager) == {"Carla Colleague"}

    reassign_interview(
        interview=interview, interviewers=[hiring_manager], at=NOW + dt.timedelta(hours=2), by=hiring_manager
    )
    again = Scorecard.objects.owed().get(author=hiring_manager)
    version = submit_scorecard(scorecard=again, draft=filled(), at=NOW + dt.timedelta(days=2), by=hiring_manager)

    assert version.after_reading is True


def test_cancelled_interview_blinds_nobody_for_ever(book, application, hiring_manager, colleague, recruiter, filled):
    coming = book(30, hiring_manager)
    book(-56, colleague)
    submit_scorecard(scorecard=Scorecard.objects.get(author=colleague), draft=filled(), by=colleague)
    assert readable(hiring_manager) == set()

    cancel_interview(interview=coming, by=recruiter)

    assert readable(hiring_manager) == {"Carla Colleague"}


def test_interviewer_whose_seat_was_taken_away_reads_nothing(said, book, interviewer, recruiter):
    interview = book(30, interviewer)

    reassign_interview(interview=interview, interviewers=[factories.UserFactory()], by=recruiter)

    assert readable(interviewer) == set()


def test_trainee_is_as_blind_as_anybody(said, book, interviewer, colleague, filled):
    book(-50, factories.UserFactory(), shadows=[interviewer])
    assert readable(interviewer) == set()

    submit_scorecard(scorecard=Scorecard.objects.get(author=interviewer), draft=filled(), by=interviewer)

    assert readable(interviewer) == {"Carla Colleague"}


def test_blindness_is_of_one_application(said, book, interviewer, application):
    """Owing a scorecard elsewhere hides nothing here; having given one elsewhere opens nothing here."""
    other = factories.ApplicationFactory(role=application.role)
    book(-40, interviewer, application=other)
    Scorecard.objects.filter(author=interviewer).update(submitted_at=NOW)

    assert readable(interviewer) == set()


def test_stranger_reads_nothing(said, stranger, interviewer):
    assert readable(stranger) == set()
    assert readable(interviewer) == set()


def test_not_even_an_amended_version_shows_through(said, hiring_manager, application):
    assert not Scorecard.objects.readable_by(hiring_manager).exclude(author=hiring_manager).exists()
    assert application in blinded_applications(hiring_manager)


def test_predicates_agree_with_the_rows(said, application, hiring_manager, recruiter, interviewer, stranger, admin):
    for user in (hiring_manager, recruiter, interviewer, stranger, admin):
        rows = set(Scorecard.objects.readable_by(user))
        for card in Scorecard.objects.all():
            assert may_read_scorecard(user, card) == (card in rows), (user, card)
        blind = is_blinded(user, application)
        assert blind == blinded_applications(user).filter(pk=application.pk).exists()
        assert not (blind and sees_clearly(user, application))


def test_trap_average_sort_or_feed_never_gives_a_hidden_score_away(
    sign_in, application, hiring_manager, seats, colleague_speaks
):
    """The same application among others keeps its place in every order, whatever a colleague thinks of it."""
    for _ in range(3):
        factories.ApplicationFactory(role=application.role)
    client = sign_in(hiring_manager)
    url = reverse("hiring:applications", args=[application.role.slug])

    def orders():
        return [
            re.findall(r"/applications/([0-9a-f-]{36})/", client.get(url, {"sort": sort}).content.decode())
            for sort in ("", "name", "-name", "waiting", "-waiting", "applied", "-applied", "rating", "-score")
        ]

    before = orders()
    colleague_speaks()

    assert orders() == before
