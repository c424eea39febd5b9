import re

import pytest
from django.urls import reverse

from interviews.models import Decision, Rating, SecondRating, TravelledRating
from tests import factories
from workspace.staff.models import User


def debrief_url(case):
    return reverse("interviews:debrief", args=[case.application.uuid])


def more_url(case):
    return reverse("interviews:debrief_more", args=[case.application.uuid])


def decide_url(case):
    return reverse("interviews:decide", args=[case.application.uuid])


def page(response):
    return " ".join(response.content.decode().split())


def seen(client, case):
    """The hidden fields as the page gives them to a browser."""
    form = client.get(debrief_url(case)).context["form"]
    return {name: form[name].value() for name in ("seen_outcome", "seen_decision")}


@pytest.fixture
def second_person(db):
    return factories.UserFactory(hiring_manager=True, name="Sana Second")


@pytest.fixture
def waiver(case, hiring_manager, second_person):
    """A decision to hire against a bar, which waits for Sana Second."""
    case.bar_not_met()
    return Decision.objects.create(
        application=case.application,
        verdict="hire",
        reasons="The strength is rare.",
        outcome={"signal": "no"},
        waives_bar=True,
        plan="Pair with Dev for a quarter.",
        approver=second_person,
        decided_by=hiring_manager,
    )


def answer_url(decision):
    return reverse("interviews:answer_decision", args=[decision.uuid])


# --- reading ---


def test_debrief_shows_the_outcome_before_the_form(case, hiring_manager, sign_in):
    case.hire_signal()

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "Creative thinking is confirmed and all two minimum bars are met." in html
    assert html.index("Computed outcome") < html.index("Sign decision")


def test_debrief_shows_everybody_s_marks_and_words(case, hiring_manager, sign_in):
    asha = factories.UserFactory(name="Asha Kumar", side="researcher")
    case.rate(asha, creative=4, code="just_below", theory=None)

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "Asha K." in html
    assert "Strength level 4 of 4" in html
    assert "Just below the bar" in html
    assert "Bar not assessed" in html
    assert "Saw code with my own eyes: just_below." in html


def test_debrief_shows_disagreement_gaps_and_who_is_missing(case, hiring_manager, sign_in):
    case.rate(code="just_below")
    case.rate(code="just_above")
    case.book(factories.UserFactory(name="Late Larry"))

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "they disagree" in html
    assert "line is-split" in html
    assert "line is-gap" in html
    assert "1 scorecard not in" in html
    assert "Late L." in html


def test_debrief_marks_amended_trainee_and_single_voices(case, hiring_manager, sign_in):
    card = case.rate(code="just_below", theory="just_above")
    case.submit(card, code="just_above", theory="just_above")
    case.rate(code="clearly_below", counts=False)

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "amended" in html
    assert "in training" in html
    assert "one source" in html


def test_debrief_asks_somebody_new_for_the_cheapest_step(case, hiring_manager, sign_in):
    jonas = factories.UserFactory(name="Jonas Lind")
    case.rate(jonas, creative=4, code="just_below", theory="just_above")
    case.rate(factories.UserFactory(name="Ruth Tal"), creative=4)
    factories.UserFactory(name="Priya Shah", side="engineer")

    html = page(sign_in(hiring_manager).get(debrief_url(case)))
    plain = page(sign_in(hiring_manager).get(more_url(case)))
    part = page(sign_in(hiring_manager, htmx=True).get(more_url(case)))

    assert f'<a class="btn btn-primary btn-sm" href="{more_url(case)}">Who could rate Software engineering</a>' in html
    assert f'hx-get="{more_url(case)}" hx-trigger="load"' in html
    for found in (plain, part):
        assert "Ask Priya Shah for" in found
        assert "the cheapest step that could decide it: Software engineering" in found
    assert "<h1" in plain
    assert "hx-swap-oob" not in plain
    # What comes after the page takes the place of what stood there.
    assert "<h1" not in part
    assert 'id="next-move" hx-swap-oob="true"' in part


