import pytest

from interviews.decisions.queries import fingerprint, in_words, judgement_for, waiting_for_approval
from interviews.models import Decision
from interviews.plans.queries import criteria_of, latest_versions, rule_of
from interviews.rule.bars import BarState
from interviews.rule.outcome import Signal
from interviews.rule.strengths import HypothesisState
from tests import factories


def judge(case, viewer):
    return judgement_for(case.application, criteria_of(case.application), viewer=viewer)


def test_ratings_become_an_outcome(case, hiring_manager):
    case.hire_signal()

    judged = judge(case, hiring_manager)

    assert judged.outcome.signal is Signal.HIRE
    assert judged.outcome.strengths[0].state is HypothesisState.CONFIRMED
    assert [finding.state for finding in judged.outcome.bars] == [BarState.MET, BarState.MET]


def test_two_people_with_one_assessment_type_do_not_confirm(case, hiring_manager):
    kit = case.kit(in_depth=("creative",))
    case.rate(kit=kit, creative=4)
    case.rate(kit=kit, creative=4)

    assert judge(case, hiring_manager).outcome.strengths[0].state is HypothesisState.SUPPORTED_ONCE


def test_amendment_replaces_what_it_amends(case, hiring_manager):
    card = case.rate(code="clearly_below")
    case.submit(card, code="just_above")

    judged = judge(case, hiring_manager)

    assert judged.outcome.bars[0].state is BarState.MET
    assert len(judged.versions) == 1


def test_amendment_that_no_longer_assesses_leaves_nothing(case, hiring_manager):
    card = case.rate(code="clearly_below")
    case.submit(card, code=None)

    assert judge(case, hiring_manager).outcome.bars[0].state is BarState.UNTESTED


def test_later_interview_of_the_same_person_stands(case, hiring_manager):
    ines = factories.UserFactory()
    case.rate(ines, code="just_below")
    case.rate(ines, code="just_above")

    assert judge(case, hiring_manager).outcome.bars[0].state is BarState.MET


def test_trainee_s_ratings_decide_nothing(case, hiring_manager):
    case.rate(code="clearly_below", counts=False)

    assert judge(case, hiring_manager).outcome.bars[0].state is BarState.UNTESTED


def test_draft_is_nobody_s_rating(case, hiring_manager):
    card = case.book(hours=-2)
    card.draft = {"ratings": [{"scale": "bar", "competency": "code", "choice": "clearly_below", "seen": "x"}]}
    card.save()

    assert judge(case, hiring_manager).outcome.bars[0].state is BarState.UNTESTED


def test_ratings_of_another_application_are_never_read(case, hiring_manager):
    other = factories.ApplicationFactory(role=case.role)
    case.rate(application=other, code="clearly_below", creative=1)

    judged = judge(case, hiring_manager)

    assert judged.versions == ()
    assert {finding.state for finding in judged.outcome.bars} == {BarState.UNTESTED}


def test_whoever_owes_a_scorecard_learns_nothing(case, hiring_manager):
    case.hire_signal()
    case.book(hiring_manager)

    assert judge(case, hiring_manager) is None


def test_submitting_one_s_own_opens_the_others(case, hiring_manager):
    case.hire_signal()
    own = case.book(hiring_manager)
    case.submit(own, code="just_above")

    assert judge(case, hiring_manager).outcome.signal is Signal.HIRE


def test_competency_validated_as_strength_is_not_judged_as_a_bar_too(case, hiring_manager):
    factories.HypothesisFactory(application=case.application, competency=case.bars["code"])

    criteria = criteria_of(case.application)

    assert [bar.competency.slug for bar in criteria.bars] == ["theory"]
    assert [one.competency.slug for one in criteria.hypotheses] == ["creative", "code"]


def test_withdrawn_hypothesis_is_not_asked_about(case, hiring_manager):
    from django.utils import timezone

    case.hypothesis.withdrawn_at, case.hypothesis.withdrawn_by = timezone.now(), hiring_manager
    case.hypothesis.save()

    assert criteria_of(case.application).hypotheses == ()


@pytest.mark.parametrize(("policy", "state"), [("near_miss", BarState.MET), ("two_sided", BarState.BORDERLINE)])
def test_role_s_bar_policy_is_obeyed(case, hiring_manager, policy, state):
    case.role.bar_policy = policy
    case.role.save()
    case.rate(code="just_above")

    assert judge(case, hiring_manager).outcome.bars[0].state is state


@pytest.mark.parametrize(("level", "doubt"), [(2, 1), (3, 2), (4, 2)])
def test_role_s_levels_make_a_rule(case, level, doubt):
    case.role.strength_level, case.role.confirmations = level, 3

    rule = rule_of(case.role)

    assert (rule.support_level, rule.doubt_level, rule.confirmations) == (level, doubt, 3)


def test_fingerprint_changes_with_the_ratings_only(case, hiring_manager):
    before = fingerprint(judge(case, hiring_manager).outcome)
    again = fingerprint(judge(case, hiring_manager).outcome)
    case.rate(code="just_below")

    assert before == again
    assert fingerprint(judge(case, hiring_manager).outcome) != before


def test_outcome_is_kept_in_words_without_numbers(case, hiring_manager):
    case.bar_not_met()

    kept = in_words(judge(case, hiring_manager).outcome)

    assert kept["signal"] == "no"
    assert kept["bars"][0] == {
        "name": "Software engineering",
        "state": "not met",
        "reason": "two ratings just below the bar",
    }
    assert all(isinstance(value, (str, list)) for value in kept.values())


def test_latest_versions_are_those_the_viewer_may_read(case, hiring_manager, stranger):
    card = case.rate(code="just_above")

    assert [version.scorecard for version in latest_versions(case.application.pk, hiring_manager)] == [card]
    assert not latest_versions(case.application.pk, stranger).exists()


def test_only_the_latest_unanswered_decision_waits_for_approval(case, hiring_manager, admin):
    def decide(**fields):
        return Decision.objects.create(
            application=case.application, verdict="hire", reasons="Yes.", decided_by=hiring_manager, **fields
        )

    waiver = {"waives_bar": True, "plan": "A course.", "approver": admin}
    decide(**waiver)
    second = decide(**waiver)

    assert list(waiting_for_approval()) == [second]
    decide()
    assert list(waiting_for_approval()) == []


def test_judgement_costs_the_same_however_many_spoke(case, hiring_manager, count_queries):
    criteria = criteria_of(case.application)
    case.rate(code="just_above", creative=3)
    one = count_queries(lambda: judgement_for(case.application, criteria, viewer=hiring_manager))
    for _ in range(3):
        case.rate(code="just_above", creative=3)

    assert count_queries(lambda: judgement_for(case.application, criteria, viewer=hiring_manager)) == one <= 4
