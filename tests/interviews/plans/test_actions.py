import pytest

from interviews.models import Hypothesis
from interviews.plans.actions import (
    HypothesesRefused,
    Named,
    fingerprint,
    interviews_have_begun,
    write_hypotheses,
)
from tests import factories
from workspace.models import Activity


@pytest.fixture
def strengths(role):
    """Four competencies this role can hire for."""
    found = [factories.CompetencyFactory(name=name) for name in ("Creative", "Careful", "Curious", "Kind")]
    for competency in found:
        factories.RoleCompetencyFactory(role=role, competency=competency, strength=True)
    return found


def named(*competencies, suggested="Section 4.", refuted="Cannot explain it."):
    return [Named(competency, suggested, refuted) for competency in competencies]


def standing(application):
    rows = application.hypotheses.filter(withdrawn_at=None)
    return [str(hypothesis) for hypothesis in rows]


def test_hypotheses_are_written_in_order(application, strengths, hiring_manager):
    write_hypotheses(application=application, named=named(*strengths[:3]), by=hiring_manager)

    assert standing(application) == ["Creative", "Careful", "Curious"]
    assert Hypothesis.objects.values_list("written_by", flat=True).distinct().get() == hiring_manager.pk


def test_writing_is_logged_without_saying_what(application, strengths, hiring_manager):
    write_hypotheses(application=application, named=named(strengths[0]), by=hiring_manager)

    entry = Activity.objects.get(verb="wrote_hypotheses")
    assert (entry.actor, entry.application, entry.facts) == (hiring_manager, application.uuid, {"count": 1})


def test_saving_the_same_again_keeps_the_rows(application, strengths, hiring_manager):
    first = write_hypotheses(application=application, named=named(*strengths[:2]), by=hiring_manager)

    again = write_hypotheses(application=application, named=named(strengths[1], strengths[0]), by=hiring_manager)

    assert {one.pk for one in again} == {one.pk for one in first}
    assert standing(application) == ["Careful", "Creative"]


def test_reworded_hypothesis_is_withdrawn_and_stays_on_record(application, strengths, hiring_manager):
    write_hypotheses(application=application, named=named(strengths[0]), by=hiring_manager)

    write_hypotheses(application=application, named=named(strengths[0], suggested="Section 5."), by=hiring_manager)

    withdrawn = Hypothesis.objects.get(withdrawn_at__isnull=False)
    assert (withdrawn.suggested_by, withdrawn.withdrawn_by) == ("Section 4.", hiring_manager)
    assert standing(application) == ["Creative"]


def test_all_may_be_withdrawn_before_interviews(application, strengths, hiring_manager):
    write_hypotheses(application=application, named=named(strengths[0]), by=hiring_manager)

    write_hypotheses(application=application, named=[], by=hiring_manager)

    assert standing(application) == []


def test_fourth_hypothesis_is_refused(application, strengths, hiring_manager):
    with pytest.raises(HypothesesRefused, match="at most three"):
        write_hypotheses(application=application, named=named(*strengths), by=hiring_manager)

    assert not Hypothesis.objects.exists()


def test_same_competency_twice_is_refused(application, strengths, hiring_manager):
    with pytest.raises(HypothesesRefused, match="twice"):
        write_hypotheses(application=application, named=named(strengths[0], strengths[0]), by=hiring_manager)


def test_competency_that_is_no_strength_of_the_role_is_refused(application, strengths, hiring_manager):
    bar_only = factories.RoleCompetencyFactory(role=application.role).competency

    with pytest.raises(HypothesesRefused, match="not one of the strengths"):
        write_hypotheses(application=application, named=named(bar_only), by=hiring_manager)


@pytest.mark.parametrize("words", [{"suggested": " "}, {"refuted": ""}])
def test_hypothesis_without_words_is_refused(application, strengths, hiring_manager, words):
    with pytest.raises(HypothesesRefused, match="what would refute it"):
        write_hypotheses(application=application, named=named(strengths[0], **words), by=hiring_manager)


def test_closed_application_is_refused(role, strengths, hiring_manager):
    application = factories.ApplicationFactory(role=role, rejected=True)

    with pytest.raises(HypothesesRefused, match="rejected"):
        write_hypotheses(application=application, named=named(strengths[0]), by=hiring_manager)


def test_writer_who_saw_older_hypotheses_is_told(application, strengths, hiring_manager):
    seen = fingerprint([])
    write_hypotheses(application=application, named=named(strengths[0]), seen=seen, by=hiring_manager)

    with pytest.raises(HypothesesRefused, match="since you opened this page"):
        write_hypotheses(application=application, named=named(strengths[1]), seen=seen, by=hiring_manager)

    assert standing(application) == ["Creative"]


def test_once_interviews_have_begun_hypotheses_are_only_added(application, strengths, hiring_manager):
    write_hypotheses(application=application, named=named(strengths[0]), by=hiring_manager)
    factories.InterviewFactory(application=application, during=factories.span(hours=-1))

    with pytest.raises(HypothesesRefused, match="“Creative” stays as it was written"):
        write_hypotheses(application=application, named=named(strengths[1]), by=hiring_manager)
    write_hypotheses(application=application, named=named(*strengths[:2]), by=hiring_manager)

    assert standing(application) == ["Creative", "Careful"]


def test_interviews_to_come_and_cancelled_ones_have_not_begun(application):
    from django.utils import timezone

    factories.InterviewFactory(application=application)
    factories.InterviewFactory(
        application=application, during=factories.span(hours=-3), state="cancelled", cancelled_at=timezone.now()
    )

    assert not interviews_have_begun(application, timezone.now())
