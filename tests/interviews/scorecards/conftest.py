"""An interview that has just taken place: one hypothesis, two bars, two interviewers, a kit that covers all but the second bar."""

import datetime as dt

import pytest
from django.utils import timezone

from interviews.schedule.actions import book_interview
from interviews.scorecards.draft import Draft, TypedRating
from tests import factories


@pytest.fixture
def grasping(db):
    return factories.CompetencyFactory(slug="creative-thinking", name="Creative thinking")


@pytest.fixture
def debugging(db):
    return factories.CompetencyFactory(slug="ml-debugging", name="ML debugging")


@pytest.fixture
def maths(db):
    return factories.CompetencyFactory(slug="maths", name="Maths")


@pytest.fixture
def kit(grasping, debugging):
    kit = factories.KitFactory(name="The loop that never learns")
    factories.KitCompetencyFactory(kit=kit, competency=grasping, depth="in_depth")
    factories.KitCompetencyFactory(kit=kit, competency=debugging, depth="bar")
    return kit


@pytest.fixture
def application(role, grasping, debugging, maths):
    application = factories.ApplicationFactory(role=role)
    factories.RoleCompetencyFactory(role=role, competency=grasping, may_be_strength=True)
    factories.RoleCompetencyFactory(
        role=role, competency=debugging, bar_anchor="Finds the fault within the hour.", position=1
    )
    factories.RoleCompetencyFactory(role=role, competency=maths, bar_anchor="Follows the derivation.", position=2)
    factories.HypothesisFactory(application=application, competency=grasping)
    return application


@pytest.fixture
def colleague(db):
    return factories.UserFactory(name="Carla Colleague")


@pytest.fixture
def interview(application, kit, interviewer, colleague, recruiter):
    return book_interview(
        application=application,
        kit=kit,
        starts_at=timezone.now() - dt.timedelta(hours=1),
        minutes=45,
        interviewers=[interviewer, colleague],
        at=timezone.now() - dt.timedelta(days=3),
        by=recruiter,
    )


@pytest.fixture
def card(interview, interviewer):
    """The interviewer's own scorecard."""
    return interview.application.scorecards.get(author=interviewer)


@pytest.fixture
def other_card(interview, colleague):
    """The colleague's."""
    return interview.application.scorecards.get(author=colleague)


@pytest.fixture
def filled():
    """A draft with everything that is expected."""

    def draft(level="3", mark="just_above", summary="", reason="", **fields):
        return Draft(
            ratings=(
                TypedRating("bar", "ml-debugging", mark, "Found it by halving the pipeline."),
                TypedRating("strength", "creative-thinking", level, "Turned the problem round twice."),
            ),
            summary=summary,
            reason=reason,
            **fields,
        )

    return draft
