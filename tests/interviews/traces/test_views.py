"""A lead pastes a text and is told which forms it fits; nobody else is, and it is noted."""

import pytest
from django.urls import reverse

from interviews.models import Attempt
from tests import factories
from tests.interviews.exam_fixtures import applied, by_form, invite, make_question, sat
from workspace.models import Activity

URL = "/interviews/questions/leaks/trace/"
CACHE = {
    "text": "A cache holds {{a}} vectors of {{b}} numbers each. How many bytes does it need at four bytes a number?",
    "draws": {"a": {"low": 1000, "high": 90000, "step": 250}, "b": {"low": 64, "high": 512, "step": 8}},
    "answer": {"formula": "4 * a * b", "absolute": 0.5},
}


@pytest.fixture
def bank(db):
    for number in range(2):
        make_question(f"coin-{number}")
    make_question("cache", "numeric", "apply", **CACHE)
    make_question("why-0", "short", "diagnose")


@pytest.fixture
def forms(exam, role):
    """Three people's forms, all with the same question in variants of their own."""
    return [sat(invite(exam, applied(role, name))) for name in ("Elin Vasquez", "Noa Berg", "Ida Holm")]


def leaked(attempt):
    return f"does anybody know: {by_form(attempt, 'numeric').asked_variant.asked.text}"


def test_text_leads_to_the_one_form_it_was_drawn_for(sign_in, hiring_manager, forms):
    answer = sign_in(hiring_manager).post(URL, {"text": leaked(forms[1])})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Noa Berg, Basics" in page
    assert "Elin Vasquez" not in page
    assert "Ida Holm" not in page
    assert "1 of 3 variants given out fits" in page
    assert "drawn for this form alone" in page
    assert "not who passed them on" in page


def test_looking_is_noted_without_the_text_and_on_nobodys_timeline(sign_in, hiring_manager, forms):
    sign_in(hiring_manager).post(URL, {"text": leaked(forms[1])})

    traced = Activity.objects.get(verb="traced_text")
    assert (traced.actor, traced.candidate) == (hiring_manager, None)
    assert traced.facts == {"questions": 1, "variants": 1, "attempts": 1}
    seen = Activity.objects.get(is_view=True, subject_kind="attempt")
    assert (seen.subject, seen.actor) == (forms[1].uuid, hiring_manager)


def test_question_in_the_same_words_for_everybody_names_nobody(sign_in, hiring_manager, forms):
    make_question(
        "rain", text="It rains on one day in four, and the forecast says so on half of the days. Why is that?"
    )
    item = by_form(forms[0], "single")
    item.question = type(item.question).objects.get(question__slug="rain")
    item.save(update_fields=["question"])
    type(item.question).objects.filter(pk=item.question_id).update(asked_at=forms[0].started_at)

    page = sign_in(hiring_manager).post(URL, {"text": item.question.body["text"]}).content.decode()

    assert "Everybody is asked it in the same words, 1 attempt so far" in page
    assert "Vasquez" not in page


def test_numbers_that_were_changed_fit_nobody(sign_in, hiring_manager, forms):
    text = "A cache holds 7 vectors of 9 numbers each. How many bytes does it need at four bytes a number?"

    page = sign_in(hiring_manager).post(URL, {"text": text}).content.decode()

    assert "None of the 3 variants that were given out fits" in page


def test_text_of_somebody_else_is_nothing_of_ours(sign_in, admin, forms):
    page = sign_in(admin).post(URL, {"text": "What is the capital of France, and why do you ask me?"}).content.decode()

    assert "Nothing of ours" in page
    assert Activity.objects.get(verb="traced_text").facts["questions"] == 0


def test_form_the_viewer_may_not_read_is_counted_and_not_named(sign_in, forms):
    other = factories.UserFactory(hiring_manager=True)

    page = sign_in(other).post(URL, {"text": leaked(forms[1])}).content.decode()

    assert "Noa Berg" not in page
    assert "1 you may not read" in page
    assert not Activity.objects.filter(is_view=True, subject_kind="attempt").exists()


def test_only_who_keeps_the_bank_may_trace(sign_in, outsiders, recruiter, interviewer, db):
    assert reverse("interviews:trace-text") == URL
    assert [sign_in(one).post(URL, {"text": "x"}).status_code for one in (recruiter, interviewer)] == [403, 403]
    assert outsiders(URL)[0] == 302


@pytest.mark.parametrize(("text", "said"), [(" ", "Paste the text"), ("a" * 20_001, "at most 20,000 signs")])
def test_text_that_cannot_be_read_is_refused_and_kept(sign_in, hiring_manager, text, said):
    answer = sign_in(hiring_manager).post(URL, {"text": text})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert text in answer.content.decode()
    assert not Activity.objects.filter(verb="traced_text").exists()


def test_more_forms_cost_no_more_queries(sign_in, hiring_manager, forms, count_queries):
    client = sign_in(hiring_manager)
    one = count_queries(lambda: client.post(URL, {"text": leaked(forms[0])}))
    Attempt.objects.exclude(pk=forms[0].pk).delete()

    assert count_queries(lambda: client.post(URL, {"text": leaked(forms[0])})) == one


def test_retold_question_is_named_as_a_hint_and_leads_to_no_form(sign_in, hiring_manager, forms):
    text = "They wanted to know how many bytes a cache needs that holds vectors of numbers, four bytes for each number."

    page = " ".join(sign_in(hiring_manager).post(URL, {"text": text}).content.decode().split())

    assert "No question word for word" in page
    assert "Maybe told in other words" in page
    assert "about one is named wrongly" in page
    for name in ("Noa Berg", "Elin Vasquez", "Ida Holm", "variants given out"):
        assert name not in page


def test_shared_variants_are_said_to_lead_to_no_single_form(sign_in, hiring_manager, forms):
    one = by_form(forms[0], "numeric")
    for form in forms[1:]:
        item = by_form(form, "numeric")
        item.variant, item.fingerprint = one.variant, one.fingerprint
        item.save(update_fields=["variant", "fingerprint"])

    page = " ".join(sign_in(hiring_manager).post(URL, {"text": leaked(forms[0])}).content.decode().split())

    assert "3 forms held it, about 3 to a variant, so a fit leads to no single form" in page
