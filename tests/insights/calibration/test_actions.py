import datetime as dt

import krippendorff
import pytest
from django.utils import timezone

from hiring.catalogue.reading import competencies
from insights.calibration.actions import CalibrationRefused, measure, rate_set
from insights.calibration.asking import begin_of, quarters_before
from insights.calibration.double_ratings import read_ratings
from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.calibration.queries import asked_of, figures, results_for
from insights.calibration.reminders import due_sets, set_settled
from insights.calibration.samples import quarter_of, sample_sets
from insights.calibration.tasks import measure_agreement
from interviews.decisions.queries import compute
from interviews.plans.queries import criteria_of
from interviews.scorecards.models import Rating, ScorecardVersion
from tests import factories

SET = sample_sets()[0]
GIVEN = {sample.slug: (sample.level, "just_above") for sample in SET.samples}


def card(application, author, level, competency, *, number=1, after_reading=False, counts=True):
    held = factories.span(hours=-48 * (2 + application.interviews.count() + 20 * application.pk))
    seat = factories.SeatFactory(
        interview=factories.InterviewFactory(application=application, during=held), user=author, during=held
    )
    found = factories.ScorecardFactory(seat=seat, submitted=True)
    type(found).objects.filter(pk=found.pk).update(counts=counts)
    version = found.versions.get(number=1)
    ScorecardVersion.erasable.filter(pk=version.pk).update(after_reading=after_reading)
    factories.RatingFactory(version=version, competency=competency, scale="strength", level=level)
    return found


@pytest.fixture
def rated(role):
    """Twelve applications, each rated by the same two people on one competency."""
    first, second = factories.UserFactory(name="Fay First"), factories.UserFactory(name="Sam Second")
    competency = factories.CompetencyFactory()
    for place in range(12):
        application = factories.ApplicationFactory(role=role)
        card(application, first, 1 + place % 4, competency)
        card(application, second, min(4, 2 + place % 4), competency)
    return first, second


def test_samples_are_whole_and_of_shipped_competencies(db):
    names = {one.slug: one.name for one in competencies()}
    for one in sample_sets():
        assert names[one.competency] == one.name
        assert 3 <= len(one.samples) <= 4
        assert len({sample.level for sample in one.samples}) >= 3
        assert all(len(sample.answer.split()) > 25 and sample.discussion for sample in one.samples)


def test_neither_order_nor_names_give_the_levels_away():
    orders = [[sample.level for sample in one.samples] for one in sample_sets()]

    assert sum(order == sorted(order) for order in orders) < len(orders) / 2
    assert len({sample.slug for one in sample_sets() for sample in one.samples}) == sum(map(len, orders))


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(dt.date(2026, 1, 1), "2026Q1"), (dt.date(2026, 9, 30), "2026Q3"), (dt.date(2026, 12, 31), "2026Q4")],
)
def test_quarter_of(day, quarter):
    assert quarter_of(day) == quarter


def test_night_measures_pairs_and_severity_and_twice_writes_the_same(rated):
    assert (measure_agreement(), measure_agreement()) == (8, 8)

    found = AgreementFigure.objects.get(coefficient="icc1", scale="strength")
    assert (found.things, found.raters) == (12, 2)
    assert found.low < found.value < found.high
    assert found.shrunk == pytest.approx((12 * found.value + 30 * 0.44) / 42)
    assert set(SeverityFigure.objects.values_list("user__name", "ratings")) == {("Fay First", 12), ("Sam Second", 12)}
    bars = AgreementFigure.objects.get(coefficient="icc1", scale="bar")
    assert (bars.value, bars.things, bars.words) == (None, 0, "cannot tell")


def test_who_falls_below_ten_ratings_is_no_longer_spoken_of(rated):
    measure_agreement()
    first, _ = rated
    keys = list(Rating.objects.filter(version__scorecard__author=first).values_list("pk", flat=True)[:3])
    Rating.erasable.filter(pk__in=keys).delete()
    measure_agreement()

    assert set(SeverityFigure.objects.values_list("user__name", flat=True)) == {"Sam Second"}


def test_only_blind_counted_first_ratings_of_settled_applications_are_read(role):
    competency, people = factories.CompetencyFactory(), [factories.UserFactory() for _ in range(5)]
    application = factories.ApplicationFactory(role=role)
    card(application, people[0], 1, competency)
    card(application, people[1], 2, competency)
    card(application, people[2], 4, competency, after_reading=True)
    card(application, people[3], 4, competency, counts=False)
    assert read_ratings()["strength"].pairs == [(1, 2)]

    seat = factories.SeatFactory(interview=factories.InterviewFactory(application=application), user=people[4])
    factories.ScorecardFactory(seat=seat)
    assert read_ratings()["strength"].pairs == []


def test_no_outcome_changes_with_what_was_measured(rated, role):
    application = role.applications.order_by("pk").first()
    factories.HypothesisFactory(
        application=application, competency=application.scorecards.first().versions.get().ratings.get().competency
    )
    versions = ScorecardVersion.objects.filter(scorecard__application=application).select_related(
        "scorecard__author", "scorecard__kit__assessment_type"
    )

    def outcome():
        return compute(application, criteria_of(application), versions.order_by("pk"))

    before = outcome()
    measure_agreement()
    SeverityFigure.objects.update(shift=-3, low=-4, high=-2)

    assert SeverityFigure.objects.exists()
    assert outcome() == before


