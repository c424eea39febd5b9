import datetime as dt

from django.template import Context, Template

from candidates.people.models import Candidate
from candidates.people.signals import candidate_erasing
from hiring.pipeline.models import Application
from hiring.pipeline.signals import application_panels_wanted
from interviews.decisions.actions import answer_decision, sign_decision
from interviews.decisions.receivers import debrief_panel
from interviews.models import Decision, Hypothesis
from interviews.plans.receivers import plan_panel
from interviews.scorecards.receivers import ERASED
from tests import factories
from workspace.activity.models import Activity
from workspace.activity.veils import unveiled
from workspace.activity.wording import in_words
from workspace.panels import gather_panels


def panels_of(case, viewer):
    found = gather_panels(application_panels_wanted, Application, application=case.application, viewer=viewer)
    return {panel.tab: panel for panel in found if panel.tab in {"Strengths", "Debrief"}}


def shown(case, viewer, tab):
    context = Context({"panel": panels_of(case, viewer)[tab], "application": case.application})
    return " ".join(Template("{% show_panel panel %}").render(context).split())


def test_application_page_names_the_strengths(case, hiring_manager):
    html = shown(case, hiring_manager, "Strengths")

    assert "Creative thinking" in html
    assert "Section 4 of the grasping paper." in html


def test_application_page_says_the_decision(case, hiring_manager):
    case.hire_signal()
    sign_decision(application=case.application, verdict="hire", reasons="Rare and real.", by=hiring_manager)

    html = shown(case, hiring_manager, "Debrief")

    assert "Rare and real." in html
    assert "Hari Manager" in html


def test_application_page_tells_a_blind_viewer_nothing(case, hiring_manager, admin):
    case.book(hiring_manager)
    before = shown(case, hiring_manager, "Debrief")
    case.bar_not_met()
    sign_decision(application=case.application, verdict="no", reasons="Not yet.", by=admin)

    assert shown(case, hiring_manager, "Debrief") == before
    assert "Open the debrief" in before


def test_interviewer_of_the_candidate_gets_neither_panel(case, interviewer):
    case.rate(interviewer, code="just_above")

    assert panels_of(case, interviewer) == {}


def test_second_person_gets_the_debrief_only(case, hiring_manager):
    second = factories.UserFactory(hiring_manager=True)
    case.bar_not_met()
    sign_decision(
        application=case.application,
        verdict="hire",
        reasons="Rare.",
        plan="Pair.",
        plan_owner=hiring_manager,
        plan_due=dt.date(2099, 1, 1),
        approver=second,
        by=hiring_manager,
    )

    assert set(panels_of(case, second)) == {"Debrief"}
    assert "waits for a second person" in shown(case, second, "Debrief")


def test_each_panel_costs_one_query_however_many_spoke(case, hiring_manager, count_queries):
    for _ in range(3):
        case.rate(creative=3, code="just_above")
    case.application.role.loaded_for = hiring_manager.pk

    for panel in (plan_panel, debrief_panel):
        assert count_queries(lambda panel=panel: panel(application=case.application, viewer=hiring_manager)) == 1


def test_erasing_a_candidate_clears_every_word_and_keeps_the_rows(case, hiring_manager, admin):
    second = factories.UserFactory(hiring_manager=True)
    case.bar_not_met()
    gap = {"plan_owner": hiring_manager, "plan_due": dt.date(2099, 1, 1)}
    words = {"reasons": "Elin is rare.", "plan": "Elin pairs with Dev.", "approver": second, **gap}
    decision = sign_decision(application=case.application, verdict="hire", by=hiring_manager, **words)
    answer_decision(decision=decision, approved=False, reasons="Elin needs more.", by=second)

    candidate_erasing.send(Candidate, candidate=case.application.candidate, by=admin)

    decision = Decision.objects.select_related("approval").get()
    hypothesis = Hypothesis.objects.get()
    left = [decision.reasons, decision.plan, decision.approval.reasons, hypothesis.suggested_by, hypothesis.refuted_by]
    assert set(left) == {ERASED}
    assert (decision.verdict, decision.outcome, decision.approval.approved) == ("hire", {}, False)


def test_erasing_somebody_else_touches_nothing(case, hiring_manager, admin):
    sign_decision(application=case.application, verdict="no", reasons="Not yet.", by=hiring_manager)

    candidate_erasing.send(Candidate, candidate=factories.CandidateFactory(), by=admin)

    assert Decision.objects.get().reasons == "Not yet."


def test_log_says_who_signed_and_hides_it_from_the_blind(case, hiring_manager, admin, interviewer):
    case.hire_signal()
    sign_decision(application=case.application, verdict="hire", reasons="Rare.", by=hiring_manager)
    case.book(interviewer)
    acts = Activity.objects.filter(application=case.application.uuid, subject_kind="decision").select_related("actor")

    (line,) = in_words(unveiled(acts, admin))

    assert (line.actor, line.words) == (hiring_manager, "signed a")
    assert line.subject.text == f"decision on {case.application.candidate}"
    assert not unveiled(acts, interviewer).exists()
