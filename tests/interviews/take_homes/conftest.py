"""A candidate whom everything could name, a task, and people who could rate it."""

import datetime as dt

import pytest
from django.utils import timezone

from hiring.roles.models import Competency
from interviews.take_homes.giving import give_take_home
from interviews.take_homes.handing_in import finish, hand_in
from interviews.take_homes.models import TakeHomeRating
from interviews.take_homes.raters import ask_raters
from tests import factories

# What would tell whose a take-home is, wherever it stood.
TELLING = ("zorbatek", "qwendolyn", "qzorb", "grimpoteuthis", "xylograph")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def candidate(db):
    person = factories.CandidateFactory(
        name="Qwendolyn Zorbatek", headline="PhD student at Grimpoteuthis University", time_zone="Europe/Zurich"
    )
    factories.IdentityFactory(candidate=person, kind="email", value="qzorb@mail.example")
    factories.IdentityFactory(candidate=person, kind="github", value="qzorb", url="https://github.com/qzorb")
    factories.EvidenceFactory(candidate=person, title="Xylographic priors for learning")
    return person


@pytest.fixture
def application(role, candidate):
    return factories.ApplicationFactory(role=role, candidate=candidate)


@pytest.fixture
def kit(role):
    kit = factories.KitFactory(
        slug="take-home-claim",
        name="Does the trick help?",
        assessment_type__slug="take-home",
        assessment_type__name="Take-home ML project",
        homework_minutes=180,
        tell_candidate="A claim and a script. Find out whether to believe it.",
        material="print('the claim')",
    )
    analysis = factories.CompetencyFactory(slug="analysis", name="Analysis")
    factories.KitCompetencyFactory(
        kit=kit, competency=analysis, bar_anchor="Compares seed by seed.", bar_steps=["a", "b", "c", "d"]
    )
    factories.RoleCompetencyFactory(role=role, competency=analysis)
    return kit


@pytest.fixture
def maya(db):
    return factories.UserFactory(name="Maya Brandt", email="maya@staff.example")


@pytest.fixture
def tomas(db):
    return factories.UserFactory(name="Tomas Ek", email="tomas@staff.example")


@pytest.fixture
def given(application, kit, recruiter):
    """Return a function that gives the task."""

    def give(**changed):
        return give_take_home(
            **{
                "application": application,
                "kit": kit,
                "closes_at": timezone.now() + dt.timedelta(days=7),
                "minutes": 180,
                "reward": "Written feedback within a week.",
                "by": recruiter,
            }
            | changed
        )

    return give


@pytest.fixture
def take_home(given):
    return given()


@pytest.fixture
def rating(take_home, maya, recruiter):
    """Maya is asked, and what was handed in names its author in many ways."""
    ask_raters(take_home=take_home, users=[maya], by=recruiter)
    hand_in(
        take_home=take_home,
        text="Qwendolyn Zorbatek’s report (qzorb@mail.example), Grimpoteuthis University. Noise helps, paired by seed.",
        link="https://github.com/qzorb/claim",
        statement="Zorbatek asked an assistant for a plot.",
        minutes_spent=170,
    )
    finish(take_home=take_home)
    return TakeHomeRating.objects.get(rater=maya)


@pytest.fixture
def answers(kit):
    """What a rater types."""
    slug = Competency.objects.get().slug
    return {
        "version": "0",
        f"choice-bar-{slug}": "just_above",
        f"seen-bar-{slug}": "Paired by seed, with a range.",
        "summary": "",
    }
