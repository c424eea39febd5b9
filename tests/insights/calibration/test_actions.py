import datetime as dt

import pytest
from django.utils import timezone

from hiring.catalogue.reading import competencies
from insights.calibration.actions import CalibrationRefused, measure, rate_set
from insights.calibration.double_ratings import read_ratings
from insights.calibration.models import AgreementFigure, CalibrationRating, SeverityFigure
from insights.calibration.queries import figures, results_for
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


def test_shared_set_gives_icc21_of_who_rated_all(interviewer, recruiter, admin):
    for place, person in enumerate((interviewer, recruiter, admin)):
        for one in sample_sets()[: 2 if person == admin else None]:
            given = {sample.slug: (min(4, sample.level + place % 2), "just_above") for sample in one.samples}
            rate_set(given=given, of=one, quarter="2026Q4", by=person)
    measure(now=timezone.now())

    found = AgreementFigure.objects.get(coefficient="icc21", scale="strength")
    assert (found.raters, found.things) == (2, sum(len(one.samples) for one in sample_sets()))
    assert 0 < found.value < 1


def test_interviewers_are_reminded_once_a_quarter_until_they_rated_all(interviewer, recruiter, application):
    factories.SeatFactory(interview=factories.InterviewFactory(application=application), user=interviewer)
    now = timezone.now()
    begin = dt.datetime(now.year, (now.month - 1) // 3 * 3 + 1, 1, tzinfo=dt.UTC)
    at = max(now, begin + dt.timedelta(days=11))

    assert list(due_sets(begin + dt.timedelta(hours=1), {"after": 240})) == []
    (due,) = due_sets(at, {"after": 240})
    assert (due.recipient, set_settled(due.key)) == (interviewer.pk, False)

    for one in sample_sets():
        given = {sample.slug: (2, "just_above") for sample in one.samples}
        rate_set(given=given, of=one, quarter=quarter_of(at.date()), by=interviewer)
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