def test_debrief_names_who_is_asked_already_instead_of_looking_for_somebody(case, hiring_manager, recruiter, sign_in):
    case.rate(creative=4, code="just_below", theory="just_above")
    case.rate(creative=4)
    wish = SecondRating.objects.create(
        application=case.application,
        competency=case.bars["code"],
        kit=case.kit(name="Pair coding", bars=("code",)),
        rater=factories.UserFactory(name="Daniel Asked"),
        asked_by=hiring_manager,
    )

    html = page(sign_in(recruiter).get(debrief_url(case)))

    assert "Daniel Asked is asked to rate Software engineering, and not booked yet." in html
    assert f"interviewers={wish.rater.uuid}" in html
    assert more_url(case) not in html


def test_debrief_says_why_nobody_could_be_asked(case, hiring_manager, sign_in):
    case.rate(creative=4, code="just_below", theory="just_above")
    case.rate(creative=4)
    User.objects.exclude(pk=hiring_manager.pk).update(is_active=False)

    html = page(sign_in(hiring_manager, htmx=True).get(more_url(case)))

    assert "nobody is left who is trained for it and does not see this candidate yet." in html


def test_debrief_with_nothing_more_to_find_asks_for_nothing(case, hiring_manager, sign_in):
    case.hire_signal()

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert more_url(case) not in html


def test_what_comes_after_the_debrief_is_kept_from_who_owes_a_scorecard(case, hiring_manager, stranger, sign_in):
    case.bar_not_met()
    case.book(hiring_manager, hours=-3)

    part = sign_in(hiring_manager, htmx=True).get(more_url(case))

    assert part.headers["HX-Refresh"] == "true"
    assert part.content == b""
    assert "opens once your scorecard is in" in page(sign_in(hiring_manager).get(more_url(case)))
    assert sign_in(stranger).get(more_url(case)).status_code == 404


def test_debrief_says_when_the_cheapest_step_is_booked_already(case, hiring_manager, sign_in):
    case.rate(creative=4, code="just_below", theory="just_above")
    case.rate(creative=4)
    case.book(factories.UserFactory(name="Priya Shah"))

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "On its way: Priya S." in html
    assert "Ask " not in html


def test_debrief_says_what_the_rule_costs(case, hiring_manager, sign_in):
    case.rate(code="just_above", theory="just_above")

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "Two bars, judged once each: about 1 in 10 people who truly meet all of them would be turned away" in html
    assert "not about this candidate" in html


def test_debrief_before_any_interview_says_what_to_do(case, hiring_manager, sign_in):
    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "Nobody has interviewed yet" in html
    assert reverse("interviews:plan", args=[case.application.uuid]) in html


def test_debrief_shows_nothing_of_other_candidates(case, hiring_manager, sign_in):
    other = factories.ApplicationFactory(role=case.role, candidate__name="Otto Other")
    somebody = factories.UserFactory(name="Only There")
    case.rate(somebody, application=other, code="clearly_below", creative=1)

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    for trace in ("Otto", "Only T.", "Only There with", "Clearly below the bar", "Strength level"):
        assert trace not in html


def test_debrief_names_people_safely(case, hiring_manager, sign_in):
    case.rate(factories.UserFactory(name="<script>alert(1)</script> Bobby"), code="just_above")

    assert "<script>alert(1)" not in sign_in(hiring_manager).get(debrief_url(case)).content.decode()


def test_debrief_costs_the_same_however_many_spoke(case, hiring_manager, sign_in, count_queries):
    client = sign_in(hiring_manager)
    case.rate(creative=3, code="just_above")
    one = count_queries(lambda: client.get(debrief_url(case)))
    for _ in range(2):
        case.rate(creative=3, code="just_above")
        factories.HypothesisFactory(application=case.application)

    assert count_queries(lambda: client.get(debrief_url(case))) == one <= 13


