"""Rows for tests: the fewest fields that make sense, and traits for the states that matter."""

import datetime as dt

import factory
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from candidates.models import (
    Authorship,
    Candidate,
    Channel,
    ChannelCost,
    Conference,
    Encounter,
    Evidence,
    Identity,
    Note,
    Paper,
    Reimplementation,
    Repository,
)
from hiring.models import (
    Application,
    ClosingReason,
    Competency,
    Requirement,
    Role,
    RoleCompetency,
    RoleProfile,
    Stage,
    StageChange,
    Team,
)
from interviews.models import (
    AssessmentType,
    Hypothesis,
    Interview,
    Kit,
    KitCompetency,
    PlannedInterview,
    Question,
    Rating,
    Scorecard,
    ScorecardVersion,
    Seat,
)
from workspace.models import User

PASSWORD = "correct horse battery staple"
PASSWORD_HASH = ""


def hashed_password() -> str:
    """Hash the test password once: hashing it for every user would dominate the suite."""
    global PASSWORD_HASH
    PASSWORD_HASH = PASSWORD_HASH or make_password(PASSWORD)
    return PASSWORD_HASH


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {chr(65 + n % 26)}{n}")
    email = factory.Sequence(lambda n: f"person{n}@staff.example")
    password = factory.LazyFunction(hashed_password)
    persona = "interviewer"

    class Params:
        admin = factory.Trait(persona="admin")
        recruiter = factory.Trait(persona="recruiter")
        hiring_manager = factory.Trait(persona="hiring_manager")


class ChannelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Channel
        django_get_or_create = ("slug",)

    slug = "arxiv"
    name = factory.LazyAttribute(lambda channel: channel.slug.replace("-", " ").capitalize())
    kind = "arxiv"


class ChannelCostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChannelCost

    channel = factory.SubFactory(ChannelFactory)
    spent_on = dt.date(2026, 3, 1)
    hours = 2
    what = "Reading papers"
    logged_by = factory.SubFactory("tests.factories.UserFactory")


class CandidateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Candidate

    name = factory.Sequence(lambda n: f"Candidate Number{n}")
    channel = factory.SubFactory(ChannelFactory)


class IdentityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Identity

    candidate = factory.SubFactory(CandidateFactory)
    kind = "email"
    value = factory.Sequence(lambda n: f"candidate{n}@mail.example")


class NoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Note

    candidate = factory.SubFactory(CandidateFactory)
    author = factory.SubFactory(UserFactory, recruiter=True)
    text = "Talked at the poster; wants to work on robots."


class PaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Paper

    title = factory.Sequence(lambda n: f"Learning to grasp, part {n}")
    fingerprint = factory.Sequence(lambda n: f"test:{n}")
    source = "test"


class AuthorshipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Authorship

    paper = factory.SubFactory(PaperFactory)
    position = 1
    name = "Elin Vasquez"


class RepositoryFactory(factory.django.DjangoModelFactory):
    """A repository that was read: `facts` takes what differs from a small one by quill."""

    class Meta:
        model = Repository

    name = factory.Sequence(lambda n: f"quill/tides-{n}")
    state = "found"
    fetched_at = factory.LazyFunction(timezone.now)
    implementer = "quill"
    implementer_name = "Odile Quill"
    requested_by = factory.SubFactory("tests.factories.UserFactory", recruiter=True)
    facts = factory.LazyAttribute(
        lambda one: {
            "name": one.name,
            "url": f"https://github.com/{one.name}",
            "owner": one.name.split("/")[0],
            "readme": "Tides, after arxiv.org/abs/2401.01234",
            "implementer": one.implementer,
            "implementer_name": one.implementer_name,
            "contributors": [{"login": one.implementer, "commits": 60, "is_bot": False}],
            "commits": 80,
            "pushed_on": "2026-03-01",
        }
    )


class ReimplementationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Reimplementation

    repository = factory.SubFactory(RepositoryFactory)
    paper = factory.SubFactory(PaperFactory)
    found_by = "readme"
    verdict = "community"
    reasons = factory.LazyFunction(lambda: ["Its owner does not read like any of the authors."])