def test_set_is_rated_once_whole_and_blind(interviewer, recruiter):
    part = {SET.samples[0].slug: (1, "just_below")}
    with pytest.raises(CalibrationRefused, match="Rate every answer"):
        rate_set(given=part, of=SET, quarter="2026Q4", by=interviewer)
    rate_set(given=GIVEN, of=SET, quarter="2026Q4", by=recruiter)
    assert results_for(interviewer, SET, "2026Q4") is None

    rate_set(given=GIVEN, of=SET, quarter="2026Q4", by=interviewer)
    with pytest.raises(CalibrationRefused, match="The first ratings stand"):
        rate_set(given=GIVEN, of=SET, quarter="2026Q4", by=interviewer)
    rate_set(given=GIVEN, of=SET, quarter="2027Q1", by=interviewer)

    shown = results_for(interviewer, SET, "2026Q4")
    assert [one.raters for one in shown] == [2] * len(SET.samples)
    assert CalibrationRating.objects.filter(user=interviewer).count() == 2 * len(SET.samples)


def rate_as(person, of, quarter, *, higher=0):
    given = {sample.slug: (min(4, sample.level + higher), "just_above") for sample in of.samples}
    rate_set(given=given, of=of, quarter=quarter, by=person)


def test_shared_set_gives_alpha_of_a_year_in_which_everybody_rated_some(interviewer, recruiter, admin):
    first, second, third, fourth, fifth = sample_sets()[:5]
    for person, those in ((interviewer, (first, second)), (recruiter, (second, third)), (admin, (fourth,))):
        for one in those:
            rate_as(person, one, "2026Q4")
    rate_as(recruiter, first, "2026Q1", higher=1)
    rate_as(admin, first, "2025Q4")  # over a year ago
    rate_as(interviewer, fifth, "2025Q4")
    rate_as(recruiter, fifth, "2026Q2")
    measure(now=timezone.now())

    found = AgreementFigure.objects.get(coefficient="set", scale="strength")

    values = [[sample.level, min(4, sample.level + 1)] for sample in first.samples]
    values += [[sample.level] * 2 for sample in second.samples]
    assert (found.raters, found.things) == (2, len(values))
    data = list(zip(*values, strict=True))
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal")
    assert found.value == pytest.approx(expected, abs=1e-6)
    assert found.low < found.value < found.high


def test_of_an_answer_rated_again_the_newest_rating_counts(interviewer, recruiter):
    one = sample_sets()[0]
    rate_as(interviewer, one, "2026Q1", higher=1)
    rate_as(interviewer, one, "2026Q4")
    rate_as(recruiter, one, "2026Q4")
    measure(now=timezone.now())

    assert AgreementFigure.objects.get(coefficient="set", scale="strength").value == 1


def test_what_is_asked_follows_the_interviews_held_and_costs_the_same_for_many(interviewer, application, count_queries):
    quarter = quarter_of(timezone.now().date())
    begin = begin_of(quarter)
    slugs = ["ml-theory", "mathematics", "learning"]
    kit = factories.KitFactory()
    for slug in slugs:
        factories.KitCompetencyFactory(kit=kit, competency=factories.CompetencyFactory(slug=slug))
    later = factories.KitFactory()
    factories.KitCompetencyFactory(kit=later, competency=factories.CompetencyFactory(slug="analysis"))
    for held, during in ((kit, begin - dt.timedelta(days=5)), (later, begin + dt.timedelta(days=5))):
        during = factories.span(during, minutes=45)
        seat = factories.InterviewFactory(application=application, kit=held, during=during)
        factories.SeatFactory(interview=seat, user=interviewer, during=during)

    asked = asked_of([interviewer.pk], quarter)[interviewer.pk]

    assert len(asked) == 2
    assert {one.competency for one in asked} < set(slugs)
    for one in asked:
        rate_as(interviewer, one, quarter)
    assert asked_of([interviewer.pk], quarter)[interviewer.pk] == asked
    following = quarters_before(quarter, -1)
    then = asked_of([interviewer.pk], following)[interviewer.pk]
    assert {one.competency for one in then} == {*slugs, "analysis"} - {one.competency for one in asked}
    for one in then:
        rate_as(interviewer, one, following)
    assert asked_of([interviewer.pk], quarters_before(quarter, -2))[interviewer.pk] == ()
    many = [interviewer.pk, *(factories.UserFactory().pk for _ in range(3))]
    assert count_queries(lambda: asked_of(many, quarter)) == count_queries(lambda: asked_of(many[:1], quarter)) == 2


def test_interviewers_are_reminded_once_a_quarter_until_they_rated_what_is_asked(interviewer, recruiter, application):
    factories.SeatFactory(interview=factories.InterviewFactory(application=application), user=interviewer)
    now = timezone.now()
    begin = dt.datetime(now.year, (now.month - 1) // 3 * 3 + 1, 1, tzinfo=dt.UTC)
    at = max(now, begin + dt.timedelta(days=11))

    assert list(due_sets(begin + dt.timedelta(hours=1), {"after": 240})) == []
    (due,) = due_sets(at, {"after": 240})
    assert (due.recipient, set_settled(due.key)) == (interviewer.pk, False)

    asked = asked_of([interviewer.pk], quarter_of(at.date()))[interviewer.pk]
    assert due.body.startswith(f"{sum(len(one.samples) for one in asked)} written answers, about ")
    for one in asked:
        rate_as(interviewer, one, quarter_of(at.date()))
    assert (list(due_sets(at, {"after": 240})), set_settled(due.key)) == ([], True)


def test_pages_cost_the_same_however_many_raters(rated, count_queries):
    measure_agreement()
    one = count_queries(figures)
    for _ in range(3):
        SeverityFigure.objects.create(
            user=factories.UserFactory(),
            scale="bar",
            ratings=10,
            shift=0,
            low=-1,
            high=1,
            words="",
            measured_at=timezone.now(),
        )

    assert count_queries(figures) == one == 2