def test_debrief_with_everything_a_debrief_can_have_costs_three_more(
    case, waiver, hiring_manager, sign_in, count_queries
):
    client = sign_in(hiring_manager)
    earlier = factories.ApplicationFactory(candidate=case.application.candidate)
    rated = Rating.objects.filter(scale="bar").order_by("pk").first()
    TravelledRating.objects.create(
        application=case.application, origin=earlier, rating=rated, brought_by=hiring_manager
    )
    SecondRating.objects.create(
        application=case.application,
        competency=case.bars["code"],
        kit=case.kit(),
        rater=factories.UserFactory(),
        asked_by=hiring_manager,
    )

    # The people to choose from, the wish, and what was brought along.
    assert count_queries(lambda: client.get(debrief_url(case))) <= 16


def test_what_comes_after_the_debrief_costs_the_same_however_many_could_be_asked(
    case, hiring_manager, sign_in, count_queries
):
    client = sign_in(hiring_manager, htmx=True)
    case.rate(creative=4, code="just_below", theory="just_above")
    one = count_queries(lambda: client.get(more_url(case)))
    for _ in range(3):
        factories.UserFactory()

    assert count_queries(lambda: client.get(more_url(case))) == one <= 17  # four of them ask who is trained and free


# --- who may come in ---


def test_stranger_does_not_learn_that_the_debrief_exists(case, stranger, sign_in):
    case.hire_signal()

    assert sign_in(stranger).get(debrief_url(case)).status_code == 404


def test_interviewer_of_the_candidate_may_not_open_the_debrief(case, interviewer, sign_in):
    case.rate(interviewer, code="just_above")

    assert sign_in(interviewer).get(debrief_url(case)).status_code == 403


def test_recruiter_reads_the_debrief_but_does_not_decide(case, recruiter, sign_in):
    case.hire_signal()
    client = sign_in(recruiter)

    shown = client.get(debrief_url(case))
    tried = client.post(decide_url(case), {"verdict": "hire", "reasons": "Me too."})

    assert "Creative thinking is confirmed" in page(shown)
    assert "Sign decision" not in page(shown)
    assert tried.status_code == 403
    assert not Decision.objects.exists()


def test_admin_stands_in_for_the_hiring_manager(case, admin, sign_in):
    case.hire_signal()
    client = sign_in(admin)

    response = client.post(decide_url(case), {"verdict": "hire", "reasons": "Yes.", **seen(client, case)})

    assert response.status_code == 302
    assert Decision.objects.get().decided_by == admin


@pytest.mark.parametrize("name", ["debrief", "decide"])
def test_visitor_is_asked_to_sign_in(case, client, name):
    url = reverse(f"interviews:{name}", args=[case.application.uuid])

    response = client.post(url) if name == "decide" else client.get(url)

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


# --- blind ---


def blind_page(case, person, sign_in):
    return page(sign_in(person).get(debrief_url(case)))


def test_whoever_owes_a_scorecard_sees_the_same_page_whatever_the_others_wrote(case, hiring_manager, sign_in):
    """Neither outcome nor marks nor counts nor order: the page does not differ by a letter."""

    def bare(html):
        return re.sub(r"[A-Za-z0-9]{64}", "", html)  # the CSRF tokens

    case.book(hiring_manager, hours=-3)
    empty = bare(blind_page(case, hiring_manager, sign_in))
    case.bar_not_met()
    full = bare(blind_page(case, hiring_manager, sign_in))

    assert full == empty
    assert "opens once your scorecard is in" in full


def test_whoever_owes_a_scorecard_cannot_sign(case, hiring_manager, sign_in):
    case.hire_signal()
    case.book(hiring_manager)

    response = sign_in(hiring_manager).post(decide_url(case), {"verdict": "hire", "reasons": "Blindly."})

    assert response.status_code == 403
    assert "confirmed" not in page(response)
    assert not Decision.objects.exists()


def test_whoever_submitted_sees_everything(case, hiring_manager, sign_in):
    case.hire_signal()
    case.submit(case.book(hiring_manager, hours=-3), code="just_above")

    assert "Creative thinking is confirmed" in blind_page(case, hiring_manager, sign_in)