class ConferenceFactory(factory.django.DjangoModelFactory):
    """A conference that is on this week."""

    class Meta:
        model = Conference

    name = factory.Sequence(lambda n: f"TIDES {n}")
    year = 2026
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=1))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=3))
    venue = factory.LazyAttribute(lambda one: f"{one.name} {one.year}")
    added_by = factory.SubFactory("tests.factories.UserFactory", recruiter=True)


class EncounterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Encounter

    conference = factory.SubFactory(ConferenceFactory)
    met_by = factory.SubFactory("tests.factories.UserFactory", recruiter=True)
    met_at = factory.LazyFunction(timezone.now)
    name = "Odile Quill"
    said = "Wants to work on gauges."


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    candidate = factory.SubFactory(CandidateFactory)
    rung = 4
    title = "Reimplemented a diffusion policy with tests"


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")
    archetype = "embedded"


class CompetencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Competency
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"competency-{n}")
    name = factory.LazyAttribute(lambda competency: competency.slug.replace("-", " ").capitalize())
    strength_anchors = ("Not shown", "Some of it", "Strong: does it unprompted", "Rare: and teaches it")
    bar_low = "Can follow."
    bar_mid = "Can do it with a hint."
    bar_high = "Does it alone."


class RoleProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleProfile
        django_get_or_create = ("slug",)

    slug = "ml-engineer"
    name = "ML engineer"
    job = "Train, deploy and maintain prediction models."
    work_product = "A prediction system on real data in production."
    ml_skill = 8
    software_skill = 8
    communication = 5


class RoleFactory(factory.django.DjangoModelFactory):
    """An open role with three stages: Screen, Onsite, Offer."""

    class Meta:
        model = Role
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"ML engineer {n}")
    team = factory.SubFactory(TeamFactory)
    profile = factory.SubFactory(RoleProfileFactory)
    hiring_manager = factory.SubFactory(UserFactory, hiring_manager=True)
    state = "open"
    opened_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def stages(self, create, extracted, **_kwargs):
        if not create:
            return
        for position, (name, kind) in enumerate(
            extracted or (("Screen", "screen"), ("Onsite", "onsite"), ("Offer", "offer"))
        ):
            Stage.objects.create(role=self, name=name, kind=kind, position=position, sla_days=3)


class RequirementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Requirement

    role = factory.SubFactory(RoleFactory)
    kind = "must"
    text = "Has run a service that others depended on"


class RoleCompetencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleCompetency

    role = factory.SubFactory(RoleFactory)
    competency = factory.SubFactory(CompetencyFactory)
    bar_level = "mid"
    bar_anchor = "Can do it with a hint."

    class Params:
        strength = factory.Trait(may_be_strength=True, bar_level="", bar_anchor="")


class ClosingReasonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClosingReason
        django_get_or_create = ("slug",)

    slug = "bar-not-met"
    side = "ours"
    text = "A minimum bar is not met"


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An active application in the first stage of its role, with the row of history that put it there."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    candidate = factory.SubFactory(CandidateFactory)
    role = factory.SubFactory(RoleFactory)
    stage = factory.LazyAttribute(lambda application: application.role.stages.order_by("position").first())
    channel = factory.SelfAttribute("candidate.channel")
    applied_at = factory.LazyFunction(timezone.now)
    entered_at = factory.SelfAttribute("applied_at")

    class Params:
        rejected = factory.Trait(
            standing="rejected",
            closed_at=factory.LazyFunction(timezone.now),
            closing_reason=factory.SubFactory(ClosingReasonFactory),
        )

    @factory.post_generation
    def history(self, create, _extracted, **_kwargs):
        if not create:
            return
        StageChange.objects.create(
            application=self, after=self.stage, standing_after="active", happened_at=self.entered_at
        )
        if self.standing != "active":
            StageChange.objects.create(
                application=self,
                before=self.stage,
                after=self.stage,
                standing_before="active",
                standing_after=self.standing,
                happened_at=self.closed_at,
                by=self.role.hiring_manager,
                reason=self.closing_reason,
            )


class AssessmentTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AssessmentType
        django_get_or_create = ("slug",)

    slug = "pair-debugging"
    name = factory.LazyAttribute(lambda kind: kind.slug.replace("-", " ").capitalize())
    shows = "How somebody narrows a fault down."


