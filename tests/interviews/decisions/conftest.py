"""A role with one strength and two bars, an application with both named, and scorecards at the cost of a line."""

import itertools

import pytest

from tests import factories


class Case:
    """An application under judgement. `rate(person, code="just_above", creative=4)` submits a scorecard."""

    def __init__(self, application, hiring_manager):
        self.application, self.role = application, application.role
        self.strengths, self.bars = {}, {}
        self.types = itertools.count()
        self.add_strength("creative", "Creative thinking")
        self.add_bar("code", "Software engineering")
        self.add_bar("theory", "ML theory")
        self.hypothesis = factories.HypothesisFactory(
            application=application, competency=self.strengths["creative"], written_by=hiring_manager
        )

    def add_strength(self, slug, name):
        competency = factories.CompetencyFactory(slug=slug, name=name)
        factories.RoleCompetencyFactory(role=self.role, competency=competency, strength=True)
        self.strengths[slug] = competency

    def add_bar(self, slug, name):
        competency = factories.CompetencyFactory(slug=slug, name=name)
        factories.RoleCompetencyFactory(role=self.role, competency=competency, position=len(self.bars))
        self.bars[slug] = competency

    def kit(self, name="", *, in_depth=(), bars=(), side="other"):
        number = next(self.types)
        kind = factories.AssessmentTypeFactory(slug=f"type-{number}", name=f"Type {number}", side=side)
        kit = factories.KitFactory(assessment_type=kind, **({"name": name} if name else {}))
        everything = self.strengths | self.bars
        for depth, slugs in (("in_depth", in_depth), ("bar", bars)):
            for slug in slugs:
                factories.KitCompetencyFactory(kit=kit, competency=everything[slug], depth=depth)
        return kit

    def book(self, person=None, *, kit=None, hours=24, kind="interviewer", counts=True, application=None):
        """Book an interview; its scorecard is owed."""
        kit = kit or self.kit(in_depth=("creative",), bars=("code", "theory"))
        interview = factories.InterviewFactory(
            application=application or self.application, kit=kit, during=factories.span(hours=hours)
        )
        person = person or factories.UserFactory()
        seat = factories.SeatFactory(interview=interview, user=person, kind=kind)
        return factories.ScorecardFactory(seat=seat, counts=counts)

    def rate(self, person=None, *, kit=None, counts=True, application=None, hours=None, **ratings):
        """Hold an interview in the past and submit its scorecard, with these ratings."""
        hours = hours if hours is not None else -200 + 2 * next(self.types)
        card = self.book(person, kit=kit, hours=hours, counts=counts, application=application)
        return self.submit(card, **ratings)

    def submit(self, card, **ratings):
        from django.utils import timezone

        from interviews.models import ScorecardVersion

        card.submitted_at = card.submitted_at or timezone.now()
        card.save()
        number = card.versions.count() + 1
        reason = "Spoke with them again." if number > 1 else ""
        ScorecardVersion.objects.create(
            scorecard=card, number=number, submitted_at=timezone.now(), amendment_reason=reason
        )
        for slug, value in ratings.items():
            self.add_rating(card, slug, value)
        return card

    def add_rating(self, card, slug, value):
        if slug in self.strengths:
            scale, values = "strength", {"level": value}
        else:
            scale, values = "bar", {"mark": value}
        observation = "" if value is None else f"Saw {slug} with my own eyes: {value}."
        factories.RatingFactory(
            version=card.versions.order_by("-number").first(),
            competency=(self.strengths | self.bars)[slug],
            scale=scale,
            observation=observation,
            **values,
        )

    def hire_signal(self):
        """Ratings that make a hire signal."""
        self.rate(creative=4, code="just_above", theory="just_above")
        self.rate(creative=3)

    def bar_not_met(self):
        """Ratings of which one bar is not met, by two people."""
        self.rate(creative=4, code="just_below", theory="just_above")
        self.rate(creative=3, code="just_below")


@pytest.fixture
def case(application, hiring_manager):
    return Case(application, hiring_manager)
