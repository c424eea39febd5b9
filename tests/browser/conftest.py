"""A small world in which every persona has something to do, and a browser that notes every error and failed request."""

import datetime as dt

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from interviews.schedule.actions import book_interview
from interviews.scorecards.actions import submit_scorecard
from interviews.scorecards.draft import Draft, TypedRating
from tests import factories

STRENGTH, BAR = "creative-thinking", "ml-debugging"


class World:
    """One role with a strength and a bar, and one application two people have interviewed for an hour ago."""

    def __init__(self, *, role, interviewer, recruiter):
        strength = factories.CompetencyFactory(slug=STRENGTH, name="Creative thinking")
        bar = factories.CompetencyFactory(slug=BAR, name="ML debugging")
        factories.RoleCompetencyFactory(role=role, competency=strength, strength=True)
        factories.RoleCompetencyFactory(role=role, competency=bar, bar_anchor="Finds the fault.", position=1)
        factories.ClosingReasonFactory()
        self.role = role
        self.interviewer = interviewer
        self.colleague = factories.UserFactory(name="Carla Colleague")
        self.application = factories.ApplicationFactory(role=role, candidate__name="Elin Vasquez")
        factories.HypothesisFactory(application=self.application, competency=strength)
        self.kit = factories.KitFactory(name="The loop that never learns")
        factories.KitCompetencyFactory(kit=self.kit, competency=strength, depth="in_depth")
        factories.KitCompetencyFactory(kit=self.kit, competency=bar)
        factories.PlannedInterviewFactory(role=role, kit=self.kit)
        self.interview = book_interview(
            application=self.application,
            kit=self.kit,
            starts_at=timezone.now() - dt.timedelta(hours=1),
            minutes=45,
            interviewers=[interviewer, self.colleague],
            at=timezone.now() - dt.timedelta(days=3),
            by=recruiter,
        )
        self.card, self.other_card = (
            self.application.scorecards.get(author=author) for author in (interviewer, self.colleague)
        )

    def submit(self, card, *, summary=""):
        draft = Draft(
            ratings=(
                TypedRating("bar", BAR, "just_above", "Halved the pipeline."),
                TypedRating("strength", STRENGTH, "4", "Turned the problem round twice."),
            ),
            summary=summary,
        )
        submit_scorecard(scorecard=card, draft=draft, by=card.author)


@pytest.fixture
def world(role, interviewer, recruiter):
    return World(role=role, interviewer=interviewer, recruiter=recruiter)


class Watched:
    """Windows of one browser. `visit(path, user=…)` opens a path; `complaints` holds whatever went wrong in any of them."""

    def __init__(self, browser, address, sign_in):
        self.browser, self.address, self.sign_in = browser, address, sign_in
        self.complaints, self.contexts = [], []

    def visit(self, path, *, user=None, **options):
        context = self.browser.new_context(
            locale="en-GB", timezone_id="Europe/Berlin", reduced_motion="reduce", **options
        )
        self.contexts.append(context)
        if user is not None:
            name = django_settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": self.sign_in(user).cookies[name].value, "url": self.address}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self.note_failure)
        page.on("response", self.note_refusal)
        page.goto(self.address + path)
        return page

    def note_failure(self, request):
        # The browser itself drops what a page no longer waits for once it is left.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def note_refusal(self, response):
        if response.status >= 400:
            self.complaints.append(f"{response.status} {response.request.method} {response.url}")

    def close(self):
        for context in self.contexts:
            context.close()


@pytest.fixture
def watched(browser, live_server, sign_in):
    """Windows that fail the test on any console error, page error or failed request."""
    windows = Watched(browser, live_server.url, sign_in)
    yield windows
    windows.close()
    assert windows.complaints == []