def test_released_scorecard_blinds_nobody(case, hiring_manager, sign_in):
    from django.utils import timezone

    case.hire_signal()
    card = case.book(hiring_manager)
    card.released_at = timezone.now()
    card.save()

    assert "Creative thinking is confirmed" in blind_page(case, hiring_manager, sign_in)


# --- deciding ---


@pytest.mark.parametrize("htmx", [False, True])
def test_signing_a_decision(case, hiring_manager, sign_in, htmx):
    case.hire_signal()
    client = sign_in(hiring_manager, htmx=htmx)

    response = client.post(decide_url(case), {"verdict": "hire", "reasons": "Rare and real.", **seen(client, case)})

    decision = Decision.objects.get()
    assert (decision.verdict, decision.reasons, decision.decided_by) == ("hire", "Rare and real.", hiring_manager)
    assert response.status_code == 302
    html = page(client.get(debrief_url(case)))
    assert "Rare and real." in html
    assert "Decide again" in html


def test_signing_changes_nothing_else(case, hiring_manager, sign_in):
    case.bar_not_met()
    client = sign_in(hiring_manager)

    client.post(decide_url(case), {"verdict": "no", "reasons": "Not yet.", **seen(client, case)})

    case.application.refresh_from_db()
    assert case.application.standing == "active"
    assert case.application.changes.count() == 1


def test_decision_without_words_keeps_what_was_typed(case, hiring_manager, sign_in):
    case.bar_not_met()
    client = sign_in(hiring_manager)

    response = client.post(
        decide_url(case), {"verdict": "hire", "reasons": "", "plan": "A long plan.", **seen(client, case)}
    )

    assert response.status_code == 422
    assert "A long plan." in page(response)
    assert not Decision.objects.exists()


def test_hiring_against_a_bar_without_a_plan_says_what_is_needed(case, hiring_manager, sign_in):
    case.bar_not_met()
    client = sign_in(hiring_manager)

    response = client.post(decide_url(case), {"verdict": "hire", "reasons": "Rare.", **seen(client, case)})

    assert response.status_code == 422
    assert "Software engineering: not met. Hiring all the same needs a plan" in page(response)
    assert "Rare." in page(response)


def test_fields_to_hire_against_a_bar_are_there_only_when_one_is_not_met(case, hiring_manager, sign_in):
    case.hire_signal()

    assert "Second person" not in page(sign_in(hiring_manager).get(debrief_url(case)))


def test_hiring_against_a_bar_waits_for_the_second_person(case, hiring_manager, second_person, sign_in):
    case.bar_not_met()
    client = sign_in(hiring_manager)
    typed = {"verdict": "hire", "reasons": "Rare.", "plan": "Pair with Dev.", "approver": second_person.pk}
    typed |= {"plan_owner": hiring_manager.pk, "plan_due": "2099-01-01"}

    response = client.post(decide_url(case), typed | seen(client, case), follow=True)

    assert Decision.objects.get().is_waiting
    assert "waits for a second person" in page(response)
    assert "You were asked to approve" not in page(response)


def test_second_person_is_chosen_among_those_with_the_right(
    case, hiring_manager, second_person, admin, recruiter, interviewer, sign_in
):
    case.bar_not_met()
    owes = factories.UserFactory(hiring_manager=True)
    case.book(owes)
    gone = factories.UserFactory(hiring_manager=True, is_active=False)

    chooser = sign_in(hiring_manager).get(debrief_url(case)).context["form"].fields["approver"]

    assert {second_person, admin} <= set(chooser.queryset)
    assert not {hiring_manager, recruiter, interviewer, owes, gone} & set(chooser.queryset)


