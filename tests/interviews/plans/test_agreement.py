"""How far our own double ratings agree: which of them count, and that measuring twice changes nothing."""

import pytest

from interviews.models import RatingAgreement, ScorecardVersion
from interviews.plans.agreement import measure_agreement, reliabilities
from interviews.plans.tasks import measure_agreement as task
from interviews.rule.reliability import OwnPairs
from tests import factories


@pytest.fixture
def code(db):
    return factories.CompetencyFactory(name="Code")


def rate(application, competency, *marks, together=False, **more):
    """Let one person each give these marks: in interviews of their own, or in one room."""
    cards = []
    for hour, mark in enumerate(marks):
        if not (together and cards):
            span = factories.span(hours=-50 + 2 * hour)
            interview = factories.InterviewFactory(application=application, during=span)
        card = factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview), submitted=True, **more)
        level = {"level": mark, "scale": "strength", "mark": None} if isinstance(mark, int) else {"mark": mark}
        factories.RatingFactory(card=card, competency=competency, **level)
        cards.append(card)
    return cards


def many(code, pairs, **more):
    for marks in pairs:
        rate(factories.ApplicationFactory(), code, *marks, **more)


AGREEING = [("just_below", "just_below"), ("clearly_above", "clearly_above"), ("just_above", "just_above")]


def test_separate_interviews_and_one_room_are_told_apart(code):
    many(code, AGREEING)
    many(code, AGREEING[:2], together=True)

    found = measure_agreement()

    assert found[False] == OwnPairs(3, pytest.approx(1))
    assert found[True] == OwnPairs(2, pytest.approx(1))


def test_what_was_not_blind_or_does_not_count_is_left_out(code):
    many(code, AGREEING)
    _, second = rate(factories.ApplicationFactory(), code, "clearly_below", "clearly_above")
    ScorecardVersion.erasable.filter(scorecard=second).update(after_reading=True)
    rate(factories.ApplicationFactory(), code, "clearly_below", "clearly_above", counts=False)

    assert measure_agreement()[False] == OwnPairs(3, pytest.approx(1))


def test_strengths_and_bars_are_never_mixed(code):
    application = factories.ApplicationFactory()
    rate(application, code, 4, "clearly_below")

    assert measure_agreement()[False] == OwnPairs(0)


def test_one_person_twice_is_no_pair(code):
    application = factories.ApplicationFactory()
    user = factories.UserFactory()
    for hour in (-50, -40):
        interview = factories.InterviewFactory(application=application, during=factories.span(hours=hour))
        card = factories.ScorecardFactory(seat=factories.SeatFactory(interview=interview, user=user), submitted=True)
        factories.RatingFactory(card=card, competency=code, mark="just_above")

    assert measure_agreement()[False] == OwnPairs(0)


def test_task_run_twice_leaves_the_same_rows(code):
    many(code, [*AGREEING, (2, 3)])

    assert task() == task() == 4
    assert [(row.same_room, row.pairs) for row in RatingAgreement.objects.order_by("same_room")] == [
        (False, 4),
        (True, 0),
    ]


def test_reliability_is_the_default_until_measured(db, count_queries):
    assert {room: found.value for room, found in reliabilities().items()} == {False: 0.44, True: 0.74}
    assert count_queries(reliabilities) == 1


def test_measured_agreement_moves_the_reliability(code):
    many(code, AGREEING)
    measure_agreement()

    found = reliabilities()[False]

    assert found.value == round((3 * 1 + 30 * 0.44) / 33, 2)
    assert found.words.endswith("based on three pairs of your own ratings.")
    assert str(RatingAgreement.objects.get(same_room=False)) == "Separate interviews: 3 pairs"