class QuestionFactory(factory.django.DjangoModelFactory):
    """A live question with one wording: which of three fractions is a half, of a number that is drawn."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"half-of-a-number-{n}")
    title = "Half of a number"
    area = "ml-theory"
    depth = "recall"
    form = "single"
    state = "live"
    is_parametrised = True

    @factory.post_generation
    def wording(self, create, extracted, **_):
        body = {
            "slug": self.slug,
            "title": self.title,
            "area": self.area,
            "depth": self.depth,
            "form": "single",
            "minutes": 1,
            "text": "What is **half** of {{n}}?",
            "explanation": "{{n}} / 2.",
            "draws": {"n": [10, 20, 30]},
            "computed": {"half": "n / 2", "third": "n / 3", "twice": "2 * n"},
            "options": [
                {"text": "{{half}}", "right": True},
                {"text": "{{third:.1f}}", "why": "A third."},
                {"text": "{{twice}}"},
            ],
        }
        self.versions.create(body={**body, **(extracted or {})})


class KitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Kit

    slug = factory.Sequence(lambda n: f"kit-{n}")
    name = factory.LazyAttribute(lambda kit: kit.slug.replace("-", " ").capitalize())
    assessment_type = factory.SubFactory(AssessmentTypeFactory)


class KitCompetencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KitCompetency

    kit = factory.SubFactory(KitFactory)
    competency = factory.SubFactory(CompetencyFactory)
    depth = "bar"


class PlannedInterviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlannedInterview

    role = factory.SubFactory(RoleFactory)
    kit = factory.SubFactory(KitFactory)


class HypothesisFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hypothesis

    application = factory.SubFactory(ApplicationFactory)
    competency = factory.SubFactory(CompetencyFactory)
    suggested_by = "Section 4 of the grasping paper."
    refuted_by = "Cannot say why the second ablation was needed."
    written_by = factory.SubFactory(UserFactory, hiring_manager=True)


def span(starts_at: dt.datetime | None = None, *, hours: float = 24, minutes: int = 45) -> DateTimeTZRange:
    """A time span of `minutes` that starts at `starts_at`, by default `hours` from now."""
    starts_at = starts_at or timezone.now() + dt.timedelta(hours=hours)
    return DateTimeTZRange(starts_at, starts_at + dt.timedelta(minutes=minutes))


class InterviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interview

    application = factory.SubFactory(ApplicationFactory)
    kit = factory.SubFactory(KitFactory)
    during = factory.LazyFunction(span)
    booked_by = factory.SubFactory(UserFactory, recruiter=True)


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    interview = factory.SubFactory(InterviewFactory)
    user = factory.SubFactory(UserFactory)
    during = factory.SelfAttribute("interview.during")


class ScorecardFactory(factory.django.DjangoModelFactory):
    """A scorecard that is owed. With `submitted`, version 1 exists too; add ratings with RatingFactory."""

    class Meta:
        model = Scorecard
        skip_postgeneration_save = True

    seat = factory.SubFactory(SeatFactory)
    application = factory.SelfAttribute("seat.interview.application")
    author = factory.SelfAttribute("seat.user")
    kit = factory.SelfAttribute("seat.interview.kit")
    due_at = factory.LazyAttribute(lambda card: card.seat.during.upper + dt.timedelta(hours=24))

    class Params:
        submitted = factory.Trait(submitted_at=factory.LazyFunction(timezone.now))

    @factory.post_generation
    def first_version(self, create, _extracted, **_kwargs):
        if create and self.submitted_at:
            ScorecardVersion.objects.create(scorecard=self, number=1, submitted_at=self.submitted_at)


class RatingFactory(factory.django.DjangoModelFactory):
    """A rating in the latest version of `card`."""

    class Meta:
        model = Rating
        exclude = ("card",)

    card = factory.SubFactory(ScorecardFactory, submitted=True)
    version = factory.LazyAttribute(lambda rating: rating.card.versions.last())
    competency = factory.SubFactory(CompetencyFactory)
    scale = "bar"
    mark = factory.LazyAttribute(lambda rating: "just_above" if rating.scale == "bar" else None)
    level = factory.LazyAttribute(lambda rating: 3 if rating.scale == "strength" else None)
    observation = "Found the fault in twenty minutes and said how it shows in the curve."