def test_typed_approver_outside_the_list_is_refused(case, hiring_manager, interviewer, sign_in):
    case.bar_not_met()
    client = sign_in(hiring_manager)
    typed = {"verdict": "hire", "reasons": "Rare.", "plan": "Pair.", "approver": interviewer.pk}
    typed |= {"plan_owner": hiring_manager.pk, "plan_due": "2099-01-01"}

    response = client.post(decide_url(case), typed | seen(client, case))

    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_ratings_that_came_in_meanwhile_stop_the_signing(case, hiring_manager, sign_in):
    case.hire_signal()
    client = sign_in(hiring_manager)
    before = seen(client, case)
    case.rate(code="clearly_below")

    response = client.post(decide_url(case), {"verdict": "hire", "reasons": "Rare.", **before})

    assert response.status_code == 422
    assert "The ratings changed since you opened this page" in page(response)
    assert "Rare." in page(response)


def test_same_form_sent_twice_signs_once(case, hiring_manager, sign_in):
    case.hire_signal()
    client = sign_in(hiring_manager)
    typed = {"verdict": "hire", "reasons": "Rare.", **seen(client, case)}

    answers = [client.post(decide_url(case), typed).status_code for _ in range(2)]

    assert answers == [302, 422]
    assert Decision.objects.count() == 1


def test_retry_after_a_refusal_carries_the_fresh_state(case, hiring_manager, sign_in):
    """After reading what changed, the same words can be signed without opening the page anew."""
    case.hire_signal()
    client = sign_in(hiring_manager)
    before = seen(client, case)
    case.rate(code="just_above")
    refused = client.post(decide_url(case), {"verdict": "hire", "reasons": "Rare.", **before})
    form = refused.context["form"]

    again = {name: form[name].value() for name in ("seen_outcome", "seen_decision", "reasons", "verdict")}
    response = client.post(decide_url(case), again)

    assert response.status_code == 302


@pytest.mark.parametrize(
    "hostile",
    [
        {"verdict": "hire\x00", "reasons": "x"},
        {"verdict": ["hire", "no"], "reasons": "x" * 9000},
        {"verdict": "maybe", "reasons": "\ud7ff"},
        {"seen_outcome": "x" * 5000, "verdict": "hire", "reasons": "y"},
        {},
    ],
)
def test_hostile_forms_are_answered_with_the_form(case, hiring_manager, sign_in, hostile):
    case.hire_signal()

    response = sign_in(hiring_manager).post(decide_url(case), hostile)

    assert response.status_code == 422
    assert not Decision.objects.exists()


def test_closed_application_shows_no_form(role, hiring_manager, sign_in):
    application = factories.ApplicationFactory(role=role, rejected=True)

    html = page(sign_in(hiring_manager).get(reverse("interviews:debrief", args=[application.uuid])))

    assert "Sign decision" not in html


def test_debrief_only_reads_when_it_is_read(case, hiring_manager, sign_in):
    client = sign_in(hiring_manager)

    assert client.post(debrief_url(case)).status_code == 405
    assert client.get(decide_url(case)).status_code == 405


# --- the second person ---


def test_named_second_person_reads_the_debrief_and_approves(case, waiver, second_person, sign_in):
    client = sign_in(second_person)

    shown = page(client.get(debrief_url(case)))
    response = client.post(answer_url(waiver), {"answer": "approve", "reasons": "Agreed."}, follow=True)

    assert "You were asked to approve this." in shown
    assert "Software engineering is not met: two ratings just below the bar." in shown
    assert "Saw code with my own eyes: just_below." in shown
    assert "Pair with Dev for a quarter." in shown
    assert Decision.objects.get().is_in_force
    assert "Agreed." in page(response)


def test_second_person_turns_it_down_with_reasons(waiver, second_person, sign_in):
    client = sign_in(second_person)

    silent = client.post(answer_url(waiver), {"answer": "turn_down", "reasons": ""})
    spoken = client.post(answer_url(waiver), {"answer": "turn_down", "reasons": "Too thin."})

    assert silent.status_code == 422
    assert "Say why you do not approve." in page(silent)
    assert spoken.status_code == 302
    assert not Decision.objects.get().is_in_force


def test_being_asked_opens_this_application_and_no_other(case, waiver, second_person, sign_in):
    other = factories.ApplicationFactory(role=case.role)
    client = sign_in(second_person)

    assert client.get(reverse("interviews:debrief", args=[other.uuid])).status_code == 404
    assert client.get(reverse("interviews:plan", args=[case.application.uuid])).status_code == 403
    assert client.post(decide_url(case), {"verdict": "hire", "reasons": "x"}).status_code == 403


def test_decider_cannot_approve(waiver, hiring_manager, sign_in):
    assert sign_in(hiring_manager).post(answer_url(waiver), {"answer": "approve"}).status_code == 403


def test_stranger_cannot_answer(waiver, stranger, sign_in):
    assert sign_in(stranger).post(answer_url(waiver), {"answer": "approve"}).status_code == 404


def test_answer_to_a_superseded_decision_says_so(case, waiver, hiring_manager, second_person, sign_in):
    Decision.objects.create(
        application=case.application, verdict="no", reasons="After all, no.", decided_by=hiring_manager
    )

    response = sign_in(second_person).post(answer_url(waiver), {"answer": "approve"})

    assert response.status_code == 422
    assert "signed a later decision" in page(response)


def test_second_person_who_came_to_owe_a_scorecard_is_blind_again(case, waiver, second_person, sign_in):
    case.book(second_person)
    client = sign_in(second_person)

    assert "opens once your scorecard is in" in page(client.get(debrief_url(case)))
    refused = client.post(answer_url(waiver), {"answer": "approve"})
    assert refused.status_code == 422
    assert "not met" not in page(refused)


def test_signed_decision_can_be_taken_back_from_its_toast(case, hiring_manager, sign_in):
    case.hire_signal()
    client = sign_in(hiring_manager)
    client.post(decide_url(case), {"verdict": "hire", "reasons": "Rare.", **seen(client, case)})
    decision = Decision.objects.get()
    undo = reverse("interviews:undo_decision", args=[decision.uuid])

    first = page(client.get(debrief_url(case)))
    said = page(client.post(undo, follow=True))

    assert undo in first
    assert "Undone. What stood before stands again." in said
    assert "Rare." not in said


def test_only_the_signer_takes_a_decision_back(waiver, second_person, recruiter, stranger, sign_in):
    url = reverse("interviews:undo_decision", args=[waiver.uuid])

    statuses = [sign_in(user).post(url).status_code for user in (second_person, recruiter, stranger)]

    assert statuses == [403, 403, 404]


def test_debrief_names_the_bars_that_rest_on_one_person(case, hiring_manager, sign_in):
    case.rate(creative=4, code="just_above", theory="just_above")
    case.rate(code="just_above")

    html = page(sign_in(hiring_manager).get(debrief_url(case)))

    assert "On one person’s word alone: ML theory." in html


def test_debrief_says_what_was_written_from_memory(case, hiring_manager, sign_in):
    card = case.rate(code="just_above")
    card.versions.model.erasable.update(from_memory=True)

    assert "late, from memory" in page(sign_in(hiring_manager).get(debrief_url(case)))


def test_debrief_holds_nothing_of_any_other_candidate(case, hiring_manager, role, sign_in):
    """The contrast-effect guard: whoever was judged just before pulls the next judgement away from them."""
    other = factories.ApplicationFactory(role=role, candidate__name="Wilhelmina Contrast")
    case.rate(creative=1, code="clearly_below", application=other)
    other_card = other.scorecards.get()
    Decision.objects.create(application=other, verdict="no", reasons="Far away.", decided_by=hiring_manager)
    case.rate(creative=4, code="just_above", theory="just_above")
    client = sign_in(hiring_manager)

    for name in ("interviews:debrief", "interviews:plan", "hiring:application"):
        html = page(client.get(reverse(name, args=[case.application.uuid])))
        leaks = ["Wilhelmina", "Contrast", "clearly_below", "Far away.", str(other.uuid), str(other_card.uuid)]
        assert [word for word in leaks if word in html] == [], name
